"""What the site map and pictures of links leave out: events by invitation, which nobody is told of."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from events.models.events import Event
from events.pages.event import EventPage


def without_invitations(pages: Any) -> Any:
    """Hook: pages without those of events that ask for a code now, or did when they were last published."""
    closed = Event.objects.exclude(invitation_code="").values("key")
    asking = EventPage.objects.exclude(invitation_code="").values("pk")
    return pages.exclude(Q(translation_key__in=closed) | Q(pk__in=asking))
