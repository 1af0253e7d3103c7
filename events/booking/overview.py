"""Places of many events at once, for lists: the same few queries for one event and for five hundred."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from events.booking.capacity import Places, PublicPlaces, Seats, Waiting, public_places
from events.choices import BookingState
from events.models.bookings import Attendee, AttendeeSession
from events.models.events import Event

Queue = list[Waiting]


def read_many(events: Iterable[Event], *, now: dt.datetime) -> dict[int, PublicPlaces]:
    """What the public may know of each event, by its pk. Three queries, for events with prefetched `ticket_types` and
    `sessions`."""
    by_pk = {event.pk: event for event in events}
    claims = _claims(by_pk.keys(), now=now)
    queues = _queues(by_pk.keys())
    found = {}
    for pk, event in by_pk.items():
        places = Places(event, event.ticket_types.all(), event.sessions.all(), claims[pk])
        found[pk] = public_places(places, queue=queues[pk])
    return found


def _claims(events: Iterable[int], *, now: dt.datetime) -> dict[int, Seats]:
    by_type: dict[int, dict[int, int]] = defaultdict(dict)
    by_session: dict[int, dict[int, int]] = defaultdict(dict)
    claiming = Attendee.objects.filter(event__in=list(events), claimed_until__gt=now).order_by()
    for event, ticket_type, number in claiming.values_list("event", "ticket_type").annotate(number=Count("pk")):
        by_type[event][ticket_type] = number
    chosen = AttendeeSession.objects.filter(attendee__event__in=list(events), attendee__claimed_until__gt=now)
    rows = chosen.order_by().values_list("attendee__event", "session").annotate(number=Count("pk"))
    for event, session, number in rows:
        by_session[event][session] = number
    return {event: Seats(by_type[event], by_session[event]) for event in events}


def _queues(events: Iterable[int]) -> dict[int, Queue]:
    """The waiting parties of each event, in the order in which they are served."""
    waiting = Attendee.objects.filter(event__in=list(events), booking__state=BookingState.WAITING, cancelled_at=None)
    rows = waiting.order_by("event", "-booking__priority", "booking__joined_at", "booking", "pk").values_list(
        "event", "booking", "booking__saves_places", "pk", "ticket_type", "chosen_sessions__session"
    )
    parties: dict[int, dict[tuple[int, bool], dict[int, tuple[int, list[int]]]]] = {event: {} for event in events}
    for event, booking, saves_places, attendee, ticket_type, session in rows:
        party = parties[event].setdefault((booking, saves_places), {})
        sessions = party.setdefault(attendee, (ticket_type, []))[1]
        if session is not None:
            sessions.append(session)
    return {
        event: [Waiting(pk, Seats.of(people.values()), saves) for (pk, saves), people in by_booking.items()]
        for event, by_booking in parties.items()
    }
