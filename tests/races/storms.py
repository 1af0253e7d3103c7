"""What storms have in common: an event, visitors who come at once, and the recount afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from events.models.bookings import Attendee
from events.models.events import Event
from home.models import HomePage
from tests.factories.pages import event_of, make_index, make_page
from tests.races.server import Answer, Browser, Site

Result = TypeVar("Result")

VISITORS = 16


def at_once(tries: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run all tries, sixteen at a time, and return their answers in the same order."""
    with ThreadPoolExecutor(VISITORS) as pool:
        return list(pool.map(lambda attempt: attempt(), tries))


def booking(site: Site, path: str, number: int) -> Callable[[], Answer]:
    def attempt() -> Answer:
        return Browser(site.port).book(path, name=f"Sample Person {number}", email=f"storm{number}@example.org")

    return attempt


def open_event(home: HomePage, **facts: Any) -> Event:
    """An event that asks for a name and an address, published below the front page."""
    return event_of(make_page(make_index(home), asks_needs=False, **facts))


def path_of(event: Event) -> str:
    return str(event.words["en"]["path"])


def taken(event: Event) -> int:
    return Attendee.objects.filter(event=event, claimed_until__isnull=False).count()


def clean(site: Site) -> str:
    done = site.manage("audit_bookings")
    return done.stdout + done.stderr if done.returncode else ""
