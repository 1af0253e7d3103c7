"""Events: what is said of them, and what can be booked."""
