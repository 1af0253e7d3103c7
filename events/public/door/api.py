"""What a door's script asks for and sends: the list, what is new in it, and scans."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, JsonResponse

from events import errors
from events.booking.journal import By
from events.checkin.codes import LONGEST_READ, Kind
from events.checkin.door import merge, undo
from events.checkin.links import LATE_SCANS, closed_since
from events.checkin.outcomes import Door, Outcome, Scan
from events.checkin.snapshot import check_ins, snapshot, state
from events.choices import Actor, DoorState
from events.models.bookings import Attendee
from events.public.door.access import door_data, gone, sent
from events.public.door.guessing import guesses_too_much, note_guess
from events.public.door.money import due_of, dues_of
from events.public.door.shown import as_json
from events.reports.disclosure import disclose

MOST_AT_ONCE = 200

LOOK_BACK = dt.timedelta(seconds=10)
"""News are told from a little earlier than asked: another process may commit what it received before."""

GUESSES = frozenset({Kind.CODE, Kind.PART})


@door_data("GET")
def whole_list(_request: HttpRequest, *, door: Door, now: dt.datetime) -> JsonResponse:
    found = snapshot(door.link, dues=dues_of(Attendee.objects.filter(event=door.link.event)), now=now)
    by = By(Actor.DOOR, door.user, door.link.name)
    people = len(found["people"])
    disclose("door.list_sent", event=door.link.event, by=by, now=now, people=people, detail={"door": door.link.pk})
    return JsonResponse(found)


@door_data("GET")
def news(request: HttpRequest, *, door: Door, now: dt.datetime) -> JsonResponse:
    """Who came in since an instant. When `revision` is another, places have changed: the list is asked for anew."""
    since = _instant(request.GET.get("since")) or now
    return JsonResponse({**state(door.link, now=now), "in": check_ins(door.link.event, since=since - LOOK_BACK)})


@door_data("POST", also_closed=True)
def scans(request: HttpRequest, *, door: Door, now: dt.datetime) -> JsonResponse:
    """Take up to 200 scans and take-backs, each with an answer; what cannot be read is answered, too.

    A closed door still hands in what it did while it was open, so that nothing is lost, and is told that it is closed.
    """
    body = sent(request)
    rows = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        return JsonResponse({"error": "scans must be a list of at most 200"}, status=400)
    closed = closed_since(door.link, now=now)
    wanted = {str(row.get("id", ""))[:64]: row for row in rows if isinstance(row, dict)}
    answers = {key: {"id": key, "state": "unreadable"} for key in wanted}
    answers |= _answers(wanted, door=door, now=now, until=closed)
    told = {"now": int(now.timestamp() * 1000), "answers": list(answers.values())}
    return JsonResponse(told | gone(door.link), status=410) if closed else JsonResponse(told)


def _answers(
    wanted: dict[str, dict[str, Any]], *, door: Door, now: dt.datetime, until: dt.datetime | None
) -> dict[str, dict[str, Any]]:
    read = [scan for scan in (_scan(row) for row in wanted.values()) if scan is not None]
    if until is not None:
        door = replace(door, closed_at=until)
        read = [scan for scan in read if scan.let_in and now <= until + LATE_SCANS]
    if any(scan.attendee is None for scan in read) and guesses_too_much(door.link):
        read = [scan for scan in read if scan.attendee is not None]
    outcomes = merge(read, door=door, now=now, due_of=due_of)
    if missed := sum(outcome.reading in GUESSES for outcome in outcomes.values()):
        note_guess(door.link, missed)
    found = {str(key): {"id": str(key), **as_json(outcome, door)} for key, outcome in outcomes.items()}
    return found | _taken_back(wanted, door=door, now=now, until=until)


def _taken_back(
    wanted: dict[str, dict[str, Any]], *, door: Door, now: dt.datetime, until: dt.datetime | None
) -> dict[str, dict[str, Any]]:
    found = {}
    for key, row in wanted.items():
        client_id, at = _uuid(row.get("undo")), _instant(row.get("at"))
        if client_id is None or at is None or (until is not None and at > until):
            continue
        try:
            check_in = undo(client_id, door=door, now=now)
        except errors.CheckInGone:
            found[key] = {"id": key, "state": "gone"}
            continue
        outcome = Outcome(DoorState.UNDONE, attendee=check_in.attendee, check_in=check_in)
        found[key] = {"id": key, **as_json(outcome, door)}
    return found


def _scan(row: dict[str, Any]) -> Scan | None:
    client_id, at = _uuid(row.get("id")), _instant(row.get("at"))
    code, attendee = row.get("code", ""), row.get("person")
    if client_id is None or at is None or "undo" in row or not isinstance(code, str):
        return None
    return Scan(
        client_id=client_id,
        at=at,
        code=code[:LONGEST_READ].replace("\x00", ""),
        attendee=_key(attendee),
        session=_key(row.get("session")),
        let_in=row.get("let_in") is True,
        unpaid=row.get("unpaid") is True,
    )


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _key(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def _instant(value: Any) -> dt.datetime | None:
    """Milliseconds since 1970, as scripts count them."""
    try:
        return dt.datetime.fromtimestamp(int(value) / 1000, tz=dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
