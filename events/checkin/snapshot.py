"""The list that a door keeps on its device: names, tickets and who is in, so that it works without a network.

Codes are in it as hashes, needs as a number, and addresses not at all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from events.checkin.codes import short_code
from events.checkin.links import closes_at
from events.checkin.presence import notes_of
from events.choices import FOREVER, BookingState, SessionChoice
from events.models.bookings import Attendee, AttendeeSession
from events.models.checkins import CheckIn, DoorLink
from events.models.codes import digest
from events.models.events import Event

FIELDS = (
    "pk",
    "code",
    "name",
    "sort_name",
    "organisation",
    "ticket_type",
    "booking",
    "booking__name",
    "booking__state",
    "price",
    "speaks_welsh",
    "claimed_until",
    "cancelled_at",
)

Json = dict[str, Any]


def code_hash(event: Event, code: str) -> str:
    """What stands for a code on a device. Of another event the same code would be another hash."""
    return digest(f"{event.key} {code}")


def snapshot(link: DoorLink, *, dues: Mapping[int, str], now: dt.datetime) -> Json:
    """Everybody whom this door may meet. `dues` writes what bookings (by primary key) still owe."""
    event = link.event
    rows = list(Attendee.objects.filter(event=event).order_by("sort_name", "pk").values(*FIELDS))
    people = [row["pk"] for row in rows]
    tickets = {row.pk: row.name for row in event.ticket_types.all()}
    notes = notes_of(people)
    chosen = _sessions(event)
    return {
        **state(link, now=now),
        "key": str(event.key),
        "title": event.say("title"),
        "chooses": event.session_choice != SessionChoice.WHOLE,
        "people": [_person(row, event, tickets, notes, chosen, dues) for row in rows],
        "in": check_ins(event),
    }


def state(link: DoorLink, *, now: dt.datetime) -> Json:
    """What a device asks for again and again. `revision` changes with every booking, instants are milliseconds."""
    return {
        "now": millis(now),
        "revision": link.event.revision,
        "closes": millis(closes_at(link)),
        "zone": link.event.timezone,
    }


def check_ins(event: Event, *, since: dt.datetime | None = None) -> list[list[Any]]:
    """[person, session or null, instant or null (was taken back), door] for each, or for those that changed since."""
    rows = CheckIn.objects.filter(event=event)
    if since is None:
        rows = rows.live()
        return [_entry(row) for row in rows.order_by("pk")]
    changed = rows.filter(received_at__gte=since) | rows.filter(undone_at__gte=since)
    touched = {(row.attendee_id, row.session_id) for row in changed}
    live = rows.live().filter(attendee__in={person for person, _ in touched})
    counting = {(row.attendee_id, row.session_id): _entry(row) for row in live}
    return [counting.get(pair, [*pair, None, ""]) for pair in sorted(touched, key=str)]


def millis(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def _entry(row: CheckIn) -> list[Any]:
    return [row.attendee_id, row.session_id, millis(row.at), row.device]


def _sessions(event: Event) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    if event.session_choice != SessionChoice.WHOLE:
        rows = AttendeeSession.objects.filter(attendee__event=event).values_list("attendee", "session")
        for person, session in rows:
            found[person].append(session)
    return found


def _person(
    row: Json,
    event: Event,
    tickets: Mapping[int, str],
    notes: Mapping[int, int],
    chosen: Mapping[int, list[int]],
    dues: Mapping[int, str],
) -> Json:
    """Short names, and only what is there: the list of a large event is read on a telephone."""
    said = {
        "n": row["name"],
        "k": row["sort_name"],
        "o": row["organisation"],
        "t": tickets.get(row["ticket_type"], ""),
        "w": row["booking__name"] if row["booking__name"] != row["name"] else "",
        "s": chosen.get(row["pk"]),
        "c": row["speaks_welsh"],
        "a": notes.get(row["pk"]),
        "d": dues.get(row["booking"], "") if row["price"] else "",
        "x": _standing(row),
    }
    kept = {key: value for key, value in said.items() if value}
    return {"i": row["pk"], "h": code_hash(event, row["code"]), "p": short_code(row["code"]), **kept}


def _standing(row: Json) -> str:
    if row["claimed_until"] == FOREVER:
        return ""
    if row["cancelled_at"] is not None or row["booking__state"] == BookingState.CANCELLED:
        return "cancelled"
    return "not_confirmed"
