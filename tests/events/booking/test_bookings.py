"""Placing and cancelling: once, durable, and with everything that belongs to it."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from events import errors
from events.booking.bookings import cancel_places, place_booking
from events.booking.journal import By
from events.booking.links import derived_token, link_of
from events.booking.party import NeedGiven, Party, PersonWish
from events.choices import FOREVER, BookingState, NeedKind, PriceKind, SessionChoice
from events.models.bookings import Answer, Attendee, Booking
from events.models.needs import Need
from tests.factories.bookings import book, make_party
from tests.factories.events import NOW, STARTS_AT, make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def test_place_booking_confirms_and_writes_all_that_belongs_to_it():
    event = make_event(capacity=3)
    booking = book(event, 2, token="once")
    assert booking.state == BookingState.CONFIRMED
    assert list(booking.attendees.values_list("claimed_until", "position")) == [(FOREVER, 0), (FOREVER, 1)]
    assert list(booking.messages.values_list("kind", "to_email")) == [("confirmation", booking.email)]
    assert list(booking.audit_entries.values_list("action", "count")) == [("booking.confirmed", 2)]
    assert link_of(derived_token("once"), now=NOW).booking == booking


def test_place_booking_stores_no_secret_in_clear():
    booking = book(make_event(), token="secret form token")
    stored = str(Booking.objects.filter(pk=booking.pk).values().get()) + str(list(booking.links.values()))
    assert "secret form token" not in stored
    assert derived_token("secret form token") not in stored


def test_the_same_form_token_is_the_same_booking():
    event = make_event(capacity=1)
    party = make_party(event)
    first = place_booking(event_id=event.pk, party=party, form_token="t", now=NOW)
    again = place_booking(event_id=event.pk, party=party, form_token="t", now=NOW + dt.timedelta(hours=1))
    assert (again.pk, Booking.objects.count(), Attendee.objects.count()) == (first.pk, 1, 1)
    assert first.messages.count() == 1


def test_the_same_person_is_told_about_an_earlier_booking():
    event = make_event()
    book(event, email="Someone@Example.org")
    with pytest.raises(errors.AlreadyBooked):
        book(event, email="someone@example.ORG ")
    assert book(event, email="someone@example.org", knows_other=True).state == BookingState.CONFIRMED


def test_a_cancelled_booking_does_not_count_as_an_earlier_one():
    event = make_event()
    first = book(event, email="someone@example.org")
    cancel_places(first.pk, now=NOW, by=By.booker())
    assert book(event, email="someone@example.org").state == BookingState.CONFIRMED


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"is_live": False}, errors.NotBookable),
        ({"is_bookable": False}, errors.NotBookable),
        ({"date_state": "cancelled"}, errors.NotBookable),
        ({"date_state": "postponed"}, errors.NotBookable),
        ({"date_state": "to_be_confirmed"}, errors.NotBookable),
        ({"starts_at": None, "ends_at": None}, errors.NotBookable),
        ({"booking_opens_at": NOW + dt.timedelta(seconds=1)}, errors.SaleNotOpen),
        ({"booking_closes_at": NOW}, errors.SaleClosed),
        ({"starts_at": NOW}, errors.SaleClosed),
    ],
)
def test_place_booking_refuses_outside_the_sales_window(facts, refusal):
    event = make_event(**facts)
    with pytest.raises(refusal):
        book(event)
    assert Booking.objects.count() == 0


def test_place_booking_opens_at_the_very_instant():
    assert book(make_event(booking_opens_at=NOW)).state == BookingState.CONFIRMED


@pytest.mark.parametrize("size", [1, 4])
def test_place_booking_refuses_a_wrong_party_size(size):
    with pytest.raises(errors.WrongPartySize):
        book(make_event(min_per_booking=2, max_per_booking=3), size)


def test_place_booking_refuses_more_of_a_ticket_than_it_allows():
    with pytest.raises(errors.WrongPartySize):
        book(make_event(tickets=[{"max_per_booking": 1}]), 2)


@pytest.mark.parametrize(
    "ticket",
    [{"withdrawn": True}, {"opens_at": NOW + dt.timedelta(hours=1)}, {"closes_at": NOW}],
)
def test_place_booking_refuses_a_ticket_that_is_not_on_sale(ticket):
    with pytest.raises(errors.UnknownChoice):
        book(make_event(tickets=[ticket]))


def test_place_booking_refuses_tickets_of_another_event():
    foreign = make_ticket_type(make_event("other"))
    with pytest.raises(errors.UnknownChoice):
        book(make_event(), ticket=foreign)


@pytest.mark.parametrize("code", ["", "wrong", "SÊR"])
def test_place_booking_refuses_a_wrong_invitation_code(code):
    with pytest.raises(errors.WrongCode):
        book(make_event(invitation_code="senedd"), code=code)


def test_place_booking_takes_a_code_in_any_case():
    assert book(make_event(invitation_code="Senedd"), code=" SENEDD ").state == BookingState.CONFIRMED


def test_sessions_must_be_chosen_where_they_are_a_choice():
    event = make_event(session_choice=SessionChoice.ONE)
    one, two = make_session(event), make_session(event, hours=1)
    for wrong in ((), (one.pk, two.pk), (999_999,)):
        with pytest.raises(errors.UnknownChoice):
            book(event, sessions=wrong)
    assert list(book(event, sessions=(one.pk,)).attendees.get().sessions.all()) == [one]


def test_sessions_that_have_begun_are_not_offered_any_more():
    event = make_event(session_choice=SessionChoice.ANY)
    begun = make_session(event, starts_at=NOW)
    with pytest.raises(errors.UnknownChoice):
        book(event, sessions=(begun.pk,))


def test_approval_claims_the_place_until_the_decision_is_due():
    event = make_event(capacity=1, needs_approval=True, approval_hours=48)
    booking = book(event)
    due = NOW + dt.timedelta(hours=48)
    assert (booking.state, booking.deadline_at) == (BookingState.REQUESTED, due)
    assert booking.attendees.get().claimed_until == due
    assert booking.messages.get().kind == "requested"


def test_the_price_is_agreed_when_the_place_is_claimed():
    event = make_event(tickets=[{"price_kind": PriceKind.FIXED, "price": "20.00"}])
    attendee = book(event).attendees.get()
    event.ticket_types.update(price="30.00")
    attendee.refresh_from_db()
    assert str(attendee.price) == "20.00"


def test_answers_and_needs_are_kept_apart():
    event = make_event()
    question = make_question(event)
    person = PersonWish(
        name="Sample Person",
        ticket_type=event.ticket_types.get().pk,
        answers={question.pk: "blue"},
        needs=(NeedGiven(NeedKind.ACCESS, option="hearing_loop"), NeedGiven(NeedKind.DIET, text="no nuts")),
    )
    booking = place_booking(
        event_id=event.pk,
        party=Party(name="Sample Person", email="p@example.org", people=(person,)),
        form_token="t",
        now=NOW,
    )
    assert list(Answer.objects.values_list("value", flat=True)) == ["blue"]
    assert set(Need.objects.values_list("kind", "option", "text", "wording__version")) == {
        ("access", "hearing_loop", "", 1),
        ("diet", "", "no nuts", 1),
    }
    assert "nuts" not in str(booking.messages.values().get()) + str(list(booking.audit_entries.values()))


def supporter_party(event, supports):
    place, supporter = event.ticket_types.all()
    people = (
        PersonWish(name="Sample One", ticket_type=place.pk),
        PersonWish(name="Sample Two", ticket_type=supporter.pk, supports=supports),
    )
    return Party(name="Sample One", email="one@example.org", people=people)


@pytest.mark.parametrize("supports", [None, 1, 2, -1])
def test_a_supporter_must_belong_to_a_person_of_the_party(supports):
    event = make_event(tickets=[{}, {"is_supporter": True}])
    with pytest.raises(errors.UnknownChoice):
        place_booking(event_id=event.pk, party=supporter_party(event, supports), form_token="t", now=NOW)


def test_a_supporter_takes_one_place_and_goes_with_the_person():
    event = make_event(capacity=2, tickets=[{}, {"is_supporter": True}])
    booking = place_booking(event_id=event.pk, party=supporter_party(event, 0), form_token="t", now=NOW)
    person, supporter = booking.attendees.all()
    assert supporter.supports == person
    with pytest.raises(errors.SoldOut):
        book(event)
    cancel_places(booking.pk, attendee_ids=[person.pk], now=NOW, by=By.booker())
    assert Attendee.objects.claiming(NOW).count() == 0


def test_join_waitlist_when_full_keeps_the_party_whole():
    event = make_event(capacity=2)
    book(event, 1)
    waiting = book(event, 2, joins_waitlist=True)
    assert (waiting.state, waiting.joined_at) == (BookingState.WAITING, NOW)
    assert list(waiting.attendees.values_list("claimed_until", flat=True)) == [None, None]
    assert waiting.messages.get().kind == "waitlist_joined"
    assert book(event, 1).state == BookingState.CONFIRMED


def test_no_waitlist_where_the_event_keeps_none():
    event = make_event(capacity=1, waitlist=False)
    book(event)
    with pytest.raises(errors.SoldOut):
        book(event, joins_waitlist=True)


def test_a_party_that_could_never_fit_is_not_put_on_the_waitlist():
    with pytest.raises(errors.SoldOut):
        book(make_event(capacity=2), 3, joins_waitlist=True)


def test_cancel_places_frees_them_and_says_so():
    event = make_event(capacity=2)
    booking = cancel_places(book(event, 2).pk, now=NOW, by=By.booker())
    assert (booking.state, booking.ended_at) == (BookingState.CANCELLED, NOW)
    assert list(booking.messages.values_list("kind", flat=True)) == ["confirmation", "cancellation"]
    assert book(event, 2).state == BookingState.CONFIRMED


def test_cancel_places_twice_frees_them_once():
    event = make_event(capacity=1)
    booking = book(event)
    for _ in range(2):
        cancel_places(booking.pk, now=NOW, by=By.booker())
    assert booking.messages.filter(kind="cancellation").count() == 1
    assert booking.audit_entries.filter(action="booking.cancelled").count() == 1


def test_cancel_places_keeps_the_others():
    event = make_event(capacity=3)
    booking = book(event, 3)
    first, second, third = booking.attendees.all()
    booking = cancel_places(booking.pk, attendee_ids=[second.pk], now=NOW, by=By.booker())
    assert booking.state == BookingState.CONFIRMED
    assert set(Attendee.objects.on_lists()) == {first, third}


def test_cancel_places_refuses_people_of_another_booking():
    event = make_event()
    mine, theirs = book(event), book(event)
    with pytest.raises(errors.UnknownChoice):
        cancel_places(mine.pk, attendee_ids=[theirs.attendees.get().pk], now=NOW, by=By.booker())
    assert Attendee.objects.claiming(NOW).count() == 2


def test_cancel_places_by_the_booker_ends_at_the_deadline_but_staff_can_go_on():
    event = make_event(change_until_hours=24)
    booking = book(event)
    late = STARTS_AT - dt.timedelta(hours=24)
    with pytest.raises(errors.TooLateToChange):
        cancel_places(booking.pk, now=late, by=By.booker())
    staff = User.objects.create(username="organiser")
    cancelled = cancel_places(booking.pk, now=late, by=By.staff(staff, "asked by telephone"))
    assert cancelled.state == BookingState.CANCELLED
    entry = booking.audit_entries.get(action="booking.cancelled")
    assert (entry.user, entry.reason) == (staff, "asked by telephone")


def test_leaving_the_waitlist_promotes_nobody():
    event = make_event(capacity=1)
    book(event)
    first, second = book(event, joins_waitlist=True), book(event, joins_waitlist=True)
    cancel_places(first.pk, now=NOW, by=By.booker())
    second.refresh_from_db()
    assert second.state == BookingState.WAITING


def test_placing_a_booking_writes_before_it_counts(django_assert_max_num_queries):
    event = make_event(capacity=10)
    party = make_party(event)
    with django_assert_max_num_queries(14) as captured:
        place_booking(event_id=event.pk, party=party, form_token="t", now=NOW)
    statements = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert statements[0].startswith("UPDATE")
