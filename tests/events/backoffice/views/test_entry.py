"""Adding a booking by hand."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events.backoffice.permissions import ALLOWED, Permission
from events.choices import (
    AskedOf,
    BookingSource,
    BookingState,
    MessageKind,
    NeedKind,
    QuestionKind,
    SessionChoice,
    StaffRole,
)
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking
from events.models.events import Event
from events.models.messages import Message
from events.models.needs import Need
from tests.events.backoffice.conftest import book_earlier, client_of, member, soon
from tests.factories.events import make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(own):
    """Three places, none taken."""
    return make_event("free-event", host=own, capacity=3, **soon())


def address(event):
    return reverse("desk:add_booking", args=[event.pk])


def press(client, event, **fields):
    values = {"name": "Nia Telephone", "email": "nia@example.org", "form_token": "one form", "rows": "3"}
    return client.post(address(event), {**values, **fields}, follow=True)


def errors(response):
    form = response.context["form"]
    return [str(error) for part in (form.booker, *form.people) for found in part.errors.values() for error in found]


def entered(event):
    return event.bookings.exclude(name__in=["Ann Booker", "Wendy Waiting"])


def test_the_form_opens_with_a_token_of_its_own_and_writes_nothing(organiser, free):
    tokens = {
        re.search(r'name="form_token" value="([^"]{20,})"', organiser.get(address(free)).content.decode())[1]
        for _ in range(2)
    }
    assert (len(tokens), Booking.objects.count(), AuditEntry.objects.count()) == (2, 0, 0)


def test_a_booking_is_entered_with_its_mail_and_its_history(organiser, free):
    response = press(organiser, free, phone="0300 000 0000", organisation="Sample Trust", language="cy")
    booking = free.bookings.get()
    assert response.redirect_chain == [(reverse("desk:booking", args=[free.pk, booking.reference]), 302)]
    assert (booking.state, booking.source) == (BookingState.CONFIRMED, BookingSource.STAFF)
    assert (booking.phone, booking.organisation, booking.language) == ("0300 000 0000", "Sample Trust", "cy")
    assert [person.name for person in booking.attendees.all()] == ["Nia Telephone"]
    assert Message.objects.get().kind == MessageKind.CONFIRMATION
    entry = booking.audit_entries.get(action="booking.entered")
    assert entry.user.username == "organiser-of-own"
    call_command("audit_bookings", verbosity=0)


def test_without_an_address_nothing_is_sent(organiser, free):
    press(organiser, free, email="")
    assert (free.bookings.count(), Message.objects.count()) == (1, 0)


def test_several_people_are_entered_and_blank_rows_left_out(organiser, free):
    press(organiser, free, **{"p1-name": "Rhys Sample", "p3-name": "Efa Sample", "p3-email": "efa@example.org"})
    people = Attendee.objects.order_by("position").values_list("name", "email")
    assert list(people) == [("Rhys Sample", ""), ("Efa Sample", "efa@example.org")]


def test_pressing_twice_enters_one_booking(organiser, free):
    first, second = press(organiser, free), press(organiser, free)
    assert free.bookings.count() == 1
    assert first.redirect_chain == second.redirect_chain


def test_a_full_event_is_refused_and_everything_typed_stays(organiser, event):
    response = press(organiser, event, phone="0300 000 0000", **{"p2-name": "Rhys Sample"})
    assert errors(response) == ["This event is fully booked. Nothing was booked."]
    page = response.content.decode()
    for typed in ("Nia Telephone", "nia@example.org", "0300 000 0000", "Rhys Sample", "one form"):
        assert f'value="{typed}"' in page
    assert not entered(event).exists()


def test_who_waits_is_served_before_somebody_entered(organiser, event):
    Event.objects.filter(pk=event.pk).update(capacity=3)
    response = press(organiser, event)
    assert errors(response) == ["This event is fully booked. Nothing was booked."]


def test_beyond_the_limit_needs_a_reason(organiser, event):
    assert errors(press(organiser, event, beyond="on")) == [
        "Please say why. The reason is kept with the booking, so that others can understand it."
    ]
    press(organiser, event, beyond="on", reason="She is the speaker")
    booking = entered(event).get()
    assert (booking.over_allocated_reason, booking.over_allocated_by.username) == (
        "She is the speaker",
        "organiser-of-own",
    )
    assert "over by 1" in organiser.get(reverse("desk:event", args=[event.pk])).content.decode()
    call_command("audit_bookings", verbosity=0)


def test_a_second_booking_of_the_same_person_is_never_silent(organiser, free):
    press(organiser, free)
    response = press(organiser, free, form_token="another form")
    reference = free.bookings.get().reference
    assert errors(response) == [
        f"Nia Telephone has booked with this address already ({reference}). Tick below to enter another booking."
    ]
    assert "Enter another booking for the same person" in response.content.decode()
    press(organiser, free, form_token="another form", knows_other="on")
    assert free.bookings.count() == 2


def test_tickets_are_chosen_for_each_person(organiser, free):
    reduced = make_ticket_type(free, name="Reduced")
    full = free.ticket_types.order_by("pk")[0]
    press(organiser, free, **{"p1-ticket": full.pk, "p2-name": "Rhys Sample", "p2-ticket": reduced.pk})
    assert list(Attendee.objects.order_by("position").values_list("ticket_type", flat=True)) == [full.pk, reduced.pk]


@pytest.mark.parametrize("ticket", ["", "999999", "x", "-1"])
def test_a_ticket_of_another_event_is_refused(organiser, free, foreign_event, ticket):
    make_ticket_type(free, name="Reduced")
    response = press(organiser, free, **{"p1-ticket": ticket or foreign_event.ticket_types.get().pk})
    assert [error.startswith("Select a valid choice") for error in errors(response)] == [True]
    assert not free.bookings.exists()


def test_a_supporter_comes_with_the_person_above(organiser, free):
    full, supporter = free.ticket_types.get(), make_ticket_type(free, name="Supporter", is_supporter=True)
    press(organiser, free, **{"p1-ticket": full.pk, "p2-name": "Rhys Sample", "p2-ticket": supporter.pk})
    person, companion = Attendee.objects.order_by("position")
    assert companion.supports == person


def test_a_supporter_alone_is_refused(organiser, free):
    supporter = make_ticket_type(free, name="Supporter", is_supporter=True)
    response = press(organiser, free, **{"p1-ticket": supporter.pk})
    assert errors(response) == ["A supporter comes with the person in the row above."]


@pytest.mark.parametrize("choice", [SessionChoice.ONE, SessionChoice.ANY])
def test_sessions_are_chosen_and_counted(organiser, own, choice):
    event = make_event("with-sessions", host=own, session_choice=choice, **soon())
    session = make_session(event, title="Morning", capacity=1)
    make_session(event, title="Afternoon", hours=2)
    press(organiser, event, **{"p1-sessions": session.pk})
    assert [row.session for row in Attendee.objects.get().chosen_sessions.all()] == [session]
    refused = press(organiser, event, email="b@example.org", form_token="b", **{"p1-sessions": session.pk})
    assert errors(refused) == ["“Morning” is fully booked. Nothing was booked."]


def test_no_session_where_one_is_wanted_is_said(organiser, own):
    event = make_event("with-sessions", host=own, session_choice=SessionChoice.ANY, **soon())
    make_session(event, title="Morning")
    assert errors(press(organiser, event)) == ["Tick at least one session."]


def test_more_rows_keep_what_was_typed_and_judge_nothing(organiser, free):
    response = press(organiser, free, name="", email="not an address", more="1", **{"p2-name": "Rhys Sample"})
    form = response.context["form"]
    assert (len(form.people), form.booker["email"].value(), form.people[1]["name"].value()) == (
        8,
        "not an address",
        "Rhys Sample",
    )
    assert (errors(response), form.booker["form_token"].value()) == ([], "one form")


def test_the_form_grows_to_sixty_people_and_not_further(organiser, free):
    form = press(organiser, free, more="1", rows="59").context["form"]
    assert (len(form.people), form.can_grow) == (60, False)


@pytest.mark.parametrize("rows", ["", "0", "-5", "61", "99999999", "x", "٣", "1e9"])
def test_a_nonsensical_number_of_rows_does_no_harm(organiser, free, rows):
    press(organiser, free, rows=rows)
    assert free.bookings.count() == 1


def test_bookings_can_be_added_after_the_sale_has_closed(organiser, free):
    Event.objects.filter(pk=free.pk).update(booking_closes_at=timezone.now() - dt.timedelta(days=1))
    press(organiser, free)
    assert free.bookings.count() == 1


def test_an_event_without_tickets_says_what_to_do(organiser, own):
    event = make_event("no-tickets", host=own, tickets=[], **soon())
    for response in (organiser.get(address(event)), press(organiser, event)):
        assert "This event has no ticket to give." in response.content.decode()
    assert not event.bookings.exists()


def test_what_is_typed_is_kept_inert(organiser, free):
    press(organiser, free, name="<script>alert(1)</script>\u202e", organisation='=HYPERLINK("x")')
    booking = free.bookings.get()
    assert (booking.name, booking.organisation) == ("<script>alert(1)</script>", '=HYPERLINK("x")')
    page = organiser.get(reverse("desk:booking", args=[free.pk, booking.reference])).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": " "}, "Type the name"),
        ({"name": "x" * 10_000}, "Use at most 120 characters"),
        ({"email": "nia@"}, "Add the part after the @, for example name@example.org"),
        ({"language": "de"}, "Select a valid choice. de is not one of the available choices."),
        ({"form_token": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_in_words(organiser, free, fields, error):
    found = errors(press(organiser, free, **fields))
    assert error in found
    assert not free.bookings.exists()


def test_the_way_to_the_form_stands_on_the_events_page(organiser, event):
    assert f'href="{address(event)}"' in organiser.get(reverse("desk:event", args=[event.pk])).content.decode()


def test_a_party_larger_than_the_public_may_book_is_entered(organiser, free):
    Event.objects.filter(pk=free.pk).update(max_per_booking=1)
    book_earlier(free)
    press(organiser, free, **{"p2-name": "Rhys Sample"})
    assert free.attendees.count() == 3


def ask_questions(event):
    once = make_question(event, label="How did you hear of us?", asked_of=AskedOf.BOOKING, is_required=True)
    each = make_question(
        event, label="Lunch?", asked_of=AskedOf.ATTENDEE, kind=QuestionKind.CHOICE, choices=("Soup", "Salad")
    )
    return once, each


def test_the_events_questions_are_asked_and_kept(organiser, free):
    once, each = ask_questions(free)
    press(organiser, free, **{f"q{once.pk}": "A friend", f"p1-q{each.pk}": "1", "p2-name": "Rhys Sample"})
    answers = Answer.objects.order_by("pk").values_list("question", "attendee__name", "value")
    assert list(answers) == [(once.pk, None, "A friend"), (each.pk, "Nia Telephone", "Salad")]


def test_no_question_has_to_be_answered_by_staff(organiser, free):
    ask_questions(free)
    press(organiser, free)
    assert (free.bookings.count(), Answer.objects.count()) == (1, 0)


def test_a_question_about_another_ticket_is_not_kept(organiser, free):
    _once, each = ask_questions(free)
    other = make_ticket_type(free, name="Other")
    each.ticket_keys = [str(other.key)]
    each.save()
    for ticket in (free.ticket_types.exclude(pk=other.pk).get(), other):
        press(
            organiser,
            free,
            **{"p1-ticket": ticket.pk, f"p1-q{each.pk}": "0", "form_token": str(ticket.pk), "email": ""},
        )
    assert list(Answer.objects.values_list("attendee__ticket_type", "value")) == [(other.pk, "Soup")]


def test_an_impossible_answer_is_told_and_nothing_is_lost(organiser, free):
    _once, each = ask_questions(free)
    response = press(organiser, free, **{f"p1-q{each.pk}": "7", "phone": "0300 000 0000"})
    assert errors(response) == ["Choose an answer to “Lunch?”"]
    assert b"0300 000 0000" in response.content


def test_needs_are_written_down_with_the_wording_of_today(organiser, free):
    press(organiser, free, **{"p1-access": ["hearing_loop"], "p1-diet_text": "No nuts"})
    needs = Need.objects.order_by("pk").values_list("kind", "option", "text", "attendee__name")
    assert list(needs) == [
        (NeedKind.ACCESS, "hearing_loop", "", "Nia Telephone"),
        (NeedKind.DIET, "", "No nuts", "Nia Telephone"),
    ]


def test_who_may_not_see_needs_is_not_asked_for_them(own, free, monkeypatch):
    less = ALLOWED[StaffRole.EVENT_STAFF] - {Permission.SEE_NEEDS}
    monkeypatch.setitem(ALLOWED, StaffRole.EVENT_STAFF, less)
    client = client_of(member(own, StaffRole.EVENT_STAFF))
    assert b"p1-access" not in client.get(address(free)).content
    press(client, free, **{"p1-access": ["hearing_loop"]})
    assert (free.bookings.count(), Need.objects.count()) == (1, 0)


def test_an_event_that_does_not_ask_has_no_boxes_for_needs(organiser, free):
    Event.objects.filter(pk=free.pk).update(asks_needs=False)
    assert b"p1-access" not in organiser.get(address(free)).content


def test_a_row_with_only_an_answer_is_not_dropped(organiser, free):
    _once, each = ask_questions(free)
    press(organiser, free, **{f"p2-q{each.pk}": "0"})
    assert Attendee.objects.count() == 2


def test_asking_for_more_rows_keeps_answers_and_needs(organiser, free):
    once, each = ask_questions(free)
    typed = {f"q{once.pk}": "A friend", f"p1-q{each.pk}": "1", "p1-access_text": "A chair with arms", "more": "1"}
    page = press(organiser, free, **typed).content.decode()
    assert 'value="A friend"' in page
    assert "A chair with arms" in page
    assert re.search(rf'name="p1-q{each.pk}" value="1"[^>]* checked', page)
