"""Decides what calendars are told of an event."""
