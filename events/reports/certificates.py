"""Who may have a certificate of attendance, what it says, and whether one that somebody holds up is true.

A certificate is no row. Its code holds the number of the place it was given for and a signature over that number, so
whoever checks it sees what is stored now, and nothing is kept for the certificate's sake.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from events.choices import Attendance, SessionChoice
from events.documents.certificates import LANGUAGES, CameTo, Certificate
from events.models.bookings import Attendee, AttendeeQuerySet, email_key
from events.models.codes import ALPHABET
from events.models.events import Event, Session
from events.models.names import sort_key
from home.dates import first_day, last_day

SIGNED = 8
"""Characters of the signature: 38 bits, for a page that can be asked a few times a second."""

SHORTEST = 4
ONE, SERIES = "event", "series"


@dataclass(frozen=True)
class Confirmed:
    """What the public page says of a true certificate. Of the name it knows initials only."""

    initials: str
    came_to: tuple[CameTo, ...]
    hosts: dict[str, str]

    @property
    def hours(self) -> Decimal:
        return sum((event.hours for event in self.came_to), Decimal(0))


def certificates_of(event: Event, *, over_series: bool) -> list[Certificate]:
    """For everybody who came, by last name; people without a name have none. Over a series each lists all events of it
    that the same e-mail address came to."""
    came = [person for person in _came(Attendee.objects.filter(event=event)) if person.name.strip()]
    return _certificates(event, came, over_series=over_series)


def certificates_for(people: Iterable[Attendee], event: Event) -> list[Certificate]:
    """For those of one booking who came."""
    pks = [person.pk for person in people]
    came = [person for person in _came(Attendee.objects.filter(pk__in=pks, event=event)) if person.name.strip()]
    return _certificates(event, came, over_series=False)


def confirm(code: str) -> Confirmed | None:
    """What is true about a code as somebody typed it, or None."""
    value = "".join(char for char in code.upper() if char in ALPHABET)[:40]
    if len(value) < SHORTEST + SIGNED or not all(char.isalnum() or char in " -–" for char in code):
        return None
    number = 0
    for char in value[:-SIGNED]:
        number = number * len(ALPHABET) + ALPHABET.index(char)
    kind = next((kind for kind in (ONE, SERIES) if value in _codes(kind, number)), None)
    person = next(iter(_came(Attendee.objects.filter(pk=number))), None) if kind else None
    if person is None:
        return None
    (certificate,) = _certificates(person.event, [person], over_series=kind == SERIES)
    return Confirmed(_initials(person.name), certificate.came_to, certificate.hosts)


def hours_of(person: Attendee, sessions: Iterable[Session]) -> Decimal:
    """The event's hours; where its sessions have hours, those of the sessions that somebody was let in to, else of
    those they chose, else of all."""
    counted = {session.pk: session.learning_hours for session in sessions if session.learning_hours}
    if not counted:
        return person.event.learning_hours or Decimal(0)
    let_in = {each.session_id for each in person.check_ins.all() if each.counts and each.session_id}
    if let_in:
        chosen: set[int] = {pk for pk in let_in if pk is not None}
    elif person.event.session_choice != SessionChoice.WHOLE:
        chosen = {each.session_id for each in person.chosen_sessions.all()}
    else:
        chosen = set(counted)
    return sum((hours for pk, hours in counted.items() if pk in chosen), Decimal(0))


def _came(people: AttendeeQuerySet) -> list[Attendee]:
    related = ("booking", "event__kind", "event__host", "event__venue")
    found = people.attended().select_related(*related).prefetch_related("check_ins", "chosen_sessions")
    return sorted(found, key=lambda person: (sort_key(person.name), person.pk))


def _certificates(event: Event, people: list[Attendee], *, over_series: bool) -> list[Certificate]:
    places = {person.pk: [person] for person in people}
    if over_series and event.series:
        everywhere = Attendee.objects.filter(event__series=event.series, event__host=event.host)
        by_address: defaultdict[str, list[Attendee]] = defaultdict(list)
        for other in sorted(_came(everywhere), key=lambda each: (str(each.event.starts_at or ""), each.event_id)):
            by_address[_address(other)].append(other)
        for person in people:
            same = by_address[_address(person)] if _address(person) else [person]
            places[person.pk] = list({each.event_id: each for each in [*same, person]}.values())
    events = {place.event_id for found in places.values() for place in found}
    sessions: defaultdict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(event__in=events):
        sessions[session.event_id].append(session)
    kind = SERIES if over_series and event.series else ONE
    return [
        Certificate(
            name=person.name,
            came_to=tuple(_came_to(place, sessions[place.event_id]) for place in places[person.pk]),
            hosts={each: event.host.in_language("name", each) for each in LANGUAGES} if event.host else {},
            code=_codes(kind, person.pk)[0],
            check_at=f"{settings.SITE_URL.partition('://')[2]}/certificates/",
            slug=event.slug,
            threads=event.kind.threads if event.kind else "",
        )
        for person in people
    ]


def _came_to(place: Attendee, sessions: list[Session]) -> CameTo:
    event = place.event
    check_ins = [each.at for each in place.check_ins.all() if each.counts]
    starts_at = event.starts_at or min(check_ins)
    venue = event.venue if event.attendance != Attendance.ONLINE else None
    return CameTo(
        titles={each: event.say("title", each) for each in LANGUAGES},
        kinds={each: event.kind.in_language("name", each) for each in LANGUAGES} if event.kind else {},
        places={each: venue.in_language("town", each) for each in LANGUAGES} if venue else {},
        first=first_day(starts_at, event.zone),
        last=last_day(starts_at, event.ends_at, event.zone),
        hours=hours_of(place, sessions),
    )


def _address(person: Attendee) -> str:
    """One's own, or for the first person of a booking the booker's. A guest without one is nobody else."""
    return email_key(person.email or (person.booking.email if person.position == 0 else ""))


def _codes(kind: str, number: int) -> list[str]:
    """The code under the present key, then under earlier ones: a certificate outlives a change of the key."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return [_written(number, least=SHORTEST) + _signature(key, kind, number) for key in keys]


def _signature(key: str, kind: str, number: int) -> str:
    digest = hmac.new(key.encode(), f"certificate {kind} {number}".encode(), hashlib.sha256).digest()
    return _written(int.from_bytes(digest, "big") % len(ALPHABET) ** SIGNED, least=SIGNED)


def _written(number: int, *, least: int) -> str:
    letters = ""
    while number or len(letters) < least:
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split() if word)
