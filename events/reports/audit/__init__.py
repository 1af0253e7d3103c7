"""Recounts, straight from the tables, every promise about bookings that a database can show to be kept or broken."""
