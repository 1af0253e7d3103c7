"""Tables of the home app."""
