"""Decides what is said of events, and what of it can be booked."""
