"""Who may have a certificate, what it counts, and what its code confirms."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from events.choices import SessionChoice
from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from events.reports.certificates import certificates_for, certificates_of, confirm
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_organisation, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(host=make_organisation(), learning_hours=Decimal(5), series="talks")


def let_in(person, *, session=None, **facts):
    return CheckIn.objects.create(
        event=person.event, attendee=person, session=session, at=STARTS_AT, received_at=STARTS_AT, **facts
    )


def came(event, name="Sam Sample", email="sam@example.org", **wishes):
    person = book(event, name=name, email=email, **wishes).attendees.get()
    Attendee.objects.filter(pk=person.pk).update(name=name)
    person.refresh_from_db()
    let_in(person)
    return person


def test_only_those_who_came_have_one(event):
    came(event)
    book(event)
    undone = book(event).attendees.get()
    let_in(undone, undone_at=STARTS_AT)
    assert [certificate.name for certificate in certificates_of(event, over_series=False)] == ["Sam Sample"]


def test_a_guest_without_a_name_has_none(event):
    came(event, name=" ")
    assert certificates_of(event, over_series=False) == []


def test_hours_are_the_events(event):
    came(event)
    assert certificates_of(event, over_series=False)[0].hours == 5


def test_hours_of_sessions_are_those_somebody_was_let_in_to(event):
    _one, two = (make_session(event, title=title, learning_hours=Decimal(2)) for title in ("One", "Two"))
    make_session(event, title="Lunch")
    person = came(event)
    assert certificates_of(event, over_series=False)[0].hours == 4, "let in at the main door, to all of them"
    let_in(person, session=two)
    assert certificates_of(event, over_series=False)[0].hours == 2


def test_hours_of_chosen_sessions_count_where_people_choose(event):
    event.session_choice = SessionChoice.ANY
    event.save()
    one, _two = (make_session(event, title=title, learning_hours=Decimal("1.5")) for title in ("One", "Two"))
    came(event, sessions=(one.pk,))
    assert certificates_of(event, over_series=False)[0].hours == Decimal("1.5")


def test_a_series_adds_up_what_the_same_address_came_to(event):
    week = dt.timedelta(days=7)
    later = make_event(
        "later",
        host=event.host,
        series="talks",
        learning_hours=Decimal("2.5"),
        starts_at=STARTS_AT + week,
        ends_at=STARTS_AT + week + dt.timedelta(hours=3),
    )
    came(event)
    came(later, email="SAM@example.org ")
    came(later, name="Jo Person", email="jo@example.org")
    foreign = make_event("foreign", host=make_organisation("foreign"), series="talks", learning_hours=Decimal(9))
    came(foreign)
    found = {one.name: (len(one.came_to), one.hours) for one in certificates_of(later, over_series=True)}
    assert found == {"Sam Sample": (2, Decimal("7.5")), "Jo Person": (1, Decimal("2.5"))}


def test_a_series_is_not_added_up_for_guests_of_one_address(event):
    """A guest without an address of their own is nobody's other booking."""
    booking = book(event, 2, email="sam@example.org")
    for person in booking.attendees.all():
        let_in(person)
    assert [len(one.came_to) for one in certificates_of(event, over_series=True)] == [1, 1]


def test_a_booking_gets_only_its_own(event):
    came(event)
    other = came(event, name="Jo Person", email="jo@example.org")
    found = certificates_for(other.booking.attendees.all(), event)
    assert [certificate.name for certificate in found] == ["Jo Person"]


def test_a_code_confirms_initials_events_and_hours_and_no_name(event):
    came(event, name="Llŷr ap Sampl")
    code = certificates_of(event, over_series=False)[0].code
    found = confirm(f" {code[:4]}-{code[4:8].lower()} {code[8:]}")
    assert (found.initials, found.hours, len(found.came_to)) == ("L. a. S.", Decimal(5), 1)
    assert "Llŷr" not in repr(found)


def test_codes_of_one_event_and_of_the_series_differ(event):
    came(event)
    one, series = (certificates_of(event, over_series=over)[0].code for over in (False, True))
    assert one != series
    assert confirm(series) is not None


@pytest.mark.parametrize(
    "change", [lambda code: code[:-1] + ("A" if code[-1] != "A" else "C"), lambda code: "C" + code]
)
def test_a_code_that_was_made_up_confirms_nothing(event, change):
    came(event)
    assert confirm(change(certificates_of(event, over_series=False)[0].code)) is None


@pytest.mark.parametrize("text", ["", "x", "0000-0000-0000", "https://example.org", "A" * 400, "<script>", "ŵŷŵŷ" * 4])
def test_a_text_that_is_no_code_confirms_nothing(text, db):
    assert confirm(text) is None


def test_a_certificate_ends_with_the_check_in_it_was_given_for(event):
    person = came(event)
    code = certificates_of(event, over_series=False)[0].code
    person.check_ins.update(undone_at=NOW)
    assert confirm(code) is None


def test_a_code_outlives_a_change_of_the_key(event):
    came(event)
    with override_settings(SECRET_KEY="an earlier key of this site", SECRET_KEY_FALLBACKS=[]):
        code = certificates_of(event, over_series=False)[0].code
    assert confirm(code) is None
    with override_settings(SECRET_KEY_FALLBACKS=["an earlier key of this site"]):
        assert confirm(code) is not None


@pytest.mark.parametrize("over_series", [False, True])
def test_one_person_and_three_take_equally_many_queries(event, over_series):
    numbers = []
    for people in (1, 2):
        for number in range(people):
            came(event, name="Sam Sample", email=f"sam{people}{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            certificates_of(event, over_series=over_series)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
