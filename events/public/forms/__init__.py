"""What visitors fill in. Every field keeps what was typed and stores nothing that could act on its own."""
