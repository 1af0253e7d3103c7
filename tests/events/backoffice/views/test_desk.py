"""The list of events."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events.choices import DateState, StaffRole
from events.models.audit import AuditEntry
from tests.events.backoffice.conftest import client_of, member, queries_of, soon
from tests.factories.bookings import book
from tests.factories.events import make_event, make_kind
from tests.factories.payments import make_payment, make_refund

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def make(slug, days, host, **facts):
    """An event that begins `days` days from now and lasts an hour; None is without a date."""
    starts_at = None if days is None else timezone.now() + days * DAY
    ends_at = starts_at and starts_at + dt.timedelta(hours=1)
    return make_event(slug, title=slug, host=host, starts_at=starts_at, ends_at=ends_at, **facts)


def listed(client, **query):
    return [event.slug for event in client.get(reverse("desk:index"), query).context["object_list"]]


def cells(client, slug):
    """The words of one event's row."""
    response = client.get(reverse("desk:index"), {"q": slug})
    row = response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return " ".join(part.partition(">")[2] for part in row.split("<")).split()


def test_the_next_event_is_on_top_and_past_ones_are_last(organiser, own):
    for slug, days in (("old", -90), ("someday", None), ("later", 60), ("last-week", -7), ("next", 7)):
        make(slug, days, own)
    assert listed(organiser) == ["next", "later", "someday", "last-week", "old"]


def test_the_list_can_be_narrowed_to_upcoming_and_past(organiser, own):
    for slug, days in (("old", -90), ("someday", None), ("next", 7)):
        make(slug, days, own)
    assert (listed(organiser, when="upcoming"), listed(organiser, when="past")) == (["next", "someday"], ["old"])


def test_the_list_can_be_narrowed_to_one_organisation(administrator, own, foreign):
    make("ours", 7, own)
    make("theirs", 8, foreign)
    assert listed(administrator, host=own.pk) == ["ours"]


@pytest.mark.parametrize("text", ["gwŷdd", "Gwŷdd", "weaving", "shared-cloth"])
def test_events_are_found_by_title_in_either_language_and_by_address(organiser, own, text):
    make("other", 7, own)
    make("shared-cloth", 8, own, words={"en": {"title": "Weaving"}, "cy": {"title": "Dydd gwŷdd Gwŷdd"}})
    assert listed(organiser, q=text) == ["shared-cloth"]


def test_places_and_queue_are_counted_in_people(organiser, own):
    event = make("busy", 30, own, capacity=3)
    book(event, 3, now=timezone.now())
    book(event, 2, joins_waitlist=True, now=timezone.now())
    shown = cells(organiser, "busy")
    assert shown[0] == "busy"
    assert shown[-5:] == ["3", "of", "3", "2", "Live"]


def test_an_event_without_a_limit_shows_what_is_booked(organiser, own):
    make("open", 30, own)
    assert cells(organiser, "open")[-2:] == ["0", "Live"]


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"days": 7, "date_state": DateState.CANCELLED}, "Cancelled"),
        ({"days": 7, "is_live": False}, "published"),
        ({"days": -7}, "Past"),
    ],
)
def test_the_state_is_said_in_words(organiser, own, facts, shown):
    make("event", host=own, **facts)
    assert cells(organiser, "event")[-1] == shown


def test_columns_can_be_sorted(organiser, own):
    for slug, people in (("few", 1), ("many", 3), ("none", 0)):
        event = make(slug, 30, own)
        if people:
            book(event, people, now=timezone.now())
    assert listed(organiser, ordering="-booked") == ["many", "few", "none"]


def test_queries_do_not_grow_with_events(organiser, own):
    url, numbers = reverse("desk:index_results"), []
    for number in range(3):
        make(f"event-{number}", number, own)
        numbers.append(queries_of(lambda: organiser.get(url)))
    assert numbers == [numbers[0]] * 3


def test_a_list_of_events_shows_nobody_and_logs_nothing(organiser, event):
    before = AuditEntry.objects.count()
    page = organiser.get(reverse("desk:index")).content.decode()
    assert ("Ann Booker" in page, AuditEntry.objects.count()) == (False, before)


def test_events_are_narrowed_to_a_kind_and_to_full_ones(organiser, own, event):
    kind = make_kind()
    other = make_event("other", host=own, kind=kind, capacity=3, **soon())
    index = reverse("desk:index")
    for query, expected in (({"kind": kind.pk}, [other]), ({"full": "full"}, [event]), ({"full": "free"}, [other])):
        assert list(organiser.get(index, query).context["object_list"]) == expected


def test_what_was_paid_stands_beside_what_was_booked(organiser, own):
    event = make("paid", 7, own)
    payment = make_payment(book(event, now=timezone.now() - DAY), "75.50")
    make_refund(payment, "25.50")
    make_payment(book(event, now=timezone.now() - DAY), "10", state="pending")
    assert "£50" in cells(organiser, "paid")


def test_who_may_not_see_money_has_no_column_of_it(own):
    make_payment(book(make("paid", 7, own), now=timezone.now() - DAY), "75")
    client = client_of(member(own, StaffRole.DOOR_HELPER))
    assert "Paid" not in client.get(reverse("desk:index")).content.decode()
    assert "£75" not in cells(client, "paid")


def test_money_of_an_organisation_where_somebody_only_edits_stays_hidden(own, foreign):
    for slug, host in (("ours", own), ("theirs", foreign)):
        make_payment(book(make(slug, 7, host), now=timezone.now() - DAY), "75")
    user = member(own, StaffRole.FINANCE)
    foreign.memberships.create(user=user, role=StaffRole.EDITOR)
    client = client_of(user)
    assert ("£75" in cells(client, "ours"), "£75" in cells(client, "theirs")) == (True, False)
