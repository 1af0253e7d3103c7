"""Giving a place to somebody else, and adding one more person."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.booking.changes import replace_needs
from events.booking.links import issue_link
from events.booking.party import NeedGiven
from events.choices import LinkPurpose, NeedKind
from events.models.needs import Need
from tests.factories.bookings import book
from tests.factories.events import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(open_event, soon):
    return open_event(capacity=3, **soon)


@pytest.fixture
def booking(event):
    return book(event, 2, now=timezone.now())


def let_in(visitor, booking, purpose=LinkPurpose.MANAGE):
    visitor.client.get(f"/bookings/l/{issue_link(booking=booking, now=timezone.now(), purpose=purpose)}/")


def open_page(visitor, booking, name="change", query=""):
    let_in(visitor, booking)
    return visitor.open(f"/bookings/{booking.reference}/{name}/{query}")


def people(booking):
    return list(booking.attendees.order_by("position", "pk"))


def give_needs(person, needs):
    replace_needs(person, needs, now=timezone.now())


def names(booking):
    return [person.name for person in people(booking)]


# somebody else comes


def test_place_passes_to_somebody_else_without_anything_private(booking, visitor):
    person = people(booking)[0]
    give_needs(person, (NeedGiven(NeedKind.DIET, option="vegan"),))
    form = open_page(visitor, booking, "give", f"?place={person.pk}")

    page = visitor.send(form, {"name": "New Sample", "email": "new@example.org"})

    now = people(booking)[0]
    assert "What does not pass on" in form.texts("h2")
    assert page.texts(".notice--good") == ["Saved. The place has a new name, and the old ticket no longer works."]
    assert (now.name, now.email, Need.objects.count()) == ("New Sample", "new@example.org", 0)
    assert now.code != person.code


def test_giving_twice_keeps_the_new_ticket(booking, visitor):
    form = open_page(visitor, booking, "give", f"?place={people(booking)[0].pk}")
    visitor.send(form, {"name": "New Sample"})
    code = people(booking)[0].code

    pages = [visitor.send(form, {"name": name}) for name in ("New Sample", "Third Sample")]

    assert [page.path.endswith("/give/") for page in pages] == [False, True]
    assert pages[1].texts(".notice--bad h2")[0].startswith("This booking has changed in the meantime")
    assert people(booking)[0].code == code


def test_giving_needs_a_name(booking, visitor):
    page = visitor.send(open_page(visitor, booking, "give", f"?place={people(booking)[0].pk}"), {"email": "x@"})

    assert page.problems == [
        "Type the name of this person",
        "Add the part after the @, for example name@example.org",
    ]
    assert page.fields()["email"] == ["x@"]


@pytest.mark.parametrize("place", ["", "0", "-1", "999999999999999999999999", "x" * 10_000, "\x00"])
def test_giving_nobodys_place_leads_back(booking, visitor, place):
    form = open_page(visitor, booking, "give", f"?place={people(booking)[0].pk}")

    page = visitor.send(form, {"place": place, "name": "Thief"})

    assert (page.path, "Thief" in names(booking)) == (f"/bookings/{booking.reference}/", False)


# one more person


def test_added_person_gets_a_place(booking, visitor):
    page = visitor.send(open_page(visitor, booking, "add"), {"p1-name": "Third Sample"})

    assert page.texts(".notice--good") == ["Saved. One more person is on your booking."]
    assert names(booking)[2] == "Third Sample"
    assert booking.attendees.confirmed().count() == 3


def test_full_event_adds_nobody_and_loses_nothing(booking, visitor):
    book(booking.event, now=timezone.now())

    page = visitor.send(open_page(visitor, booking, "add"), {"p1-name": "Third Sample"})

    assert page.state == "full"
    assert page.texts(".notice--bad h2") == ["This event is fully booked. Nothing was booked."]
    assert page.fields()["p1-name"] == ["Third Sample"]
    assert len(names(booking)) == 2


def test_form_sent_twice_adds_one_person(booking, visitor):
    form = open_page(visitor, booking, "add")

    pages = [visitor.send(form, {"p1-name": "Third Sample"}) for _ in range(2)]

    assert [page.path.endswith("/add/") for page in pages] == [False, True]
    assert len(names(booking)) == 3


def test_largest_party_is_told_whom_to_ask(open_event, soon, visitor):
    host = make_organisation(email="host@example.org")
    booking = book(open_event(max_per_booking=2, host=host, **soon), 2, now=timezone.now())

    page = open_page(visitor, booking, "add")

    assert page.soup.select("main form") == []
    assert page.link("host@example.org") == "mailto:host@example.org"


def test_party_that_waits_grows_and_keeps_waiting(open_event, soon, visitor):
    event = open_event(capacity=4, **soon)
    book(event, 4, now=timezone.now())
    waiting = book(event, joins_waitlist=True, now=timezone.now())

    page = visitor.send(open_page(visitor, waiting, "add"), {"p1-name": "Second Sample"})

    assert (page.state, len(names(waiting))) == ("waiting", 2)
