"""Pages of the events desk. Each about an event begins with `on_event`."""
