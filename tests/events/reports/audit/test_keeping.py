"""What should be gone is due to be deleted."""

import datetime as dt

import pytest

from events.booking.holds import begin_hold, keep_answers
from events.booking.party import NeedGiven, PersonWish
from events.choices import NeedKind
from tests.events.reports.audit.breaking import HOUR, due, found
from tests.factories.bookings import book
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db


def test_needs_past_their_day_are_due(event):
    need = NeedGiven(NeedKind.ACCESS, text="A sample need")
    book(event, people=(PersonWish(name="Ann Sample", ticket_type=event.ticket_types.get().pk, needs=(need,)),))
    day = event.ends_at + dt.timedelta(days=event.needs_kept_days)
    assert (due(day - HOUR), due(day), found(day)) == ([], ["needs_are_deleted_in_time"], [])


def test_forms_past_their_day_are_due(event):
    hold = begin_hold(event_id=event.pk, size=1, form_token="form", now=NOW)
    keep_answers(hold, fields={"name": "Ann Sample"}, now=NOW)
    assert "unsent_forms_are_forgotten" in due(NOW + dt.timedelta(hours=24))
