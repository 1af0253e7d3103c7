"""Who was told of a cancellation, a postponement or another change of an event, and who could not be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q

from events.backoffice.board import filled_in
from events.booking.event_changes import TOLD
from events.choices import DateState, MessageKind
from events.models.bookings import Booking
from events.models.events import Event
from events.models.messages import Message

NEWS = (MessageKind.EVENT_CANCELLED, MessageKind.EVENT_CHANGED)


@dataclass(frozen=True)
class News:
    """One change. The numbers count bookings: told, still on their way, and not to be delivered."""

    kind: str
    at: dt.datetime
    sent: int
    on_their_way: int
    failed: int

    @property
    def total(self) -> int:
        return self.sent + self.on_their_way + self.failed


def news_of(event: Event) -> list[News]:
    """The newest first. One query."""
    rows = (
        Message.objects.filter(event=event, kind__in=NEWS)
        .values("kind", "created_at")
        .annotate(
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            failed=Count("pk", filter=Q(failed_at__isnull=False)),
            on_their_way=Count("pk", filter=Q(sent_at=None, failed_at=None)),
        )
        .order_by("-created_at")
    )
    return [
        News(str(MessageKind(row["kind"]).label), row["created_at"], row["sent"], row["on_their_way"], row["failed"])
        for row in rows
    ]


def still_to_tell(event: Event) -> list[Booking]:
    """Live bookings that no e-mail reached about what changed last: without an address, or undeliverable.

    Empty while nothing changed. A booking made after the change knows already.
    """
    changed_at = Message.objects.filter(event=event, kind__in=NEWS).order_by("-created_at").values_list("created_at")
    newest = changed_at.first()
    if newest is None and event.date_state != DateState.CANCELLED:
        return []
    live = filled_in(event).filter(state__in=TOLD)
    unreached = Q(email="")
    if newest is not None:
        failed = Message.objects.filter(event=event, kind__in=NEWS, created_at=newest[0], failed_at__isnull=False)
        unreached = Q(email="", created_at__lte=newest[0]) | Q(pk__in=failed.values("booking"))
    return list(live.filter(unreached).order_by(F("name"), "pk"))
