"""What goes out by itself, and when."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.choices import Attendance, DateState, MailingState, Occasion
from events.messaging.audience import Selection, recipients
from events.messaging.occasions import automatic, due, is_too_late, not_usual, suits, usual_instant
from events.models.mailings import KindMailing, Mailing
from tests.factories.bookings import book
from tests.factories.checkins import let_in
from tests.factories.events import NOW, make_event, make_kind
from tests.factories.mailings import make_mailing

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
CARDIFF = ZoneInfo("Europe/London")
JOIN = "https://meet.example.org/room"


@pytest.fixture
def event(db):
    """Thursday 11 February 2027, 10:00 to 15:00, online, with a report."""
    event = make_event(attendance=Attendance.ONLINE, join_url=JOIN, projected_at=NOW)
    event.words["en"]["has_report"] = "yes"
    event.save()
    return event


def local(*moment):
    return dt.datetime(*moment, tzinfo=CARDIFF)


@pytest.mark.parametrize(
    ("occasion", "instant"),
    [
        (Occasion.REMINDER, local(2027, 2, 4, 9)),
        (Occasion.JOINING, local(2027, 2, 10, 9)),
        (Occasion.THANKS, local(2027, 2, 12, 9)),
        (Occasion.FEEDBACK, local(2027, 2, 14, 9)),
        (Occasion.REPORT, NOW),
    ],
)
def test_usual_instant(event, occasion, instant):
    assert usual_instant(event, occasion) == instant


def test_usual_instant_is_nine_in_the_morning_also_after_the_clocks_change(event):
    event.starts_at = local(2027, 4, 1, 10)  # the clocks go forward on 28 March
    event.ends_at = event.starts_at
    assert usual_instant(event, Occasion.REMINDER) == local(2027, 3, 25, 9)
    assert usual_instant(event, Occasion.THANKS) == local(2027, 4, 2, 9)


def test_usual_instant_of_a_report_published_at_night_is_the_morning(event):
    event.projected_at = local(2027, 2, 20, 23)
    assert usual_instant(event, Occasion.REPORT) == local(2027, 2, 21, 8)


def test_usual_instant_never_precedes_the_end_of_what_is_thanked_for(event):
    event.ends_at = local(2027, 2, 12, 11)
    kind = KindMailing(occasion=Occasion.THANKS, days=0)
    assert usual_instant(event, Occasion.THANKS, by_kind=kind) == event.ends_at


def test_a_kind_has_its_own_number_of_days(event):
    assert usual_instant(event, Occasion.REMINDER, by_kind=KindMailing(days=2)) == local(2027, 2, 9, 9)
    assert usual_instant(event, Occasion.REMINDER, by_kind=KindMailing(days=None)) == local(2027, 2, 4, 9)


def test_automatic_lists_what_is_to_come_in_order(event):
    assert [row.occasion for row in automatic(event, now=NOW)] == [
        Occasion.REPORT,
        Occasion.REMINDER,
        Occasion.JOINING,
        Occasion.THANKS,
    ]


@pytest.mark.parametrize(
    ("occasion", "readers", "is_news"),
    [
        (Occasion.REMINDER, ["away@example.org", "came@example.org"], False),
        (Occasion.JOINING, ["away@example.org", "came@example.org"], False),
        (Occasion.THANKS, ["came@example.org"], True),
        (Occasion.REPORT, ["came@example.org"], True),
        (Occasion.FEEDBACK, ["came@example.org"], True),
    ],
)
def test_what_follows_an_event_goes_only_to_those_who_came_and_can_be_ended(event, occasion, readers, is_news):
    book(event, email="away@example.org")
    let_in(book(event, email="came@example.org").attendees.get())
    mailing = not_usual(event, occasion, now=NOW)
    assert sorted(one.email for one in recipients(Selection.of(mailing))) == readers
    assert mailing.is_news == is_news


def test_feedback_is_asked_for_only_where_the_kind_says_so(event):
    event.kind = make_kind()
    event.save()
    KindMailing.objects.create(kind=event.kind, occasion=Occasion.FEEDBACK, days=5)
    KindMailing.objects.create(kind=event.kind, occasion=Occasion.THANKS, is_on=False)
    found = {row.occasion: row.send_at for row in automatic(event, now=NOW)}
    assert found[Occasion.FEEDBACK] == local(2027, 2, 16, 9)
    assert Occasion.THANKS not in found


def test_a_kind_gives_its_words(event):
    event.kind = make_kind()
    event.save()
    KindMailing.objects.create(kind=event.kind, occasion=Occasion.REMINDER, subject_en="Soon!", body_en="Bring a cup.")
    (reminder,) = (row for row in automatic(event, now=NOW) if row.occasion == Occasion.REMINDER)
    assert reminder.own_words("en") == ("Soon!", "Bring a cup.")


@pytest.mark.parametrize(
    "facts",
    [
        {"date_state": DateState.CANCELLED},
        {"date_state": DateState.POSTPONED},
        {"date_state": DateState.TO_BE_CONFIRMED},
        {"is_live": False},
        {"starts_at": None, "ends_at": None},
    ],
)
def test_an_event_that_does_not_happen_says_nothing(event, facts):
    for name, value in facts.items():
        setattr(event, name, value)
    assert [occasion for occasion in Occasion if suits(event, occasion)] == []


@pytest.mark.parametrize("facts", [{"join_url": ""}, {"attendance": Attendance.VENUE}])
def test_there_is_nothing_to_join_without_a_link(event, facts):
    for name, value in facts.items():
        setattr(event, name, value)
    assert not suits(event, Occasion.JOINING)


def test_there_is_no_report_to_tell_of_before_it_is_out(event):
    assert suits(event, Occasion.REPORT)
    event.words["en"]["has_report"] = ""
    assert not suits(event, Occasion.REPORT)


def test_a_reminder_of_an_event_published_too_late_for_it_is_left_out(event):
    published = event.starts_at - 2 * DAY
    assert Occasion.REMINDER not in [row.occasion for row in automatic(event, now=published)]


def occasions_due(now):
    return [row.occasion for row in due(now)]


def test_due_at_their_instants(event):
    reminder = local(2027, 2, 4, 9)
    assert occasions_due(reminder - DAY / 86400) == [Occasion.REPORT]
    assert occasions_due(reminder) == [Occasion.REMINDER, Occasion.REPORT]


def test_due_is_made_up_for_after_a_few_hours_but_not_after_days(event):
    assert Occasion.REMINDER in occasions_due(local(2027, 2, 5, 8))
    assert Occasion.REMINDER not in occasions_due(local(2027, 2, 5, 10))


def test_nothing_that_belongs_before_the_event_is_sent_once_it_has_begun(event):
    reminder = Mailing(event=event, occasion=Occasion.JOINING, send_at=local(2027, 2, 10, 9))
    assert not is_too_late(reminder, now=event.starts_at - DAY / 24)
    assert is_too_late(reminder, now=event.starts_at)


@pytest.mark.parametrize("state", [MailingState.SENT, MailingState.STOPPED])
def test_what_was_sent_or_stopped_is_not_due(event, state):
    make_mailing(event, occasion=Occasion.REMINDER, state=state, send_at=None, sent_at=NOW)
    assert Occasion.REMINDER not in occasions_due(local(2027, 2, 4, 9))


def test_an_instant_that_staff_chose_counts_in_place_of_the_usual(event):
    make_mailing(event, occasion=Occasion.REMINDER, send_at=local(2027, 2, 9, 14))
    assert Occasion.REMINDER not in occasions_due(local(2027, 2, 4, 9))
    assert Occasion.REMINDER in occasions_due(local(2027, 2, 9, 14))


def test_events_long_past_are_not_looked_at(event):
    assert occasions_due(event.ends_at + 121 * DAY) == []


def test_three_events_take_as_many_queries_as_one(event):
    def queries():
        with CaptureQueriesContext(connection) as found:
            list(due(NOW))
        return len(found)

    one = queries()
    make_event("second", kind=make_kind("second"))
    make_event("third", kind=make_kind("third"))
    assert queries() <= one + 1  # the kinds are asked for once there are any
