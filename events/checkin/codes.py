"""What a scanned or typed text is: a ticket's code, the beginning of one, a booking's reference, or nothing of ours."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from events.models.codes import ALPHABET

WHOLE = 12
LEAST = 4
"""The door list prints so many characters of each code, and so many are asked for when one is typed."""

REFERENCE = 8

LONGEST_READ = 200

_OURS = re.compile(f"[{ALPHABET}]+")
_BETWEEN = re.compile(r"[\s\-–·.]+")


class Kind(enum.StrEnum):
    CODE = "code"
    PART = "part"
    SHORT = "short"
    WEB = "web"
    FOREIGN = "foreign"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reading:
    """`value` is in capitals without gaps, and empty for what is nothing of ours."""

    kind: Kind
    value: str = ""


def read(text: str) -> Reading:
    """Understand a text as people type and cameras read it: "7k3f 9qxh 2mac" is a whole code, "7K3F" part of one."""
    text = text.strip()[:LONGEST_READ]
    if not text:
        return Reading(Kind.NOTHING)
    if re.match(r"(https?://|www\.)", text, re.IGNORECASE):
        return Reading(Kind.WEB)
    value = _BETWEEN.sub("", text).upper()
    if not _OURS.fullmatch(value) or len(value) > WHOLE:
        return Reading(Kind.FOREIGN)
    if len(value) == WHOLE:
        return Reading(Kind.CODE, value)
    return Reading(Kind.PART if len(value) >= LEAST else Kind.SHORT, value)


def short_code(code: str) -> str:
    """What the door list prints of a code."""
    return code[:LEAST]


def short_codes(codes: Iterable[str]) -> dict[str, str]:
    """The beginning of each code that no other of them shares, of `LEAST` characters or more: what a door list prints,
    so that a code typed in means one person."""
    listed = sorted(set(codes))
    shared = [0, *map(_shared, listed, listed[1:]), 0]
    return {
        code: code[: max(LEAST, before + 1, after + 1)]
        for code, before, after in zip(listed, shared[:-1], shared[1:], strict=True)
    }


def _shared(one: str, other: str) -> int:
    """How many characters two codes begin with alike."""
    return next((number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def as_reference(value: str) -> str:
    """A value of eight characters the way booking references are written."""
    return f"{value[:4]}-{value[4:]}"
