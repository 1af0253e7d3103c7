"""What a list of people says of each before anybody presses: who is in already, has to pay, or has no good place."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.checkin.door import expected_in, standing
from events.checkin.outcomes import Door
from events.choices import DoorState
from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from events.models.events import Session
from events.public.door.money import dues_of
from events.public.door.shown import clock, say


@dataclass(frozen=True)
class Hit:
    """One person found, what a press would come to (`words` say it, but for who can come in), and the number of that
    press."""

    person: Attendee
    state: DoorState
    words: str = ""
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)


def hits_of(people: Sequence[Attendee], door: Door, *, session: Session | None) -> list[Hit]:
    """In the order given; as many queries for one person as for thirty."""
    event, numbers = door.link.event, [person.pk for person in people]
    live = CheckIn.objects.live().filter(attendee__in=numbers, session=session)
    since = {row.attendee_id: clock(row.at, event) for row in live}
    expected = expected_in(session.pk if session else None, numbers, door)
    dues = dues_of(Attendee.objects.filter(pk__in=numbers))

    def hit(person: Attendee) -> Hit:
        if (state := standing(person)) != DoorState.OK:
            return Hit(person, state, str(state.label))
        if person.pk in since:
            return Hit(person, DoorState.ALREADY, say("is_in", time=since[person.pk]))
        if person.pk not in expected:
            return Hit(person, DoorState.OTHER_SESSION, str(DoorState.OTHER_SESSION.label))
        if person.price and person.booking_id in dues:
            return Hit(person, DoorState.TO_PAY, say("to_pay", amount=dues[person.booking_id]))
        return Hit(person, DoorState.OK)

    return [hit(person) for person in people]
