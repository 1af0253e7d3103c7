"""What each address answers: form, rule, redirect."""
