from events.checkin.presence import RECENT, Presence, notes_of, presence, recent, sessions_at_door
from events.choices import NeedKind, SessionChoice
from events.models.needs import ConsentWording, Need
from tests.events.checkin.scans import ask, minutes, scan_of
from tests.factories.bookings import book
from tests.factories.checkins import let_in
from tests.factories.events import NOW, STARTS_AT, make_session


def test_presence_counts_who_is_in_and_who_is_expected(event, people, door):
    assert presence(event) == Presence(0, 3)
    ask(scan_of(people[0]), door)
    let_in(people[1], undone_at=STARTS_AT)
    assert presence(event) == Presence(1, 3)


def test_presence_of_a_session_expects_those_who_chose_it(event, people):
    morning, afternoon = make_session(event), make_session(event, hours=2)
    let_in(people[0], session=morning)
    assert presence(event, session=morning.pk) == Presence(1, 3)
    event.session_choice = SessionChoice.ANY
    event.save()
    book(event, sessions=(afternoon.pk,))
    assert presence(event, session=afternoon.pk) == Presence(0, 1)
    assert presence(event, session=morning.pk) == Presence(1, 0)


def test_sessions_at_door_come_in_the_order_of_the_day(event):
    late, early = make_session(event, hours=3), make_session(event)
    make_session(event, hours=1, withdrawn=True)
    assert sessions_at_door(event) == [early, late]


def test_recent_are_the_last_of_this_door(event, people, door, side_door):
    others = [person for _ in range(6) for person in book(event, 4).attendees.all()]
    for number, person in enumerate(others):
        let_in(person, door=door.link, at=minutes(number))
    let_in(people[0], door=side_door.link, at=minutes(60))
    found = recent(door.link)
    assert [row.attendee for row in found] == list(reversed(others))[:RECENT]


def test_notes_of_counts_what_a_helper_may_act_on(people):
    wording = ConsentWording.objects.latest("version")
    for kind in (NeedKind.ACCESS, NeedKind.SUPPORT, NeedKind.DIET, NeedKind.EMERGENCY):
        Need.objects.create(attendee=people[0], kind=kind, text="Sample", wording=wording, given_at=NOW)
    assert notes_of([person.pk for person in people]) == {people[0].pk: 2}
