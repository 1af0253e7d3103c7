"""Background work: what is asked for, who does it, and how long its file is kept."""
