"""Reads what the demo site says. Every text is a pair {"en": …, "cy": …}; times of day are "HH:MM" in London."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"

LANGUAGES = ("en", "cy")

Words = dict[str, str]
"""One text in both languages."""


@cache
def read(name: str) -> Any:
    """The content of `content/<name>.json`. Shared by all callers: to be read, never changed."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def events() -> list[dict[str, Any]]:
    """All events in the order of their files."""
    return [read(f"events/{path.stem}") for path in sorted((FOLDER / "events").glob("*.json"))]


def keeps_contract() -> dict[str, Any]:
    """The event that is always free, open, limited, without a queue, and asks only for name and e-mail address."""
    return next(event for event in events() if event.get("keeps_contract"))


def attendees(event: dict[str, Any]) -> int:
    """How many sample people have, had or have asked for a place."""
    sample = event["sample"]
    parties = sample["parties"] + sample.get("requested", [])
    return sum(len(party["tickets"]) * party["times"] for party in parties)
