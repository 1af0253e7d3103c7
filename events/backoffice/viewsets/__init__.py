"""Lists and forms of the back office: one kind of row in each module."""
