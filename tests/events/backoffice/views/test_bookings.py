"""The bookings of one event, and one booking."""

import re

import pytest
from django.urls import reverse

from events.booking.party import NeedGiven, PersonWish
from events.choices import AskedOf, BookingState, NeedKind
from events.models.audit import AuditEntry
from events.models.messages import Message
from tests.events.backoffice.conftest import book_earlier, queries_of, soon
from tests.factories.events import make_event, make_question, make_ticket_type

pytestmark = pytest.mark.django_db


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def found(client, event, **query):
    return [row.name for row in client.get(reverse("desk:bookings", args=[event.pk]), query).context["object_list"]]


def page_of(client, booking):
    return client.get(reverse("desk:booking", args=[booking.event_id, booking.reference]))


def cancel(client, booking, people, **fields):
    url = reverse("desk:cancel", args=[booking.event_id, booking.reference])
    return client.post(url, {"people": [person.pk for person in people], **fields}, follow=True)


def test_the_newest_booking_is_on_top(organiser, event):
    assert found(organiser, event) == ["Wendy Waiting", "Ann Booker"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Other BOOKER", ["Other Booker"]),
        ("ann booker", ["Other Booker", "Ann Booker"]),  # each word somewhere: here in address and name
        ("ann@example", ["Other Booker", "Ann Booker"]),
        ("Sample Trust", ["Other Booker"]),
        ("Sample Guest", ["Other Booker"]),
    ],
)
def test_bookings_are_found_by_name_address_organisation_and_guest(organiser, event, text, expected):
    event.capacity = 5
    event.save()
    ticket = event.ticket_types.get().pk
    guest = PersonWish(name="Sample Guest", ticket_type=ticket)
    book_earlier(event, name="Other Booker", email="ann@example.com", organisation="Sample Trust", people=(guest,))
    assert found(organiser, event, q=text) == expected


def test_a_booking_is_found_by_its_reference(organiser, event, booking):
    assert found(organiser, event, q=booking.reference.lower()) == ["Ann Booker"]


def test_bookings_can_be_narrowed_to_a_state(organiser, event):
    assert found(organiser, event, state="waiting") == ["Wendy Waiting"]


def test_a_list_is_written_down_with_the_people_on_it(organiser, event):
    found(organiser, event)
    assert AuditEntry.objects.get(action="bookings.viewed").count == 3


def test_queries_of_the_list_do_not_grow(organiser, own):
    event, numbers = make_event(host=own, **soon()), []
    url = reverse("desk:bookings_results", args=[event.pk])
    organiser.get(url)
    for size in (1, 3, 3):
        book_earlier(event, size)
        numbers.append(queries_of(lambda: organiser.get(url)))
    assert numbers == [numbers[0]] * 3


def test_a_booking_shows_its_people_and_who_booked(organiser, booking):
    shown = words(page_of(organiser, booking))
    for person in booking.attendees.all():
        assert person.name in shown
    assert "ann@example.org" in shown
    assert (
        f'<data class="booking-reference" value="{booking.reference}">' in page_of(organiser, booking).content.decode()
    )


def test_a_booking_shows_answers_and_no_needs(organiser, own):
    event = make_event(host=own, **soon())
    own_question, shared = (
        make_question(event, label="Job"),
        make_question(event, label="Tea", asked_of=AskedOf.BOOKING),
    )
    need = NeedGiven(NeedKind.DIET, text="A secret need")
    ticket = event.ticket_types.get().pk
    person = PersonWish(name="Ann Sample", ticket_type=ticket, answers={own_question.pk: "Nurse"}, needs=(need,))
    shown = words(page_of(organiser, book_earlier(event, people=(person,), answers={shared.pk: True})))
    assert ("Job Nurse" in shown, "Tea Yes" in shown, "secret need" in shown) == (True, True, False)


def test_a_booking_shows_its_history_and_messages(organiser, booking):
    cancel(organiser, booking, booking.attendees.all()[:1], reason="Rang to say so")
    dossier = page_of(organiser, booking).context["dossier"]
    assert [(step.what, step.who, step.entry.reason) for step in dossier.history] == [
        ("Cancelled", "Staff organiser", "Rang to say so"),
        ("Confirmed", "The person who booked", ""),
    ]
    assert [(sent.kind, sent.state) for sent in dossier.messages] == [
        ("Confirmation", "On its way"),
        ("Cancellation", "On its way"),
    ]


def test_a_message_that_was_not_delivered_is_said_to_be(organiser, booking):
    Message.objects.update(failed_at=booking.created_at)
    assert "Could not be delivered" in words(page_of(organiser, booking))


def test_looking_at_a_booking_is_written_down_and_stays_out_of_its_history(organiser, booking):
    page_of(organiser, booking)
    entry = AuditEntry.objects.get(action="booking.viewed")
    assert (entry.booking, entry.count) == (booking, 2)
    assert [step.what for step in page_of(organiser, booking).context["dossier"].history] == ["Confirmed"]


def test_a_waiting_party_shows_its_position(organiser, event):
    waiting = event.bookings.get(name="Wendy Waiting")
    assert "number 1 in the queue" in words(page_of(organiser, waiting))


def test_queries_of_a_booking_do_not_grow_with_people(organiser, own):
    event = make_event(host=own, **soon())
    question = make_question(event)
    ticket = event.ticket_types.get().pk
    person = PersonWish(name="Ann Sample", ticket_type=ticket, answers={question.pk: "x"})
    small, large = (book_earlier(event, people=(person,) * size) for size in (1, 3))
    page_of(organiser, small)
    assert queries_of(lambda: page_of(organiser, small)) == queries_of(lambda: page_of(organiser, large))


def test_staff_cancel_the_people_they_tick(organiser, event, booking):
    first, second = booking.attendees.all()
    response = cancel(organiser, booking, [first], reason="Rang to say so")
    booking.refresh_from_db()
    first.refresh_from_db()
    assert (booking.state, first.claimed_until, second.cancelled_at) == (BookingState.CONFIRMED, None, None)
    assert [str(message).strip() for message in response.context["messages"]] == ["1 place was cancelled."]
    assert event.bookings.get(name="Wendy Waiting").state == BookingState.OFFERED


def test_a_supporter_who_goes_along_is_counted(organiser, own):
    event = make_event(host=own, **soon())
    helper = make_ticket_type(event, name="Supporter", is_supporter=True, sort_order=1)
    people = (
        PersonWish(name="Ann Sample", ticket_type=event.ticket_types.all()[0].pk),
        PersonWish(name="Bob Sample", ticket_type=helper.pk, supports=0),
    )
    booking = book_earlier(event, people=people)
    response = cancel(organiser, booking, booking.attendees.filter(supports=None))
    assert [str(message).strip() for message in response.context["messages"]] == ["2 places were cancelled."]


def test_cancelling_everybody_cancels_the_booking(organiser, booking):
    cancel(organiser, booking, booking.attendees.all())
    booking.refresh_from_db()
    entry = AuditEntry.objects.get(action="booking.cancelled")
    assert (booking.state, entry.count, entry.actor, entry.user.username) == (
        BookingState.CANCELLED,
        2,
        "staff",
        "organiser-of-own",
    )


def test_nobody_ticked_cancels_nobody_and_keeps_the_reason(organiser, booking):
    response = cancel(organiser, booking, [], reason="Rang to say so")
    assert "Tick the people whose places are to be cancelled." in words(response)
    assert 'value="Rang to say so"' in response.content.decode()
    assert booking.attendees.filter(cancelled_at=None).count() == 2


def test_what_has_ended_offers_nothing_to_cancel(organiser, booking):
    cancel(organiser, booking, booking.attendees.all())
    assert page_of(organiser, booking).context["form"] is None


def test_cancelling_twice_cancels_once(organiser, booking):
    people = list(booking.attendees.all())
    cancel(organiser, booking, people)
    cancel(organiser, booking, people)
    assert AuditEntry.objects.filter(action="booking.cancelled").count() == 1


def test_reading_the_address_of_cancelling_changes_nothing(organiser, booking):
    response = organiser.get(reverse("desk:cancel", args=[booking.event_id, booking.reference]))
    assert (response.status_code, booking.attendees.filter(cancelled_at=None).count()) == (405, 2)
