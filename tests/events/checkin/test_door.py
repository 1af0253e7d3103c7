"""Who is let in, by one door."""

import uuid
from decimal import Decimal

import pytest

from events import errors
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.checkin.codes import Kind
from events.checkin.door import undo
from events.checkin.outcomes import Door, Outcome, Scan
from events.choices import DoorState, SessionChoice
from events.models.checkins import CheckIn
from tests.events.checkin.scans import ask, minutes, rows, scan_of, tell
from tests.factories.bookings import book
from tests.factories.checkins import make_door
from tests.factories.events import NOW, STARTS_AT, make_event, make_organisation, make_session


def test_admit_lets_a_confirmed_person_in(people, door):
    scan = scan_of(people[0])
    outcome = ask(scan, door, now=minutes(1))
    made = CheckIn.objects.get()
    assert outcome == Outcome(DoorState.OK, attendee=people[0], check_in=made)
    assert (made.client_id, made.attendee, made.session, made.door) == (scan.client_id, people[0], None, door.link)
    assert (made.at, made.received_at, made.device, made.user) == (STARTS_AT, minutes(1), "Main door", None)


def test_admit_says_who_is_in_already_and_since_when(people, door, side_door):
    first = ask(scan_of(people[0]), door)
    again = ask(scan_of(people[0], at=minutes(3)), side_door)
    assert again == Outcome(DoorState.ALREADY, attendee=people[0], check_in=first.check_in)
    assert CheckIn.objects.count() == 1


def test_admit_answers_the_same_scan_as_before(people, door):
    scan = scan_of(people[0])
    assert ask(scan, door) == ask(scan, door, now=minutes(2))
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("typed", ["{code}", "{low}", "{grouped}", "{short}", "{reference}"])
def test_admit_understands_what_is_scanned_and_typed(event, door, typed):
    person = book(event).attendees.get()
    code = person.code
    said = {"code": code, "low": code.lower(), "grouped": f"{code[:4]} {code[4:8]}-{code[8:]}", "short": code[:4]}
    text = typed.format(**said, reference=person.booking.reference)
    assert ask(Scan(client_id=uuid.uuid4(), at=STARTS_AT, code=text), door).attendee == person


def test_admit_asks_for_more_of_a_code_that_several_people_have(event, people, door):
    for person, end in zip(people, ("AAAAAAAA", "CCCCCCCC"), strict=False):
        person.code = f"7K3F{end}"
        person.save()
    outcome = ask(Scan(client_id=uuid.uuid4(), at=STARTS_AT, code="7K3F"), door)
    assert outcome == Outcome(DoorState.UNKNOWN, reading=Kind.SHORT)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("7K3F9QXH2MAC", Kind.CODE),
        ("7K3F", Kind.PART),
        ("7K", Kind.SHORT),
        ("", Kind.NOTHING),
        ("https://example.org/poster", Kind.WEB),
        ("BEGIN:VCARD", Kind.FOREIGN),
    ],
)
def test_admit_says_what_a_strange_code_is(door, text, kind):
    scan = Scan(client_id=uuid.uuid4(), at=STARTS_AT, code=text, let_in=True)
    assert ask(scan, door) == Outcome(DoorState.UNKNOWN, reading=kind)


def test_admit_names_the_other_event_of_the_same_organisation(event, door):
    other = make_event("other", host=event.host)
    person = book(other).attendees.get()
    assert ask(scan_of(person), door) == Outcome(DoorState.OTHER_EVENT, attendee=person, elsewhere=other)


@pytest.mark.parametrize("hosted", [True, False])
def test_admit_tells_nothing_of_another_organisations_people(door, hosted):
    other = make_event("other", host=make_organisation("foreign") if hosted else None)
    assert ask(scan_of(book(other).attendees.get()), door) == Outcome(DoorState.OTHER_EVENT)


def test_admit_finds_nobody_of_another_event_by_number(door):
    person = book(make_event("other")).attendees.get()
    scan = Scan(client_id=uuid.uuid4(), at=STARTS_AT, attendee=person.pk)
    assert ask(scan, door) == Outcome(DoorState.UNKNOWN)


def test_admit_refuses_a_cancelled_place(people, door):
    cancel_places(people[0].booking_id, attendee_ids=[people[0].pk], now=NOW, by=By.booker())
    assert ask(scan_of(people[0]), door).state == DoorState.CANCELLED
    assert ask(scan_of(people[1]), door).state == DoorState.OK


def test_admit_refuses_a_place_that_is_not_confirmed(event, door):
    waiting = make_event("full", capacity=1, host=event.host)
    book(waiting)
    person = book(waiting, joins_waitlist=True).attendees.get()
    assert ask(scan_of(person), Door(make_door(waiting, token="another"))).state == DoorState.NOT_CONFIRMED
    assert not CheckIn.objects.exists()


def test_admit_names_what_is_to_pay_and_lets_in_on_a_second_press(people, door):
    def due_of(person):
        return Decimal("75.00")

    first = ask(scan_of(people[0]), door, due_of=due_of)
    assert first == Outcome(DoorState.TO_PAY, attendee=people[0], due=Decimal("75.00"))
    assert not CheckIn.objects.exists()
    second = ask(scan_of(people[0], unpaid=True), door, due_of=due_of)
    assert (second.state, second.due) == (DoorState.OK, Decimal("75.00"))
    assert CheckIn.objects.get().due == Decimal("75.00")


def test_admit_counts_each_session_on_its_own(people, event, door):
    morning, afternoon = make_session(event), make_session(event, hours=2)
    for session in (None, morning.pk, afternoon.pk):
        assert ask(scan_of(people[0], session=session), door).state == DoorState.OK
    assert ask(scan_of(people[0], session=morning.pk), door).state == DoorState.ALREADY


def test_admit_knows_who_chose_a_session(event, door):
    event.session_choice = SessionChoice.ONE
    event.save()
    door.link.event.session_choice = SessionChoice.ONE
    morning, afternoon = make_session(event), make_session(event, hours=2)
    person = book(event, sessions=(morning.pk,)).attendees.get()
    assert ask(scan_of(person, session=afternoon.pk), door).state == DoorState.OTHER_SESSION
    assert ask(scan_of(person, session=morning.pk), door).state == DoorState.OK


def test_admit_takes_a_session_that_is_gone_for_the_event(people, door):
    foreign = make_session(make_event("other"))
    assert ask(scan_of(people[0], session=foreign.pk), door).state == DoorState.OK
    assert CheckIn.objects.get().session is None


def test_admit_believes_no_clock_that_runs_ahead_or_behind(people, door):
    opened = door.link.created_at
    ask(scan_of(people[0], at=minutes(60)), door, now=STARTS_AT)
    ask(scan_of(people[1], at=minutes(-600)), door, now=STARTS_AT)
    assert [at for _, at, _ in rows()] == [opened, STARTS_AT]


def test_undo_takes_back_and_lets_in_anew(people, door):
    scan = scan_of(people[0])
    ask(scan, door)
    undone = undo(scan.client_id, door=door, now=minutes(1))
    assert (undone.undone_at, undone.undone_device) == (minutes(1), "Main door")
    undo(scan.client_id, door=door, now=minutes(5))
    assert CheckIn.objects.get().undone_at == minutes(1)
    assert ask(scan, door, now=minutes(6)).state == DoorState.UNDONE
    assert ask(scan_of(people[0], at=minutes(7)), door).state == DoorState.OK


def test_undo_knows_only_this_events_check_ins(people, door):
    scan = scan_of(people[0])
    ask(scan, door)
    elsewhere = Door(make_door(make_event("other"), token="another"))
    for client_id, where in ((scan.client_id, elsewhere), (uuid.uuid4(), door)):
        with pytest.raises(errors.CheckInGone):
            undo(client_id, door=where, now=minutes(1))
    assert CheckIn.objects.get().undone_at is None


def test_cancelling_after_somebody_came_in_keeps_what_happened(people, door):
    ask(scan_of(people[0]), door)
    cancel_places(people[0].booking_id, now=minutes(10), by=By.system())
    assert ask(scan_of(people[0], at=minutes(11)), door).state == DoorState.CANCELLED
    assert tell([scan_of(people[0], at=minutes(12), let_in=True)], door) == [DoorState.CANCELLED]
    assert [state for state, *_ in rows()] == ["in", "not_booked"]


def test_admit_asks_the_database_the_same_for_any_number_of_people(people, event, door, django_assert_num_queries):
    with django_assert_num_queries(6):  # whom, begin, lock, earlier, write, commit
        ask(scan_of(people[0]), door)
    book(event, 3)
    ask(scan_of(people[1]), door)
    with django_assert_num_queries(6):
        ask(scan_of(people[2]), door)
