"""A discount code with one use, typed by many at once at two events of one organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.utils import timezone

from events.choices import DiscountKind
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.payments import DiscountCode
from tests.factories.events import make_organisation
from tests.factories.pages import event_of, make_index, make_page
from tests.factories.payments import make_code
from tests.races.server import Answer, Browser, Site
from tests.races.storms import at_once, clean, path_of

VISITORS = 16


def two_events(root_page) -> tuple[list[Event], DiscountCode]:
    """A code that may be used at either, so that no event's lock guards it."""
    index, host = make_index(root_page), make_organisation()
    tickets = [{"price_kind": "fixed", "price": "75.00"}]
    pages = [make_page(index, slug=slug, title=slug, tickets=tickets, asks_needs=False) for slug in ("one", "two")]
    events = [event_of(page) for page in pages]
    Event.objects.update(host=host, takes_at_door=True)
    for event in events:
        event.refresh_from_db()
    return events, make_code(events[0], event=None, kind=DiscountKind.PERCENT, amount="100", limit=1)


def typing(site: Site, event: Event, number: int) -> Callable[[], Answer]:
    def attempt() -> Answer:
        browser, path = Browser(site.port), f"{path_of(event)}book/"
        form = browser.get(path).filled(name=f"Sample Person {number}", email=f"code{number}@example.org")
        return browser.post(path, {**form, "discount": "friends"})

    return attempt


def test_a_code_with_one_use_is_used_once(site: Site, root_page) -> None:
    events, code = two_events(root_page)
    site.start_web()
    answers = at_once([typing(site, events[number % 2], number) for number in range(VISITORS)])
    assert {answer.status for answer in answers} == {200}
    assert Counter("used as often as it can be" in answer.body for answer in answers) == {False: 1, True: VISITORS - 1}
    assert code.uses(timezone.now()) == 1
    assert Attendee.objects.get(discount_code=code).booking == Booking.objects.get()
    assert clean(site) == ""


def test_the_race_for_a_code_is_real(site: Site, root_page) -> None:
    """The same visitors where uses are counted before the lock is taken: somebody gets what is used up."""
    events, code = two_events(root_page)
    site.start_web("tests.races.careless_codes:application")
    at_once([typing(site, events[number % 2], number) for number in range(VISITORS)])
    assert code.uses(timezone.now()) > 1
