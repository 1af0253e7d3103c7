"""Decides who is let in at the door."""
