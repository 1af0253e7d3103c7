"""Who came to the events of the demo that are over: two doors, a few people who stayed away, and one conflict."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from events.checkin.door import merge
from events.checkin.links import derived_token
from events.checkin.outcomes import Door, Scan
from events.management.demo.facts import key_of
from events.models.bookings import Attendee
from events.models.checkins import DoorLink
from events.models.codes import digest
from events.models.events import Event

STAYED_AWAY_EVERY = 9
DOORS = ("Main door", "Side door")
OPENED_BEFORE = dt.timedelta(hours=1)
EACH = dt.timedelta(seconds=40)
NOTHING = Decimal(0)


def load(key: str, *, now: dt.datetime) -> None:
    """Let people in, for an event that is over. Their links are as dead as the event."""
    event = Event.objects.get(key=key_of("event", key))
    if event.starts_at is None or not event.is_over(now):
        return
    opened = event.starts_at - OPENED_BEFORE
    doors = [Door(_link(event, name, opened)) for name in DOORS]
    people = list(Attendee.objects.on_lists().filter(event=event).order_by("pk"))
    came = [person for number, person in enumerate(people, 1) if number % STAYED_AWAY_EVERY]
    begun = event.starts_at - EACH * (len(came) // 2)
    for number, door in enumerate(doors):
        scans = [_scan(person, begun + EACH * place) for place, person in list(enumerate(came))[number::2]]
        if number and came:  # the side door had no network, and let somebody in whom the main door had let in before
            scans.append(_scan(came[0], begun + EACH * 3, again=True))
        merge(scans, door=door, now=event.starts_at + OPENED_BEFORE, due_of=lambda _person: NOTHING)


def _link(event: Event, name: str, opened: dt.datetime) -> DoorLink:
    """Nobody knows the token: it is made from the site's secret key."""
    token = derived_token(f"croeso demo {event.key} {name}")
    facts = {"event": event, "name": name, "created_at": opened, "expires_at": opened}
    return DoorLink.objects.get_or_create(token_hash=digest(token), defaults=facts)[0]


def _scan(person: Attendee, at: dt.datetime, *, again: bool = False) -> Scan:
    said = f"croeso demo check-in {person.code} {again}"
    return Scan(client_id=uuid.uuid5(uuid.NAMESPACE_OID, said), at=at, attendee=person.pk, let_in=True)
