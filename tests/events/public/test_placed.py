"""The browser that draws the form anew and sends it once more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.models.bookings import Booking

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/book/"
SAM = {"name": "Sam Sample", "email": "sam@example.org"}
AGAIN = ["Send me the link again", "Book anyway"]


@pytest.fixture
def first(open_event, visitor, soon):
    """The booking that this visitor made."""
    open_event(max_per_booking=4, **soon)
    visitor.send(visitor.open(FORM), SAM)
    return Booking.objects.get()


def test_placed_before_leads_the_same_people_to_the_same_booking(first, visitor):
    page = visitor.send(visitor.open(FORM), {"name": " Sam  Sample ", "email": "SAM@example.org"})

    assert (page.state, page.reference) == ("confirmed", first.reference)
    assert page.path == f"/bookings/{first.reference}/placed/"
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"name": "Ann Sample"}, {"name": "Ann Sample", "absent": "on", "p1-name": "Sam Sample"}]
)
def test_placed_before_asks_whoever_books_for_other_people(first, visitor, typed):
    page = visitor.send(visitor.open(FORM), {**SAM, **typed})

    assert page.texts(".notice button") == AGAIN


def test_placed_before_asks_whoever_books_for_more_people(first, visitor):
    group = visitor.send(visitor.open(FORM), {**SAM, "add": "1"})

    page = visitor.send(group, {"p2-name": "Ann Sample"})

    assert page.texts(".notice button") == AGAIN


def test_placed_before_tells_other_browsers_nothing(first, visitor):
    form = visitor.open(FORM)
    del visitor.client.cookies["placed"]

    page = visitor.send(form, SAM)

    assert page.texts(".notice button") == AGAIN
    assert first.reference not in page.text


def test_placed_before_takes_no_forged_cookie(first, visitor):
    visitor.client.cookies["placed"] = first.form_token_hash

    assert visitor.send(visitor.open(FORM), SAM).texts(".notice button") == AGAIN


def test_placed_before_lets_those_book_again_who_cancelled(first, visitor):
    cancel_places(first.pk, now=timezone.now(), by=By.booker())

    page = visitor.send(visitor.open(FORM), SAM)

    assert page.state == "confirmed"
    assert page.reference != first.reference
