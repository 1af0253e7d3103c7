"""Decides when money was received, what it pays for, and what goes back."""
