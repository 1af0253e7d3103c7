"""The rules of booking: who gets a place, when, and what becomes of it."""
