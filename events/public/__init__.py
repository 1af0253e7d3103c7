"""Decides what a visitor sees and may send."""
