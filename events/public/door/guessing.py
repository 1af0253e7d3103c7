"""Stops a door from trying codes: each is random, but nobody needs a thousand tries."""

from __future__ import annotations

from django.core.cache import cache

from events.models.checkins import DoorLink

SECONDS = 600
MOST = 100
"""Unknown codes of one door in SECONDS; a child with a reel of raffle tickets is stopped, a busy door is not."""


def _key(link: DoorLink) -> str:
    return f"door-guesses-{link.pk}"


def guesses_too_much(link: DoorLink) -> bool:
    return int(cache.get(_key(link), 0)) >= MOST


def note_guess(link: DoorLink, number: int = 1) -> None:
    """Count a code that nobody has."""
    if cache.add(_key(link), number, SECONDS):
        return
    try:
        cache.incr(_key(link), number)
    except ValueError:  # it ended between the two
        cache.add(_key(link), number, SECONDS)
