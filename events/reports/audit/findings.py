"""What a check reports. It names events and bookings, never people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`what` is a sentence in English for operators. `is_due` is no breach: the next `run_due` puts it right."""

    what: str
    event: str = ""
    booking: str = ""
    is_due: bool = False

    @property
    def where(self) -> str:
        return " ".join(part for part in (self.event, self.booking) if part)


Check = Callable[[dt.datetime], Iterator[Finding]]
"""One named thing that must be true at an instant; yields a finding for each place where it is not."""
