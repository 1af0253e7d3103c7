"""Decides how long personal data is kept, and removes it."""
