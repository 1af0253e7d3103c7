"""A telephone as a door: opened by a secret link, it lets people in by camera, by name and by code."""
