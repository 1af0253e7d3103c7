"""Lost my link."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.choices import MessageKind
from events.models.messages import Message
from events.public import visitors
from tests.factories.bookings import book

pytestmark = pytest.mark.django_db

LOST = "/bookings/lost/"


def sent_links():
    return Message.objects.filter(kind=MessageKind.LINK)


def test_known_address_gets_a_link_to_each_live_booking(open_event, soon, visitor):
    bookings = [
        book(open_event(slug, **soon), email="Sam@Example.org", now=timezone.now()) for slug in ("first", "second")
    ]

    page = visitor.send(visitor.open(LOST), {"email": "sam@example.org"})

    assert "If there are bookings for this address, links to them are on their way." in page.text
    assert {message.booking for message in sent_links()} == set(bookings)


def test_unknown_address_is_answered_in_the_same_words(open_event, soon, visitor):
    book(open_event(**soon), email="sam@example.org", now=timezone.now())

    known, unknown = (visitor.send(visitor.open(LOST), {"email": f"{who}@example.org"}) for who in ("sam", "ann"))

    assert known.texts("main") == unknown.texts("main")
    assert sent_links().count() == 1


def test_asking_again_and_again_sends_one_mail(open_event, soon, visitor):
    book(open_event(**soon), email="sam@example.org", now=timezone.now())

    for _ in range(3):
        visitor.send(visitor.open(LOST), {"email": "sam@example.org"})

    assert sent_links().count() == 1


def test_bookings_of_long_ago_are_left_alone(open_event, soon, visitor):
    event = open_event(**soon)
    book(event, email="sam@example.org", now=timezone.now())
    event.starts_at = event.ends_at = timezone.now() - dt.timedelta(days=31)
    event.save()

    visitor.send(visitor.open(LOST), {"email": "sam@example.org"})

    assert sent_links().count() == 0


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("", "Type your e-mail address"),
        ("sam", "Type the whole address with its @, for example name@example.org"),
        ("sam@example", "Add the part after the @, for example name@example.org"),
    ],
)
def test_wrong_address_is_a_problem_and_kept(visitor, root_page, email, problem):
    page = visitor.send(visitor.open(LOST), {"email": email})

    assert page.problems == [problem]
    assert page.title.startswith("Error: ")
    assert page.fields()["email"] == [email]


def test_switching_the_language_keeps_what_was_typed(visitor, root_page):
    form = visitor.open(LOST)
    button = form.soup.select_one("button[name=switch]")

    page = visitor.send(form, {"email": "sam@", "switch": "cy"}, to=f"{LOST}{button['formaction']}")

    assert (page.soup.html["lang"], page.fields()["email"], page.problems) == ("cy", ["sam@"], [])


def test_machine_that_tries_addresses_is_slowed_down(visitor, root_page):
    form = visitor.open(LOST)

    cache.set("pressed-lost-127.0.0.1", visitors.LOST_LINKS - 1)

    last, slowed = (visitor.send(form, {"email": "sam@example.org"}) for _ in range(2))

    assert last.texts(".notice--good") != []
    assert slowed.texts(".notice--bad")[0].startswith("That was very often in a short time.")


def test_forged_post_sends_nothing(open_event, soon, visitor):
    book(open_event(**soon), email="sam@example.org", now=timezone.now())

    visitor.send(visitor.open(LOST), {"email": "sam@example.org", "csrfmiddlewaretoken": "x" * 64})

    assert sent_links().count() == 0
