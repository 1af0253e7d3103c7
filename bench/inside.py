"""What is done within the site's own process, by `manage.py shell`: filling its database, counting its statements."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.choices import FOREVER, BookingState
from events.models.bookings import Attendee, Booking
from events.models.checkins import DoorLink
from events.models.codes import digest
from events.models.events import Event, TicketType
from events.models.people_places import EventKind
from events.pages.event import EventPage

SLUG = "coffee-and-co-production"
EVENT = f"/en/events/{SLUG}/"
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" (?:id="[^"]*" )?value="([^"]*)"')
ROOM = 40_000


def make_room(*, places: int = ROOM, claims: int = 0) -> None:
    """Leave so many places of the demo's event free, after taking `claims` more than are taken already."""
    page = EventPage.objects.get(slug=SLUG, locale__language_code="en")
    page.capacity = taken() + places + claims
    page.save_revision().publish()
    event, now = Event.objects.get(key=page.translation_key), timezone.now()
    addresses = [f"full{number}@example.org" for number in range(claims)]
    facts = {"event": event, "state": BookingState.CONFIRMED, "created_at": now, "confirmed_at": now}
    bookings = [Booking(email=address, email_key=address, **facts) for address in addresses]
    Booking.objects.bulk_create(bookings, batch_size=2_000)
    place = {"event": event, "ticket_type": event.ticket_types.all()[0], "claimed_until": FOREVER}
    people = [Attendee(booking=booking, name="Sam Sample", **place) for booking in bookings]
    Attendee.objects.bulk_create(people, batch_size=2_000)


def taken() -> int:
    """Places of the demo's event that are taken for good."""
    return Attendee.objects.filter(event__slug=SLUG).confirmed().count()


def count_event_page() -> None:
    """Print the statements of the page, drawn for the first time and shown again, and its size."""
    client = Client(SERVER_NAME="127.0.0.1")
    for name in ("first", "again"):
        answer, number = _counted(lambda: client.get(EVENT))
        print(f"event_page.statements.{name} {number} statements")
    print(f"event_page.size {len(answer.content)} bytes")


def fill_month(number: int) -> None:
    """Put so many events into March 2031: English pages with their booked events, written in bulk."""
    model = EventPage.objects.get(slug=SLUG, locale__language_code="en")
    index, first = model.get_parent(), dt.datetime(2031, 3, 1, 9, tzinfo=dt.UTC)
    kinds = list(EventKind.objects.all())
    pages, events = [], []
    for n in range(number):
        starts_at = first + dt.timedelta(hours=30 * 24 * n / number)
        slug, title = f"bench-{n}", f"Event {n}: sharing power, in turn"
        facts = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=2), "kind": kinds[n % len(kinds)]}
        facts |= {"host": model.host, "capacity": 40, "attendance": "online"}
        place = {"path": f"{index.path}{n + 5000}", "depth": model.depth}
        page = EventPage(
            title=title,
            slug=slug,
            draft_title=title,
            url_path=f"{index.url_path}{slug}/",
            locale=model.locale,
            content_type=model.content_type,
            **facts,
            **place,
        )
        pages.append(page)
        words = {"en": {"title": title, "summary": "A sample summary.", "path": f"/en/events/{slug}/"}}
        events.append(Event(key=page.translation_key, slug=slug, is_live=True, words=words, **facts))
    for page in pages:
        page.save()
    Event.objects.bulk_create(events)
    TicketType.objects.bulk_create(TicketType(event=event, words={"en": {"name": "Place"}}) for event in events)
    index.numchild += number
    index.save(update_fields=["numchild"])


def count_booking() -> None:
    """Print the statements of one booking, step by step, on a site that is warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    _steps(client, "warm")
    numbers = _steps(client, "counted")
    for name, number in numbers.items():
        print(f"booking.statements.{name} {number} statements")
    print(f"booking.statements {sum(numbers.values())} statements")


def _steps(client: Client, visitor: str) -> dict[str, int]:
    numbers = {}
    _, numbers["event"] = _counted(lambda: client.get(EVENT))
    form, numbers["form"] = _counted(lambda: client.get(f"{EVENT}book/"))
    typed = dict(HIDDEN.findall(form.content.decode())) | {"name": "Sam Sample", "email": f"{visitor}@example.org"}
    sent, numbers["post"] = _counted(lambda: client.post(f"{EVENT}book/", typed))
    result, numbers["confirmation"] = _counted(lambda: client.get(sent["Location"]))
    if "booking-reference" not in result.content.decode():
        raise SystemExit("the confirmation shows no reference")
    return numbers


def _counted(ask: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    return answer, len(seen)


def open_door() -> None:
    """Make a door for the demo's event, and print its number, its token and everybody's code as JSON."""
    event = Event.objects.get(slug=SLUG)
    token, now = "bench-door-token", timezone.now()
    link = DoorLink.objects.create(
        event=event, name="Bench", token_hash=digest(token), created_at=now, expires_at=now + dt.timedelta(days=1)
    )
    people = Attendee.objects.on_lists().filter(event=event, booking__email__startswith="full")
    print(json.dumps({"number": link.pk, "token": token, "codes": list(people.values_list("code", flat=True))}))
