"""Rows for tests, made the short way: bookable events, and parties placed through the real rules."""
