"""Storms over real HTTP: several processes of the site, many visitors at once, exact results."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.utils import timezone

from events.booking.capacity import read_places
from events.choices import BookingState, SessionChoice
from events.models.bookings import Booking
from events.models.events import Event, Session, TicketType
from tests.factories.pages import change, event_of, make_index, make_page
from tests.races.server import Answer, Browser, Site
from tests.races.storms import VISITORS, at_once, booking, clean, open_event, path_of, taken


def test_two_hundred_tries_for_twenty_places(site: Site, root_page) -> None:
    event = open_event(root_page, capacity=20)
    site.start_web()
    answers = at_once([booking(site, path_of(event), n) for n in range(200)])
    assert Counter(answer.state for answer in answers) == {"confirmed": 20, "full": 180}
    assert [answer.status for answer in answers if answer.status >= 500] == []
    assert taken(event) == 20
    shown = {answer.reference for answer in answers if answer.reference}
    assert shown == set(Booking.objects.values_list("reference", flat=True))
    assert clean(site) == ""


def test_nobody_is_refused_while_places_are_free(site: Site, root_page) -> None:
    event = open_event(root_page, capacity=100)
    site.start_web()
    answers = at_once([booking(site, path_of(event), n) for n in range(100)])
    assert Counter(answer.state for answer in answers) == {"confirmed": 100}
    assert taken(event) == 100


def test_the_same_form_ten_times_in_parallel(site: Site, root_page) -> None:
    event = open_event(root_page, capacity=50)
    site.start_web()
    path = path_of(event) + "book/"
    browser = Browser(site.port)
    fields = browser.get(path).filled(name="Sample Person", email="once@example.org")

    def press() -> Answer:
        again = Browser(site.port)
        again.cookies = dict(browser.cookies)
        return again.post(path, fields)

    answers = at_once([press] * 10)
    assert {answer.state for answer in answers} == {"confirmed"}
    assert len({answer.reference for answer in answers}) == 1
    assert (taken(event), Booking.objects.count()) == (1, 1)


def booked(site: Site, event: Event, number: int, button: str = "") -> tuple[Browser, Answer]:
    browser = Browser(site.port)
    answer = browser.book(
        path_of(event), name=f"Sample Person {number}", email=f"first{number}@example.org", button=button
    )
    return browser, answer


def test_cancelled_places_go_to_the_queue_and_to_no_stranger(site: Site, root_page) -> None:
    event = open_event(root_page, capacity=10)
    site.start_web()
    holders = [booked(site, event, n) for n in range(10)]
    waiting = [booked(site, event, n, button="waitlist")[1].reference for n in range(10, 22)]
    assert Booking.objects.filter(state=BookingState.WAITING).count() == 12

    def cancelling(browser: Browser, reference: str) -> Callable[[], Answer]:
        path = f"/bookings/{reference}/cancel/"
        return lambda: browser.post(path, browser.get(path).pressed())

    cancels = [cancelling(browser, answer.reference) for browser, answer in holders]
    strangers = [booking(site, path_of(event), n) for n in range(50)]
    mixed = [tries for pair in zip(strangers[:10], cancels, strict=True) for tries in pair] + strangers[10:]
    answers = at_once(mixed)
    assert [answer.status for answer in answers if answer.status >= 500] == []
    assert Counter(answer.state for answer in answers) == {"cancelled": 10, "full": 50}
    offered = Booking.objects.filter(state=BookingState.OFFERED).values_list("reference", flat=True)
    assert set(offered) == set(waiting[:10])
    assert clean(site) == ""


def test_an_offer_taken_twice_at_once_is_one_booking(site: Site, root_page) -> None:
    event = open_event(root_page, capacity=1)
    site.start_web()
    holder, first = booked(site, event, 1)
    waiter, second = booked(site, event, 2, button="waitlist")
    path = f"/bookings/{first.reference}/cancel/"
    holder.post(path, holder.get(path).pressed())
    offer = f"/bookings/{second.reference}/offer/"
    yes = waiter.get(offer).pressed(answer="yes")

    def accept() -> Answer:
        again = Browser(site.port)
        again.cookies = dict(waiter.cookies)
        return again.post(offer, yes)

    answers = at_once([accept] * 8)
    assert {answer.state for answer in answers} == {"confirmed"}
    assert (taken(event), Booking.objects.filter(state=BookingState.CONFIRMED).count()) == (1, 1)


def test_capacity_edited_in_the_middle_of_a_storm(site: Site, root_page) -> None:
    page = make_page(make_index(root_page), asks_needs=False, capacity=5)
    event = event_of(page)
    site.start_web()
    tries = [booking(site, path_of(event), n) for n in range(120)]
    with ThreadPoolExecutor(VISITORS) as pool:
        running = [pool.submit(attempt) for attempt in tries]
        for capacity in (12, 8, 30):
            next(answer for answer in running[capacity:] if answer.result())
            change(page, capacity=capacity)
        answers = [answer.result() for answer in running]
    assert [answer.status for answer in answers if answer.status >= 500] == []
    confirmed = sum(answer.state == "confirmed" for answer in answers)
    assert taken(event) == confirmed == 30
    assert clean(site) == ""


def _book_party(
    site: Site, event: Event, number: int, size: int, ticket: TicketType, sessions: list[Session]
) -> Answer:
    """Send the form for so many people, all with this ticket and these sessions."""
    browser, path = Browser(site.port), path_of(event) + "book/"
    form = browser.get(path).filled(name="Sample Person", email=f"mixed{number}@example.org")
    fields: dict[str, str | list[str]] = {**form, "people": str(size)}
    for person in range(1, size + 1):
        fields[f"p{person}-ticket"] = str(ticket.pk)
        fields[f"p{person}-sessions"] = [str(session.pk) for session in sessions]
        fields[f"p{person}-name"] = f"Sample Person {person}"
    return browser.post(path, fields)


def test_mixed_parties_on_limits_that_overlap(site: Site, root_page) -> None:
    """Ten places, eight of each ticket, five in the workshop: whatever the order, no limit is passed, and what is free
    at the end can be booked."""
    page = make_page(
        make_index(root_page),
        asks_needs=False,
        capacity=10,
        session_choice=SessionChoice.ANY,
        tickets=[{"name": "One", "capacity": 8}, {"name": "Two", "capacity": 8}],
        sessions=[{"title": "Workshop", "capacity": 5}, {"title": "Talk"}],
    )
    event = event_of(page)
    tickets, (workshop, talk) = list(event.ticket_types.all()), list(event.sessions.all())
    site.start_web()
    chance = random.Random(10)

    sizes, choices = [1, 1, 2, 3], [[workshop], [talk], [workshop, talk]]
    wishes = [(chance.choice(sizes), chance.choice(tickets), chance.choice(choices)) for _ in range(60)]
    tries = [partial(_book_party, site, event, n, *wish) for n, wish in enumerate(wishes)]
    answers = at_once(tries)
    assert {answer.state for answer in answers} == {"confirmed", "full"}
    assert [answer.status for answer in answers if answer.status >= 500] == []
    places = read_places(event, now=timezone.now())
    assert all(places.taken[level] <= limit for level, limit in places.limits.items())
    last = 0
    while read_places(event, now=timezone.now()).left():
        places = read_places(event, now=timezone.now())
        ticket = next(row for row in tickets if places.free(("ticket_type", row.pk)))
        assert _book_party(site, event, 100 + last, 1, ticket, [talk]).state == "confirmed"
        last += 1
    assert _book_party(site, event, 100 + last, 1, tickets[0], [talk]).state == "full"
    assert taken(event) == 10
    assert clean(site) == ""


def test_control_a_gate_that_counts_before_it_locks_oversells(site: Site, root_page) -> None:
    event = open_event(root_page, capacity=20)
    site.start_web("tests.races.careless:application")
    at_once([booking(site, path_of(event), n) for n in range(120)])
    assert taken(event) > 20
