"""Decides what is counted, and how it leaves the site as a table."""
