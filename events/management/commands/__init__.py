"""Thin commands: read the arguments, call one rule, print what it did."""
