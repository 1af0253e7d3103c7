"""Bookings in every state, made on the running site's own database: `python -m tests.journeys.making` prints as JSON
where each of them is seen, which links open them, and the pages of what can go wrong."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import django
from django.utils import timezone, translation

from tests.journeys.states import KINDS

NOW = timezone.now()
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def make() -> dict[str, Any]:
    from django.template.loader import render_to_string

    from events.booking.links import issue_link

    bookings = {**ended(), **undecided(), **standing()}
    return {
        "bookings": {name: f"/bookings/{booking.reference}/" for name, booking in bookings.items()},
        "links": {name: f"/bookings/l/{issue_link(booking=booking, now=NOW)}/" for name, booking in bookings.items()},
        "interest": interest(),
        "holds": holds(),
        "errors": {
            language: {kind: _in(language, render_to_string, f"{kind}.html") for kind in KINDS}
            for language in ("en", "cy")
        },
    }


def _in(language: str, act: Any, *arguments: Any) -> str:
    with translation.override(language):
        return str(act(*arguments))


def event(slug: str, **facts: Any) -> Any:
    """A month from now, at a place, of a kind that has a weave of its own."""
    from events.models.people_places import EventKind, Organisation, Venue
    from tests.factories.events import make_event

    starts_at = facts.pop("starts_at", NOW + 30 * DAY)
    there = {"kind": EventKind.objects.first(), "venue": Venue.objects.first(), "host": Organisation.objects.first()}
    values = {"capacity": 9, "max_per_booking": 4, "starts_at": starts_at, "ends_at": starts_at + 3 * HOUR}
    return make_event(f"states-{slug}", **{**there, **values, **facts})


def standing() -> dict[str, Any]:
    """Confirmed, alone and as a group of which one has gone; too late to change; of an event that does not happen."""
    from events.booking.bookings import cancel_places
    from events.booking.journal import By
    from events.choices import DateState
    from tests.factories.bookings import book

    plain, off = event("plain"), event("off")
    group = book(plain, 3, now=NOW)
    cancel_places(group.pk, attendee_ids=[group.attendees.last().pk], now=NOW, by=By.booker())
    stranded = book(off, now=NOW)
    off.date_state = DateState.CANCELLED
    off.save()
    late = book(event("late", starts_at=NOW + HOUR, change_until_hours=24), now=NOW)
    return {"confirmed": book(plain, now=NOW), "group": group, "late": late, "off": stranded}


def undecided() -> dict[str, Any]:
    """Waiting in a long line, offered (twice: one is for whoever says yes), offered for too long, asked for."""
    from events.booking.bookings import cancel_places
    from events.booking.journal import By
    from tests.factories.bookings import book

    full = event("full", capacity=1)
    line = [book(full, now=NOW, joins_waitlist=True) for _ in range(12)]
    offered = {}
    for name, ago in (("offered", 0 * DAY), ("taken", 0 * DAY), ("lapsed", 5 * DAY)):
        one = event(name, capacity=1)
        first = book(one, now=NOW - ago - HOUR)
        offered[name] = book(one, now=NOW - ago - HOUR, joins_waitlist=True)
        cancel_places(first.pk, now=NOW - ago, by=By.booker())
    requested = book(event("asked", needs_approval=True), now=NOW)
    return {"waiting": line[-1], "requested": requested, **offered}


def ended() -> dict[str, Any]:
    """Cancelled, declined, turned down, and run out of time."""
    from events.booking.approvals import reject
    from events.booking.bookings import cancel_places
    from events.booking.deadlines import end_overdue
    from events.booking.holds import begin_hold
    from events.booking.journal import By
    from events.booking.waitlist import decline_offer
    from tests.factories.bookings import book

    over = event("over", capacity=1)
    cancelled, declined = book(over, now=NOW), book(over, now=NOW, joins_waitlist=True)
    cancel_places(cancelled.pk, now=NOW, by=By.booker())
    decline_offer(declined.pk, now=NOW, by=By.booker())
    rejected = book(event("no", needs_approval=True), now=NOW)
    reject(rejected.pk, now=NOW, by=By.system())
    expired = begin_hold(event_id=event("slow").pk, size=1, form_token="slow", visitor="", code="", now=NOW - DAY)
    end_overdue(NOW)
    return {"cancelled": cancelled, "declined": declined, "rejected": rejected, "expired": expired}


def holds() -> dict[str, str]:
    """{event's name: the token of its form} of places that are kept for two minutes more, were kept until yesterday
    and are still free, and have gone to others since."""
    from events.booking.deadlines import end_overdue
    from events.models.bookings import Attendee, Booking
    from tests.factories.bookings import book

    tokens = {name: hold(with_pages(event(name, capacity=1)), now=NOW - DAY) for name in ("ended", "gone", "soon")}
    soon = Booking.objects.get(event__slug="states-soon")
    soon.deadline_at = NOW + 2 * HOUR / 60
    soon.save()
    Attendee.objects.filter(booking=soon).update(claimed_until=soon.deadline_at)
    end_overdue(NOW)
    book(Booking.objects.get(event__slug="states-gone").event, now=NOW)
    return tokens


def hold(bookable: Any, *, now: dt.datetime) -> str:
    from events.booking.holds import begin_hold
    from events.public import form_tokens

    token = form_tokens.new_token(bookable)
    secret = form_tokens.secret_of(token, event=bookable) or ""
    begin_hold(event_id=bookable.pk, size=1, form_token=secret, visitor="", code="", now=now)
    return token


def with_pages(bookable: Any) -> Any:
    """The form finds an event by the address of its page in each language."""
    from wagtail.models import Page

    from home.models import ContentPage

    for slug in ("events", "digwyddiadau"):
        parent = Page.objects.get(slug=slug, depth=3)
        page = ContentPage(title="States", slug=bookable.slug, translation_key=bookable.key, locale=parent.locale)
        parent.add_child(instance=page)
    return bookable


def interest() -> str:
    from events.booking.links import keep_interest_link
    from tests.factories.messages import make_interest

    return f"/bookings/interest/{keep_interest_link(make_interest(event('interest'), registered_at=NOW))}/"


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))  # noqa: T201  (its only purpose)
