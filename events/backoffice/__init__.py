"""Decides what organisers and staff see and may do in the admin."""
