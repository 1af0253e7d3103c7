"""Checking people in by name and by code, without any script; taking it back; and who has access notes."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from events import errors
from events.booking.journal import By
from events.checkin.codes import Kind, read
from events.checkin.door import admit, undo
from events.checkin.lookup import LONGEST_ASKED, meant, search
from events.checkin.outcomes import Door, Outcome, Scan
from events.checkin.presence import conflicts, notes_of, recent
from events.choices import Actor, DoorState
from events.models.bookings import Attendee
from events.public.door.access import at_door
from events.public.door.guessing import guesses_too_much, note_guess
from events.public.door.hits import hits_of
from events.public.door.money import due_of
from events.public.door.scanner import frame
from events.public.door.shown import clock, notes_words, result_of
from events.public.door.words import STRANGE, found
from events.reports.disclosure import disclose


@at_door("GET")
def search_page(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:
    """By name, organisation or code. What was found is written in the log as shown."""
    context = frame(request, door)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_ASKED]
    if asked:
        people = search(asked, event_id=door.link.event_id)
        if people and request.method == "GET":
            _note_shown(door, people, now)
        context |= {
            "asked": asked,
            "hits": hits_of(people, door, session=context["session"]),
            "found": found(len(people)) % {"number": len(people)},
            "elsewhere": _is_of_another(asked, door) if not people else False,
        }
    return render(request, "events/door/search.html", context)


def _is_of_another(asked: str, door: Door) -> bool:
    """A whole code that is good, though not here: whose it is, its own door tells."""
    reading = read(asked)
    return reading.kind == Kind.CODE and bool(meant(reading, event_id=door.link.event_id))


def _note_shown(door: Door, people: list[Attendee], now: dt.datetime) -> None:
    by = By(Actor.DOOR, door.user, door.link.name)
    disclose("door.searched", event=door.link.event, by=by, now=now, people=len(people), detail={"door": door.link.pk})


@at_door("GET")
def code_page(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:  # noqa: ARG001
    return render(request, "events/door/code.html", {**frame(request, door), "client_id": uuid.uuid4()})


@at_door("POST")
def admit_page(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:
    """The result, on a page that stays until "Next person". Sending it again shows it again."""
    scan = _scan(request, now)
    if not scan.attendee and guesses_too_much(door.link):
        return _too_many(request, door)
    outcome = admit(scan, door=door, now=now, due_of=due_of)
    if outcome.state == DoorState.UNKNOWN:
        note_guess(door.link)
    if outcome.state == DoorState.UNKNOWN and outcome.reading in (Kind.SHORT, Kind.NOTHING, Kind.PART):
        return _ask_again(request, door, scan, outcome)
    return _result(request, door, outcome)


def _scan(request: HttpRequest, now: dt.datetime) -> Scan:
    """Every form has a number of its own: a double press is one check-in."""
    typed = request.POST
    try:
        client_id = uuid.UUID(typed.get("client_id", ""))
    except ValueError as strange:
        raise Http404 from strange
    return Scan(
        client_id=client_id,
        at=now,
        code=typed.get("code", "").replace("\x00", ""),
        attendee=_number(typed.get("attendee", "")),
        session=_number(typed.get("session", "")),
        unpaid="unpaid" in typed,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _result(request: HttpRequest, door: Door, outcome: Outcome) -> HttpResponse:
    context = {
        **frame(request, door),
        "result": result_of(outcome, door),
        "outcome": outcome,
        "next_id": uuid.uuid4(),
    }
    return render(request, "events/door/result.html", context)


def _ask_again(request: HttpRequest, door: Door, scan: Scan, outcome: Outcome) -> HttpResponse:
    """What was typed stays in its box, with what to do; several people with the same beginning are shown."""
    context = frame(request, door)
    people = search(scan.code, event_id=door.link.event_id) if read(scan.code).kind == Kind.PART else []
    context |= {
        "client_id": uuid.uuid4(),
        "typed": scan.code[:LONGEST_ASKED],
        "problem": STRANGE[outcome.reading or Kind.NOTHING],
        "hits": hits_of(people, door, session=context["session"]),
    }
    return render(request, "events/door/code.html", context)


def _too_many(request: HttpRequest, door: Door) -> HttpResponse:
    return render(request, "events/door/too_many.html", frame(request, door), status=429)


@at_door("GET")
def recent_page(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:  # noqa: ARG001
    context = frame(request, door)
    event = door.link.event
    context |= {
        "recent": [(row, clock(row.at, event)) for row in recent(door.link)],
        "conflicts": [
            (row, clock(row.at, event), clock(row.earlier.at, event) if row.earlier else "") for row in conflicts(event)
        ],
    }
    return render(request, "events/door/recent.html", context)


@at_door("POST")
def undo_page(request: HttpRequest, *, door: Door, now: dt.datetime) -> HttpResponseBase:
    try:
        check_in = undo(uuid.UUID(request.POST.get("client_id", "")), door=door, now=now)
    except (ValueError, errors.CheckInGone):
        return HttpResponseRedirect(reverse("door_recent", args=[door.link.pk]))
    outcome = Outcome(DoorState.UNDONE, attendee=check_in.attendee, check_in=check_in)
    return _result(request, door, outcome)


@at_door("GET")
def notes_page(request: HttpRequest, *, door: Door, now: dt.datetime, person: int) -> HttpResponseBase:  # noqa: ARG001
    """How many access notes somebody has. What they say is read by staff with an account, at the desk."""
    shown = get_object_or_404(Attendee.objects.on_lists(), pk=person, event=door.link.event_id)
    number = notes_of([shown.pk]).get(shown.pk, 0)
    context = {
        **frame(request, door),
        "person": shown,
        "notes": notes_words(number),
        "read_url": reverse("desk:door_notes", args=[door.link.event_id, shown.pk]),
    }
    return render(request, "events/door/notes.html", context)
