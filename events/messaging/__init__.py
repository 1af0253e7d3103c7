"""Decides who is written to, in which language and words, and carries it out."""
