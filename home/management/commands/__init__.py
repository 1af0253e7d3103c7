"""Commands of the home app, one to a file."""
