"""Secret links: what they open, for how long, and what is kept of them."""

import datetime as dt

import pytest

from events import errors
from events.booking.links import derived_token, issue_link, keep_link, link_of, revoke_links
from events.choices import LinkPurpose
from events.models.codes import digest
from events.models.events import Event
from events.models.messages import SecretLink
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db

MONTH = dt.timedelta(days=30)


def is_dead(token, now):
    try:
        link_of(token, now=now)
    except errors.LinkDead:
        return True
    return False


def test_link_opens_its_booking():
    booking = book(make_event())
    token = issue_link(booking=booking, now=NOW, purpose=LinkPurpose.OFFER)
    link = link_of(token, now=NOW)
    assert (link.booking, link.purpose) == (booking, LinkPurpose.OFFER)


def test_link_is_random_and_only_its_hash_is_kept():
    booking = book(make_event())
    tokens = {issue_link(booking=booking, now=NOW) for _ in range(20)}
    assert len(tokens) == 20
    assert min(len(token) for token in tokens) >= 22  # 128 bits, six to a character
    kept = repr(list(SecretLink.objects.values_list()))
    assert not any(token in kept for token in tokens)
    assert {digest(token) for token in tokens} <= set(SecretLink.objects.values_list("token_hash", flat=True))


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "../", "\x00"])
def test_link_that_never_was_is_dead(token):
    assert is_dead(token, NOW)


def test_link_dies_thirty_days_after_the_end_of_the_event():
    event = make_event()
    token = issue_link(booking=book(event), now=NOW)
    assert not is_dead(token, event.ends_at + MONTH - dt.timedelta(seconds=1))
    assert is_dead(token, event.ends_at + MONTH)


@pytest.mark.parametrize("days", [60, -20])
def test_link_follows_an_event_that_moves(days):
    event = make_event()
    token = issue_link(booking=book(event), now=NOW)
    moved = event.starts_at + dt.timedelta(days=days)
    Event.objects.update(starts_at=moved, ends_at=None)
    assert not is_dead(token, moved + MONTH - dt.timedelta(seconds=1))
    assert is_dead(token, moved + MONTH)


def test_link_of_an_event_that_has_lost_its_date_keeps_its_end():
    event = make_event()
    token = issue_link(booking=book(event), now=NOW)
    Event.objects.update(starts_at=None, ends_at=None)
    assert not is_dead(token, event.ends_at + MONTH - dt.timedelta(seconds=1))
    assert is_dead(token, event.ends_at + MONTH)


def test_link_of_an_event_without_a_date_lives_for_a_year():
    booking = book(make_event())
    Event.objects.update(starts_at=None, ends_at=None)
    booking.event.refresh_from_db()
    token = issue_link(booking=booking, now=NOW)
    assert not is_dead(token, NOW + dt.timedelta(days=364))
    assert is_dead(token, NOW + dt.timedelta(days=365))


def test_revoked_links_are_dead_and_others_live_on():
    event = make_event()
    first, second = book(event), book(event)
    tokens = [issue_link(booking=first, now=NOW) for _ in range(2)]
    other = issue_link(booking=second, now=NOW)
    assert revoke_links(booking=first, now=NOW) == 3  # with the one that its form made
    assert [is_dead(token, NOW) for token in [*tokens, other]] == [True, True, False]


def test_derived_token_is_the_same_for_the_same_form_and_key(settings):
    first = derived_token("form")
    assert derived_token("form") == first
    assert derived_token("other form") != first
    settings.SECRET_KEY = "another key that is long enough to be one"
    assert derived_token("form") != first


def test_kept_link_opens_its_booking():
    booking = book(make_event())
    keep_link("sample token", booking=booking, now=NOW)
    assert link_of("sample token", now=NOW).booking == booking


def test_link_costs_one_query(django_assert_num_queries):
    token = issue_link(booking=book(make_event()), now=NOW)
    with django_assert_num_queries(1):
        link = link_of(token, now=NOW)
        assert link.booking.event.kind is None
