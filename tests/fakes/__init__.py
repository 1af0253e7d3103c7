"""Stand-ins for what is outside: servers that answer as they are told to."""
