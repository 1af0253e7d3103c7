"""Random codes: booking references that can be read out, and attendee codes for tickets and badges."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "ACDEFGHJKMNPQRTUVWXYZ234679"
"""No 0 O, 1 I L, 8 B, 5 S: characters that people mix up when they read a code aloud."""


def new_reference() -> str:
    """A booking reference such as "K7QM-4XRD": 8 characters, about 38 bits. An identifier, not a secret."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


def new_code() -> str:
    """The code in a ticket's QR: 12 characters, about 57 bits, short enough to be
    typed at a door and for the smallest QR code; unrelated to the booking reference."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def digest(secret: str) -> str:
    """What is stored of a secret: SHA-256 in hex. The secrets themselves are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
