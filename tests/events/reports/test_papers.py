"""What is printed, for whom, and what is written down about it. How it looks is the documents' own business."""

import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from pypdf import PdfReader

from events import errors
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.party import NeedGiven, PersonWish
from events.checkin.codes import Kind, read
from events.choices import FOREVER, BookingState, NeedKind
from events.models.audit import AuditEntry
from events.models.bookings import Attendee
from events.reports.papers import (
    BadgeChoice,
    Printing,
    make_access_sheet,
    make_attendee_list,
    make_badges,
    make_door_list,
    make_kitchen_sheet,
    make_sign_in_sheet,
    without_badge,
)
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(host=make_organisation())


@pytest.fixture
def printing():
    user = User.objects.create(username="staff")
    return Printing(by=By.staff(user), name="Staff Sample", now=NOW, language="en")


def text_of(paper):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.body)).pages)


def entries():
    return [(entry.action, entry.count, entry.user.username) for entry in AuditEntry.objects.exclude(user=None)]


def test_the_attendee_list_names_everybody_and_who_printed_it(event, printing):
    booking = book(event, 2)
    paper = make_attendee_list(event, printing=printing).hand_out()
    text = text_of(paper)
    assert (paper.name, paper.people) == ("sample-event-attendees.pdf", 2)
    assert booking.reference in text
    assert "Staff Sample" in text


def test_the_sign_in_sheet_has_names_and_no_addresses(event, printing):
    booking = book(event)
    paper = make_sign_in_sheet(event, printing=printing).hand_out()
    text = text_of(paper)
    assert (paper.name, paper.people) == ("sample-event-sign-in.pdf", 1)
    assert booking.name in text
    assert booking.email not in text
    assert booking.reference not in text


def test_every_print_is_written_down_with_who_and_how_many(event, printing):
    book(event, 3)
    make_attendee_list(event, printing=printing).hand_out()
    make_sign_in_sheet(event, printing=printing).hand_out()
    make_badges(event, choice=BadgeChoice(), printing=printing).hand_out()
    assert sorted(entries()) == [
        ("badges.printed", 3, "staff"),
        ("list.printed", 3, "staff"),
        ("sign_in.printed", 3, "staff"),
    ]


def test_the_door_list_has_codes_that_the_door_understands(event, printing):
    person = book(event, organisation="Cyngor").attendees.get()
    text = text_of(make_door_list(event, printing=printing).hand_out())
    assert person.code[:4] in text
    assert person.booking.email not in text
    assert read(person.code[:4]).kind == Kind.PART
    assert entries()[0] == ("door_list.printed", 1, "staff")


@pytest.mark.parametrize(("currency", "sum_to_pay"), [("GBP", "£150"), ("EUR", "€150")])
def test_the_door_list_says_once_for_each_booking_what_is_to_pay(printing, settings, currency, sum_to_pay):
    settings.CURRENCY = currency
    event = make_event(host=make_organisation(), tickets=[{"price_kind": "fixed", "price": Decimal(75)}])
    booking = book(event, 2)
    booking.attendees.update(claimed_until=FOREVER, price=Decimal(75))
    booking.state, booking.confirmed_at, booking.deadline_at = BookingState.CONFIRMED, NOW, None
    booking.save()
    text = text_of(make_door_list(event, printing=printing))
    assert (text.count(f"To pay {sum_to_pay}"), text.count("See booking")) == (1, 1)


def test_the_kitchen_sheet_names_nobody_and_the_access_sheet_is_written_down(event, printing):
    needs = (NeedGiven(NeedKind.DIET, option="vegan"), NeedGiven(NeedKind.ACCESS, option="hearing_loop"))
    person = PersonWish(name="Sam Sample", ticket_type=event.ticket_types.get().pk, needs=needs)
    book(event, name="Sam Sample", people=(person,))
    kitchen = text_of(make_kitchen_sheet(event, printing=printing).hand_out())
    access = text_of(make_access_sheet(event, printing=printing).hand_out())
    assert ("Sam Sample" in kitchen, "Vegan" in kitchen, "Hearing loop" in kitchen) == (False, True, False)
    assert ("Sample, Sam" in access, "Vegan" in access, "Hearing loop" in access) == (True, False, True)
    assert sorted(entries()) == [("access.printed", 1, "staff"), ("kitchen.printed", 1, "staff")]


def test_nobody_who_said_anything_leaves_no_access_sheet(event, printing):
    book(event)
    with pytest.raises(errors.NothingToPrint):
        make_access_sheet(event, printing=printing)


def test_one_badge_is_printed_again(event, printing):
    person, other = book(event, 2).attendees.order_by("position")
    choice = BadgeChoice(person=person.pk, only_new=True)
    make_badges(event, choice=choice, printing=printing).hand_out()
    paper = make_badges(event, choice=choice, printing=printing).hand_out()
    assert (paper.people, without_badge(event)) == (1, 1)
    assert other.name.split()[-1] not in text_of(paper)


def test_the_badge_of_somebody_from_elsewhere_is_not_printed(event, printing):
    stranger = book(make_event("other", host=event.host)).attendees.get()
    with pytest.raises(errors.NothingToPrint):
        make_badges(event, choice=BadgeChoice(person=stranger.pk), printing=printing)


def test_fields_are_chosen(event, printing):
    book(event)
    plain = text_of(make_badges(event, choice=BadgeChoice(fields=()), printing=printing))
    full = text_of(make_badges(event, choice=BadgeChoice.of({"fields": ["ticket", "role"]}), printing=printing))
    assert ("Place" in plain, "Attendee" in plain) == (False, False)
    assert ("Place" in full, "Attendee" in full) == (True, True)


def test_an_entry_belongs_to_the_event_and_its_host(event, printing):
    make_attendee_list(event, printing=printing).hand_out()
    entry = AuditEntry.objects.get(action="list.printed")
    assert (entry.event, entry.organisation, entry.at) == (event, event.host, NOW)


def test_printed_badges_are_remembered(event, printing):
    book(event, 2)
    assert without_badge(event) == 2
    paper = make_badges(event, choice=BadgeChoice(), printing=printing).hand_out()
    assert (paper.people, without_badge(event)) == (2, 0)
    assert set(Attendee.objects.values_list("badge_printed_at", flat=True)) == {NOW}


def test_only_new_badges_are_of_people_who_came_since(event, printing):
    book(event, 2)
    make_badges(event, choice=BadgeChoice(), printing=printing).hand_out()
    late = book(event)
    paper = make_badges(event, choice=BadgeChoice(only_new=True), printing=printing).hand_out()
    assert paper.people == 1
    assert late.name.split()[-1] in text_of(paper)


def test_no_badge_is_made_when_everybody_has_one(event, printing):
    book(event)
    make_badges(event, choice=BadgeChoice(), printing=printing).hand_out()
    with pytest.raises(errors.NothingToPrint):
        make_badges(event, choice=BadgeChoice(only_new=True), printing=printing).hand_out()


def test_nobody_is_printed_who_gave_their_place_up(event, printing):
    cancel_places(book(event).pk, now=NOW, by=By.booker())
    with pytest.raises(errors.NothingToPrint):
        make_badges(event, choice=BadgeChoice(), printing=printing).hand_out()


@pytest.mark.parametrize(("layout", "start", "most"), [("a4-90x55", 11, 10), ("a4-90x55", 0, 10), ("a6", 5, 4)])
def test_a_label_beyond_the_sheet_is_refused_and_nobody_counts_as_printed(event, printing, layout, start, most):
    book(event)
    with pytest.raises(errors.NoSuchLabel) as refusal:
        make_badges(event, choice=BadgeChoice(layout=layout, start=start), printing=printing).hand_out()
    said = f"A sheet has labels 1 to {most}, and no label {start}. Nothing was printed."
    assert (str(refusal.value), without_badge(event)) == (said, 1)


def test_papers_are_named_in_the_language_asked_for(event, printing):
    book(event)
    in_welsh = Printing(by=printing.by, name=printing.name, now=NOW, language="cy")
    assert "Sample event (cy)" in text_of(make_attendee_list(event, printing=in_welsh).hand_out())
