"""How much of a price comes back to somebody who cancels: all until n days before, part until m, then nothing. Pure.

The policy is written on the booking as it was shown. If the event has moved since, whichever start gives the person
more time counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from events.models.bookings import Booking
from events.models.events import Event

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class RefundPolicy:
    """Days before the start until which all, or `part_percent`, comes back. None is never; `starts_at` is ISO."""

    full_days: int | None = None
    part_days: int | None = None
    part_percent: int = 0
    starts_at: str = ""

    @classmethod
    def of(cls, event: Event) -> RefundPolicy:
        return cls(
            full_days=event.refund_full_days,
            part_days=event.refund_part_days,
            part_percent=event.refund_part_percent,
            starts_at=event.starts_at.isoformat() if event.starts_at else "",
        )

    @classmethod
    def agreed(cls, booking: Booking) -> RefundPolicy:
        """The policy of a booking; of its event as it stands, where none was written down."""
        return cls(**booking.refund_policy) if booking.refund_policy else cls.of(booking.event)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def full_until(self, event: Event) -> dt.datetime | None:
        """The last instant at which all comes back; None when that never was, or the event has no date."""
        return self._until(event, self.full_days)

    def part_until(self, event: Event) -> dt.datetime | None:
        return self._until(event, self.part_days) if self.part_percent else None

    def _until(self, event: Event, days: int | None) -> dt.datetime | None:
        then = dt.datetime.fromisoformat(self.starts_at) if self.starts_at else None
        starts = [start for start in (then, event.starts_at) if start]
        return max(starts) - dt.timedelta(days=days) if starts and days is not None else None

    def share(self, event: Event, *, now: dt.datetime) -> Decimal:
        """From 0 to 1. Without a date nobody knows how late it is, and all comes back."""
        if event.starts_at is None and not self.starts_at:
            return Decimal(1)
        full, part = self.full_until(event), self.part_until(event)
        if full is not None and now <= full:
            return Decimal(1)
        return Decimal(self.part_percent) / 100 if part is not None and now <= part else Decimal(0)


def back_of(price: Decimal | None, share: Decimal) -> Decimal:
    """What comes back of one place, to the penny and never more than its price."""
    return ((price or Decimal(0)) * share).quantize(PENNY, ROUND_DOWN)
