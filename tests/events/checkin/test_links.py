import datetime as dt

import pytest
from django.contrib.auth.models import User

from events import errors
from events.checkin.links import GRACE, WITHOUT_DATE, closed_since, closes_at, door_of, door_of_any_age, issue, revoke
from events.models.audit import AuditEntry
from events.models.checkins import DoorLink
from events.models.codes import digest
from tests.factories.checkins import make_door
from tests.factories.events import NOW, make_event

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def user(db):
    return User.objects.create_user("sample.organiser")


def issue_one(event, user, form_token="form"):
    return issue(event=event, name="Main door", form_token=form_token, user=user, now=NOW)


def test_issue_keeps_only_the_hash_of_256_random_bits(event, user):
    link, token = issue_one(event, user)
    assert (link.token_hash, len(token)) == (digest(token), 43)
    assert token not in str(DoorLink.objects.values())
    assert (link.name, link.created_by, link.created_at) == ("Main door", user, NOW)


def test_issue_makes_one_door_of_one_form(event, user):
    assert issue_one(event, user) == issue_one(event, user)
    other, _ = issue_one(event, user, form_token="another form")
    assert set(DoorLink.objects.values_list("pk", flat=True)) == {other.pk, other.pk - 1}


def test_door_opens_with_its_token_and_number(event, user):
    link, token = issue_one(event, user)
    assert door_of(token, number=link.pk, now=NOW) == link


@pytest.mark.parametrize(("token", "more"), [("", 0), ("door token", 1), ("another", 0)])
def test_nothing_else_opens_it(event, token, more):
    link = make_door(event)
    with pytest.raises(errors.DoorUnknown):
        door_of(token, number=link.pk + more, now=NOW)


def test_revoked_door_stays_closed_and_says_so(event, user):
    link, token = issue_one(event, user)
    revoke(link, user=user, now=NOW)
    revoke(link, user=user, now=NOW + GRACE)
    with pytest.raises(errors.DoorClosed, match="have closed this door link"):
        door_of(token, number=link.pk, now=NOW)
    assert closed_since(door_of_any_age(token), now=NOW + GRACE) == NOW
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "user")) == [
        ("door.opened", user.pk),
        ("door.closed", user.pk),
    ]


def test_door_ends_a_day_after_the_event(event):
    link = make_door(event)
    ends = event.ends_at + GRACE
    assert closes_at(link) == ends
    assert door_of("door token", number=link.pk, now=ends - SECOND) == link
    with pytest.raises(errors.DoorClosed, match="The event is over"):
        door_of("door token", number=link.pk, now=ends)


def test_door_of_an_event_without_a_date_ends_by_itself(user):
    event = make_event("undated", starts_at=None, ends_at=None)
    link, _ = issue_one(event, user)
    assert closes_at(link) == NOW + WITHOUT_DATE
