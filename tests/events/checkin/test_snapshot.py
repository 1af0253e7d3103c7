import datetime as dt
import json
from decimal import Decimal

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.checkin.door import undo
from events.checkin.links import closes_at
from events.checkin.snapshot import check_ins, code_hash, millis, snapshot
from events.choices import NeedKind, SessionChoice
from events.models.needs import ConsentWording, Need
from tests.events.checkin.scans import ask, minutes, scan_of
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_session


def take(door, **dues):
    return snapshot(door.link, dues=dues.get("dues", {}), now=STARTS_AT)


def test_snapshot_holds_what_a_door_must_know(event, people, door):
    people[0].organisation, people[0].speaks_welsh, people[0].price = "Sample Trust", True, Decimal(75)
    people[0].save()
    cancel_places(people[2].booking_id, attendee_ids=[people[2].pk], now=NOW, by=By.booker())
    ask(scan_of(people[1], at=minutes(1)), door)
    found = take(door, dues={people[0].booking_id: "£75"})
    event.refresh_from_db()
    assert {key: found[key] for key in ("now", "closes", "zone", "title", "chooses")} == {
        "now": millis(STARTS_AT),
        "closes": millis(closes_at(door.link)),
        "zone": "Europe/London",
        "title": "Sample event",
        "chooses": False,
    }
    person = found["people"][0]
    assert person == {
        "i": people[0].pk,
        "h": code_hash(event, people[0].code),
        "p": people[0].code[:4],
        "n": people[0].name,
        "k": people[0].sort_name,
        "o": "Sample Trust",
        "t": "Place",
        "c": True,
        "d": "£75",
    }
    assert [row.get("x") for row in found["people"]] == [None, None, "cancelled"]
    assert found["people"][1]["w"] == people[0].name
    assert "d" not in found["people"][1]  # a free place in a booking that owes
    assert found["in"] == [[people[1].pk, None, millis(minutes(1)), "Main door"]]


def test_snapshot_tells_no_address_no_need_and_no_code(people, door):
    wording = ConsentWording.objects.latest("version")
    for kind in (NeedKind.ACCESS, NeedKind.DIET):
        Need.objects.create(attendee=people[0], kind=kind, text="Hearing loop", wording=wording, given_at=NOW)
    found = take(door)
    assert found["people"][0]["a"] == 1
    text = json.dumps(found)
    hidden = ["@", "Hearing", people[0].code, people[0].booking.reference]
    assert [word for word in hidden if word in text] == []


def test_snapshot_says_who_chose_which_session(event, door):
    door.link.event.session_choice = event.session_choice = SessionChoice.ANY
    event.save()
    morning = make_session(event)
    book(event, sessions=(morning.pk,))
    found = take(door)
    assert (found["chooses"], found["people"][0]["s"]) == (True, [morning.pk])


def test_snapshot_calls_a_waiting_party_not_confirmed(event, door):
    event.capacity = 1
    event.save()
    book(event)
    book(event, joins_waitlist=True)
    assert sorted(row.get("x", "") for row in take(door)["people"]) == ["", "not_confirmed"]


def test_snapshot_asks_the_same_for_any_number(event, people, door, django_assert_max_num_queries):
    with django_assert_max_num_queries(5) as few:
        take(door)
    book(event, 6)
    with django_assert_max_num_queries(len(few)):
        take(door)


def test_check_ins_since_tell_what_was_let_in_and_taken_back(event, people, door):
    scans = [scan_of(person, at=minutes(number)) for number, person in enumerate(people)]
    for scan in scans:
        ask(scan, door)
    undo(scans[0].client_id, door=door, now=minutes(10))
    assert check_ins(event, since=minutes(2)) == [
        [people[0].pk, None, None, ""],
        [people[2].pk, None, millis(minutes(2)), "Main door"],
    ]
    ask(scan_of(people[0], at=minutes(11)), door)
    assert check_ins(event, since=minutes(11)) == [[people[0].pk, None, millis(minutes(11)), "Main door"]]
    assert check_ins(event, since=minutes(20)) == []


@pytest.mark.django_db
def test_code_hash_is_of_one_event_only():
    assert code_hash(make_event(), "7K3F9QXH2MAC") != code_hash(make_event("other"), "7K3F9QXH2MAC")


def test_millis_are_of_the_unix_clock():
    assert millis(dt.datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=dt.UTC)) == 1500
