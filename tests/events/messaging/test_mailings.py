"""A mailing is sent once, to everybody it is for, when its time has come."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from events import errors
from events.booking.journal import By
from events.choices import Audience, MailingState, MessageKind, Occasion
from events.messaging.mailings import Progress, keep_occasion, next_mailing, progress_of, schedule, send, send_due, stop
from events.messaging.mailings import send_test as send_a_test
from events.messaging.occasions import automatic
from events.models.audit import AuditEntry
from events.models.mailings import Mailing
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, STARTS_AT, make_event, make_organisation
from tests.factories.mailings import make_mailing

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.timedelta(days=1)
REMINDED_AT = dt.datetime(2027, 2, 4, 9, tzinfo=dt.UTC)


@pytest.fixture
def user(db):
    return User.objects.create(username="staff", first_name="Sample", last_name="Staff", email="staff@example.org")


@pytest.fixture
def event(db):
    event = make_event(host=make_organisation())
    book(event, email="ann@example.org", name="Ann", language="cy")
    book(event, email="bob@example.org", name="Bob", language="en")
    Message.objects.all().delete()
    return event


def written(mailing):
    rows = Message.objects.filter(mailing=mailing).order_by("pk")
    return [(row.to_email, row.to_name, row.language, row.due_at) for row in rows]


def test_send_writes_one_message_to_each_and_marks_the_mailing(event):
    mailing = make_mailing(event)
    assert send(mailing, now=NOW) == 2
    assert written(mailing) == [("ann@example.org", "Ann", "cy", NOW), ("bob@example.org", "Bob", "en", NOW)]
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent_at, mailing.recipients) == (MailingState.SENT, NOW, 2)


def test_send_is_in_the_log_without_anybodys_data(event):
    send(make_mailing(event), now=NOW)
    entry = AuditEntry.objects.get(action="mailing.sent")
    assert (entry.count, entry.event, entry.organisation) == (2, event, event.host)
    assert "example.org" not in str(entry.detail)


def test_send_twice_sends_once(event):
    mailing = make_mailing(event)
    assert [send(mailing, now=NOW), send(Mailing.objects.get(pk=mailing.pk), now=NOW)] == [2, 0]
    assert Message.objects.count() == 2


@pytest.mark.parametrize("state", [MailingState.DRAFT, MailingState.STOPPED])
def test_send_leaves_drafts_and_what_was_stopped(event, state):
    assert send(make_mailing(event, state=state), now=NOW) == 0
    assert Message.objects.count() == 0


def test_send_to_nobody_is_done_all_the_same(event):
    mailing = make_mailing(event, audience=Audience.ATTENDED)
    assert send(mailing, now=NOW) == 0
    mailing.refresh_from_db()
    assert (mailing.state, mailing.recipients) == (MailingState.SENT, 0)


def test_send_due_waits_for_the_instant(event):
    mailing = make_mailing(event, send_at=NOW + DAY)
    assert send_due(NOW) == 0
    assert send_due(NOW + DAY) == 2
    assert send_due(NOW + DAY) == 0
    assert len(written(mailing)) == 2


def test_send_due_reminds_once_by_itself(event):
    assert [send_due(REMINDED_AT), send_due(REMINDED_AT)] == [2, 0]
    mailing = Mailing.objects.get(occasion=Occasion.REMINDER)
    assert len(written(mailing)) == 2
    assert mailing.send_at is None


def test_send_due_does_not_write_to_an_event_that_was_cancelled_meanwhile(event):
    event.date_state = "cancelled"
    event.save()
    make_mailing(event, occasion=Occasion.REMINDER)
    assert [send_due(NOW), send_due(REMINDED_AT)] == [0, 0]


def test_two_processes_keep_one_row_of_an_automatic_mailing(event):
    first, second = (next(row for row in automatic(event, now=NOW) if row.occasion == "reminder") for _ in range(2))
    assert keep_occasion(first).pk == keep_occasion(second).pk
    assert Mailing.objects.get().send_at is None


def test_schedule_for_later(event):
    mailing = schedule(make_mailing(event, state="draft"), send_at=NOW + DAY, now=NOW, by=By.system())
    assert (mailing.state, mailing.send_at) == (MailingState.SCHEDULED, NOW + DAY)
    assert AuditEntry.objects.filter(action="mailing.scheduled").count() == 1


def test_schedule_without_an_instant_is_now(event):
    assert schedule(make_mailing(event), send_at=None, now=NOW, by=By.system()).send_at == NOW


@pytest.mark.parametrize(("urgent", "hour"), [(False, 8), (True, 2)])
def test_schedule_keeps_the_night_unless_it_cannot_wait(event, urgent, hour):
    night = NOW.replace(hour=2)
    mailing = make_mailing(event, ignores_quiet_hours=urgent)
    assert schedule(mailing, send_at=None, now=night, by=By.system()).send_at == night.replace(hour=hour)


def test_schedule_and_stop_refuse_what_has_gone(event):
    mailing = make_mailing(event)
    send(mailing, now=NOW)
    with pytest.raises(errors.MailingGone):
        schedule(mailing, send_at=None, now=NOW, by=By.system())
    with pytest.raises(errors.MailingGone):
        stop(mailing, now=NOW, by=By.system())


def test_stop_and_send_after_all(event):
    mailing = make_mailing(event)
    stop(mailing, now=NOW, by=By.system())
    assert send_due(NOW) == 0
    mailing.refresh_from_db()
    schedule(mailing, send_at=None, now=NOW, by=By.system())
    assert send_due(NOW) == 2


def test_a_test_goes_to_staff_alone_and_leaves_the_mailing_as_it_is(event, user):
    mailing = make_mailing(event, state="draft")
    message = send_a_test(mailing, user=user, language="cy", now=NOW)
    assert (message.to_email, message.kind, message.booking) == ("staff@example.org", MessageKind.MAILING, None)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT
    assert progress_of([mailing]) == {}


def test_a_test_needs_an_address(event, user):
    user.email = ""
    with pytest.raises(errors.NoAddressOfYours):
        send_a_test(make_mailing(event), user=user, language="cy", now=NOW)


def test_progress_counts_mails(event):
    mailing = make_mailing(event)
    send(mailing, now=NOW)
    Message.objects.filter(to_email="ann@example.org").update(sent_at=NOW)
    Message.objects.filter(to_email="bob@example.org").update(failed_at=NOW)
    assert progress_of([mailing]) == {mailing.pk: Progress(sent=1, failed=1)}


def test_next_mailing_is_the_earliest_that_is_still_to_come(event):
    found = next_mailing(event, now=NOW)
    assert (found.occasion, found.send_at) == (Occasion.REMINDER, REMINDED_AT)
    sooner = make_mailing(event, send_at=NOW + DAY)
    assert next_mailing(event, now=NOW) == sooner


def test_next_mailing_is_none_when_nothing_is_to_come(event):
    assert next_mailing(event, now=STARTS_AT + 10 * DAY) is None
