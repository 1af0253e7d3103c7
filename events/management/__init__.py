"""Commands for operators and for the clock; each calls one rule."""
