"""Mailings of an event."""

from __future__ import annotations

from typing import Any

from events.choices import Audience, MailingState
from events.models.events import Event
from events.models.mailings import Mailing
from tests.factories.events import NOW


def make_mailing(event: Event, **facts: Any) -> Mailing:
    """Scheduled for now, to everybody with a place, in English."""
    values: dict[str, Any] = {
        "audience": Audience.BOOKED,
        "subject_en": "News of {event}",
        "body_en": "We meet at the back door.",
        "state": MailingState.SCHEDULED,
        "send_at": NOW,
        "created_at": NOW,
    }
    return Mailing.objects.create(event=event, **(values | facts))
