"""What a booker changes afterwards, and what must not follow a place to its next owner."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from events import errors
from events.booking import changes
from events.booking.changes import Details
from events.booking.journal import By
from events.booking.links import derived_token, link_of
from events.booking.party import NeedGiven, PersonWish
from events.choices import BookingState, MessageKind, NeedKind, PriceKind, SessionChoice
from events.models.bookings import Attendee, Booking
from events.models.names import sort_key
from events.models.needs import Need
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_question, make_session

pytestmark = pytest.mark.django_db

BOOKER = By.booker()


def wish(event, name="Sample New", **values):
    return PersonWish(name=name, ticket_type=event.ticket_types.all()[0].pk, **values)


def test_change_person_writes_what_was_given_and_leaves_the_rest():
    event = make_event()
    person = book(event).attendees.get()
    Attendee.objects.filter(pk=person.pk).update(pronouns="they/them")
    changed = changes.change_person(
        person.booking_id, attendee_id=person.pk, details=Details(name="Ŵyn ap Sample"), now=NOW, by=BOOKER
    )
    changed.refresh_from_db()
    assert (changed.name, changed.sort_name == sort_key("Ŵyn ap Sample"), changed.pronouns) == (
        "Ŵyn ap Sample",
        True,
        "they/them",
    )


def test_change_person_replaces_answers_and_needs():
    event = make_event()
    question = make_question(event)
    person = book(event).attendees.get()
    for answer, diet in (("red", "no nuts"), ("blue", "vegan")):
        details = Details(answers={question.pk: answer}, needs=(NeedGiven(NeedKind.DIET, text=diet),))
        changes.change_person(person.booking_id, attendee_id=person.pk, details=details, now=NOW, by=BOOKER)
    assert [answer.value for answer in person.answers.all()] == ["blue"]
    assert [need.text for need in person.needs.all()] == ["vegan"]
    changes.change_person(person.booking_id, attendee_id=person.pk, details=Details(needs=()), now=NOW, by=BOOKER)
    assert Need.objects.count() == 0


def test_changes_end_at_the_deadline_for_the_booker_only():
    event = make_event(change_until_hours=48)
    person = book(event).attendees.get()
    late = STARTS_AT - dt.timedelta(hours=48)
    call = {"attendee_id": person.pk, "details": Details(name="Sample Late"), "now": late}
    with pytest.raises(errors.TooLateToChange):
        changes.change_person(person.booking_id, by=BOOKER, **call)
    staff = By.staff(User.objects.create(username="organiser"))
    assert changes.change_person(person.booking_id, by=staff, **call).name == "Sample Late"


def test_changes_refuse_people_of_other_bookings():
    event = make_event()
    mine, theirs = book(event), book(event).attendees.get()
    for change in (
        lambda: changes.change_person(mine.pk, attendee_id=theirs.pk, details=Details(name="x"), now=NOW, by=BOOKER),
        lambda: changes.give_place(mine.pk, attendee_id=theirs.pk, name="x", now=NOW, by=BOOKER),
    ):
        with pytest.raises(errors.UnknownChoice):
            change()


def test_give_place_passes_nothing_private_on():
    event = make_event()
    person = book(event).attendees.get()
    details = Details(pronouns="she/her", no_photos=True, needs=(NeedGiven(NeedKind.SUPPORT, text="private"),))
    changes.change_person(person.booking_id, attendee_id=person.pk, details=details, now=NOW, by=BOOKER)
    given = changes.give_place(
        person.booking_id, attendee_id=person.pk, name="Sample Friend", email="f@example.org", now=NOW, by=BOOKER
    )
    assert (given.name, given.email, given.pronouns, given.no_photos) == ("Sample Friend", "f@example.org", "", False)
    assert given.code != person.code
    assert (Need.objects.count(), given.claimed_until) == (0, person.claimed_until)


def test_give_booking_closes_the_old_links():
    booking = book(make_event(), token="mine")
    given = changes.give_booking(booking.pk, name="Sample Friend", email="friend@example.org", now=NOW, by=BOOKER)
    with pytest.raises(errors.LinkDead):
        link_of(derived_token("mine"), now=NOW)
    assert given.messages.order_by("-pk").first().to_email == "friend@example.org"


def test_give_booking_forgets_what_the_person_before_wished():
    booking = book(make_event(), wants_news=True)
    given = changes.give_booking(booking.pk, name="Sample Friend", email="friend@example.org", now=NOW, by=BOOKER)
    assert (given.wants_news, given.language) == (False, "")


def test_give_booking_gives_one_place_with_it_and_no_mail_about_that():
    booking = book(make_event(), 2)
    first, second = booking.attendees.order_by("position")
    changes.give_booking(
        booking.pk, name="Sample Friend", email="friend@example.org", place=first.pk, now=NOW, by=BOOKER
    )
    people = booking.attendees.order_by("position")
    assert [person.name for person in people] == ["Sample Friend", second.name]
    assert people[0].code != first.code
    assert booking.messages.filter(kind=MessageKind.CHANGE).count() == 0


def test_give_booking_writes_to_those_who_wait_as_such():
    event = make_event(capacity=1)
    book(event)
    waits = book(event, joins_waitlist=True)
    changes.give_booking(waits.pk, name="Sample Friend", email="friend@example.org", now=NOW, by=BOOKER)
    kinds = list(waits.messages.order_by("pk").values_list("kind", flat=True))
    assert kinds == [MessageKind.WAITLIST_JOINED, MessageKind.PASSED_ON, MessageKind.WAITLIST_JOINED]


def test_add_people_passes_the_gate():
    event = make_event(capacity=3)
    booking = book(event, 1)
    changes.add_people(booking.pk, people=[wish(event), wish(event, "Sample Other")], now=NOW, by=BOOKER)
    assert list(booking.attendees.values_list("position", flat=True)) == [0, 1, 2]
    with pytest.raises(errors.SoldOut):
        changes.add_people(booking.pk, people=[wish(event)], now=NOW, by=BOOKER)
    assert Attendee.objects.claiming(NOW).count() == 3


def test_add_people_keeps_to_the_largest_party():
    event = make_event(max_per_booking=2)
    booking = book(event, 2)
    with pytest.raises(errors.WrongPartySize):
        changes.add_people(booking.pk, people=[wish(event)], now=NOW, by=BOOKER)


def test_add_people_to_a_waiting_party_claims_nothing_and_keeps_its_position():
    event = make_event(capacity=2)
    book(event, 2)
    waiting = book(event, joins_waitlist=True)
    grown = changes.add_people(waiting.pk, people=[wish(event)], now=NOW, by=BOOKER)
    assert (grown.state, grown.joined_at) == (BookingState.WAITING, NOW)
    assert list(grown.attendees.values_list("claimed_until", flat=True)) == [None, None]


def test_change_sessions_to_a_full_one_changes_nothing():
    event = make_event(session_choice=SessionChoice.ONE)
    mine, full = make_session(event), make_session(event, hours=1, capacity=0)
    person = book(event, sessions=(mine.pk,)).attendees.get()
    with pytest.raises(errors.SoldOut):
        changes.change_sessions(person.booking_id, attendee_id=person.pk, sessions=[full.pk], now=NOW, by=BOOKER)
    assert list(person.sessions.all()) == [mine]


def test_change_sessions_can_keep_a_full_session_that_is_mine():
    event = make_event(session_choice=SessionChoice.ANY)
    mine, more = make_session(event, capacity=1), make_session(event, hours=1)
    person = book(event, sessions=(mine.pk,)).attendees.get()
    changes.change_sessions(person.booking_id, attendee_id=person.pk, sessions=[mine.pk, more.pk], now=NOW, by=BOOKER)
    assert set(person.sessions.all()) == {mine, more}


def test_change_ticket_type_agrees_the_new_price():
    event = make_event(tickets=[{}, {"price_kind": PriceKind.FIXED, "price": "12.50"}, {"capacity": 0}])
    _, priced, full = event.ticket_types.all()
    person = book(event).attendees.get()
    call = {"attendee_id": person.pk, "now": NOW, "by": BOOKER}
    changed = changes.change_ticket_type(person.booking_id, ticket_type=priced.pk, **call)
    changed.refresh_from_db()
    assert (changed.ticket_type, str(changed.price)) == (priced, "12.50")
    with pytest.raises(errors.SoldOut):
        changes.change_ticket_type(person.booking_id, ticket_type=full.pk, **call)


def test_changes_of_an_ended_booking_are_refused():
    event = make_event()
    booking = book(event)
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.LAPSED)
    with pytest.raises(errors.TransitionRefused):
        changes.add_people(booking.pk, people=[wish(event)], now=NOW, by=BOOKER)


def test_send_again_writes_the_mail_that_fits_the_state():
    event = make_event(capacity=1)
    confirmed, waiting = book(event), book(event, joins_waitlist=True)
    for booking in (confirmed, waiting):
        changes.send_again(booking.pk, now=NOW)
    assert list(confirmed.messages.values_list("kind", flat=True)) == ["confirmation", "confirmation"]
    assert list(waiting.messages.values_list("kind", flat=True)) == ["waitlist_joined", "link"]
