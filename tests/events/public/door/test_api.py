import datetime as dt
import json
import uuid

import pytest
from django.utils import timezone

from events.models.audit import AuditEntry
from events.models.checkins import CheckIn, DoorLink
from events.models.events import Event
from events.public.door.guessing import MOST, note_guess
from tests.events.public.door.telephone import Telephone, scan

HOUR = dt.timedelta(hours=1)
CODE = "7K3F9QXH2MAC"


def millis(moment):
    return int(moment.timestamp() * 1000)


def test_list_is_given_and_logged(telephone, people, link):
    found = telephone.ask("list.json").json()
    assert [row["n"] for row in found["people"]] == [person.name for person in people]
    entry = AuditEntry.objects.get(action="door.list_sent")
    assert (entry.actor, entry.count, entry.reason) == ("door", 3, "Main door")


def test_news_tell_what_other_doors_did(telephone, people, event):
    event.refresh_from_db()
    since = millis(timezone.now() + HOUR)
    assert telephone.ask("news.json", since=since).json()["in"] == []
    telephone.tell(scan(people[0]))
    found = telephone.ask("news.json", since=millis(timezone.now() - HOUR)).json()
    assert (found["revision"], [row[0] for row in found["in"]]) == (event.revision, [people[0].pk])
    assert telephone.ask("news.json", since="nonsense").status_code == 200


def test_scan_is_answered_in_words(telephone, people):
    sent = scan(code=people[0].code)
    [answer] = telephone.tell(sent).json()["answers"]
    assert {key: answer[key] for key in ("id", "state", "heading", "name", "person", "kept", "door")} == {
        "id": sent["id"],
        "state": "ok",
        "heading": "Come in",
        "name": people[0].name,
        "person": people[0].pk,
        "kept": False,
        "door": "Main door",
    }
    assert telephone.states(sent, scan(people[0])) == ["ok", "already"]


def test_scan_asks_few_questions_of_the_database(telephone, people, django_assert_num_queries):
    telephone.tell(scan(people[0]))
    # the link; whom; begin, person, earlier, write, commit; access notes
    with django_assert_num_queries(8):
        telephone.tell(scan(code=people[1].code))


def test_batch_is_merged_and_sent_again_without_effect(telephone, people):
    begun = timezone.now() - HOUR / 2
    rows = [
        scan(person, let_in=True, at=millis(begun + dt.timedelta(minutes=number)))
        for number, person in enumerate([*people, people[0]])
    ]
    undone = scan(undo=rows[1]["id"])
    assert telephone.states(*rows, undone) == ["ok", "ok", "ok", "already", "undone"]
    before = list(CheckIn.objects.order_by("pk").values())
    assert telephone.states(*rows, undone) == ["ok", "undone", "ok", "already", "undone"]
    assert list(CheckIn.objects.order_by("pk").values()) == before
    assert CheckIn.objects.live().count() == 2


def test_what_cannot_be_read_is_answered_and_stops_nothing(telephone, people):
    strange = [
        {"id": "x"},
        scan(people[0], id="not-a-number"),
        scan(people[0], at="yesterday"),
        scan(people[0], at=10**30),
        scan(people[0], code=7),
        scan(undo="nobody"),
        scan(undo=str(uuid.uuid4())),
    ]
    assert telephone.states(*strange, scan(people[0]))[-1] == "ok"
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"scans": 7}', '{"scans": "x"}', "\x00", '{"scans": [1, null, "x"]}']
)
def test_nonsense_is_refused_and_breaks_nothing(telephone, body):
    path = f"{telephone.home}scans.json"
    response = telephone.client.post(path, body, content_type="application/json", headers=telephone.headers)
    assert response.status_code in (200, 400)
    assert not CheckIn.objects.exists()


def test_too_many_at_once_are_refused(telephone):
    assert telephone.tell(*[scan(code=CODE) for _ in range(201)]).status_code == 400


def test_requests_without_the_header_of_the_door_are_refused(telephone, people):
    """What a page of another site could make a browser send."""
    path = f"{telephone.home}scans.json"
    body = json.dumps({"scans": [scan(people[0])]})
    assert telephone.client.post(path, body, content_type="text/plain").status_code == 403
    assert telephone.client.get(f"{telephone.home}list.json").status_code == 403
    assert not CheckIn.objects.exists()


def test_unknown_device_is_told_that_it_is_none(people, link):
    stranger = Telephone(link)
    for response in (stranger.ask("list.json"), stranger.ask("news.json"), stranger.tell(scan(people[0]))):
        assert (response.status_code, response.json()["gone"]) == (410, "unknown")
    assert not CheckIn.objects.exists()


def test_closed_door_gets_no_list_and_hands_in_what_it_did(telephone, people):
    closed = timezone.now() - HOUR / 4
    DoorLink.objects.update(revoked_at=closed)
    assert telephone.ask("list.json").json()["gone"] == "revoked"
    before, after = millis(closed - HOUR / 4), millis(closed + HOUR / 8)
    response = telephone.tell(
        scan(people[0], at=before, let_in=True), scan(people[1], at=after, let_in=True), scan(people[2], at=before)
    )
    told = response.json()
    assert (response.status_code, told["gone"]) == (410, "revoked")
    assert "Ask them for a new one" in told["message"]
    assert [answer["state"] for answer in told["answers"]] == ["ok", "ok", "unreadable"]
    assert dict(CheckIn.objects.values_list("attendee", "state")) == {people[0].pk: "in", people[1].pk: "closed"}


def test_closed_door_takes_nothing_back_afterwards(telephone, people):
    sent = scan(people[0])
    telephone.tell(sent)
    DoorLink.objects.update(revoked_at=timezone.now() - HOUR / 4)
    telephone.tell(scan(undo=sent["id"]))
    assert CheckIn.objects.get().undone_at is None


def test_event_that_is_over_closes_its_doors(telephone, people):
    ended = timezone.now() - dt.timedelta(days=2)
    Event.objects.update(starts_at=ended - HOUR, ends_at=ended)
    assert telephone.ask("news.json").json()["gone"] == "over"


def test_guessing_codes_ends_and_names_still_work(telephone, people, link):
    note_guess(link, MOST - 1)
    assert telephone.states(scan(code=CODE)) == ["unknown"]
    assert telephone.states(scan(code=people[0].code), scan(people[1])) == ["unreadable", "ok"]
