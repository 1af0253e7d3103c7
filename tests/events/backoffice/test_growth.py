"""The chart of bookings over time."""

import datetime as dt

from django.utils import timezone

from events.backoffice.growth import BOTTOM, LEFT, RIGHT, TOP, Day, draw, growth_of
from events.booking.bookings import cancel_places
from events.booking.journal import By
from tests.events.backoffice.conftest import book_earlier, queries_of, soon
from tests.factories.events import make_event

FIRST = dt.date(2030, 1, 4)


def days(*new):
    found, total = [], 0
    for number, some in enumerate(new):
        total += some
        found.append(Day(FIRST + dt.timedelta(days=number), some, total))
    return found


def test_draw_reaches_from_edge_to_edge():
    growth = draw(days(0, 5, 5), limit=10)
    middle = (LEFT + RIGHT) / 2
    assert growth.line == f"{LEFT:.1f},{BOTTOM:.1f} {middle:.1f},131.0 {RIGHT:.1f},{TOP:.1f}"
    assert growth.area == f"{LEFT:.1f},{BOTTOM} {growth.line} {RIGHT:.1f},{BOTTOM}"
    assert (growth.end_x, growth.end_y, growth.limit_y) == (f"{RIGHT:.1f}", f"{TOP:.1f}", f"{TOP:.1f}")


def test_draw_begins_at_nought_and_has_five_lines_at_most():
    for most in (1, 3, 7, 34, 40, 41, 99, 1234, 50_000):
        values = [mark.value for mark in draw(days(most), limit=None).levels]
        assert values[0] == 0
        assert values[-1] >= most > values[-2]
        assert len(values) <= 5


def test_draw_of_one_day_puts_it_at_the_end():
    growth = draw(days(3), limit=None)
    assert (growth.line, growth.limit_y, growth.span) == (f"{RIGHT:.1f},{growth.end_y}", "", 1)


def test_draw_of_more_than_the_limit_stays_inside():
    growth = draw(days(12), limit=10)
    assert TOP <= float(growth.end_y) < float(growth.limit_y)


def test_draw_keeps_the_words_of_line_and_limit_apart():
    growth = draw(days(40), limit=40)
    assert abs(float(growth.label_y) - float(growth.limit_y)) >= 20


def test_draw_of_two_weeks_has_a_row_for_each_week():
    growth = draw(days(*[1] * 15), limit=None)
    assert [(row.on, row.new, row.total) for row in growth.rows] == [
        (FIRST, 7, 7),
        (FIRST + dt.timedelta(days=7), 7, 14),
        (FIRST + dt.timedelta(days=14), 1, 15),
    ]
    assert growth.is_weekly


def test_draw_of_a_few_days_has_a_row_for_each():
    assert draw(days(1, 2), limit=None).rows == days(1, 2)


def test_growth_of_counts_people_by_the_day_on_which_they_were_confirmed(own):
    event = make_event(host=own, **soon())
    book_earlier(event, 2, hours=48)
    book_earlier(event, hours=0)
    growth = growth_of(event, now=timezone.now())
    assert [(day.new, day.total) for day in growth.rows if day.new] == [(2, 2), (1, 3)]
    assert growth.last.on == timezone.localtime(timezone=event.zone).date()


def test_growth_of_leaves_out_who_cancelled_and_who_waits(event):
    booking = event.bookings.get(name="Ann Booker")
    assert growth_of(event, now=timezone.now()).last.total == 2
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    assert growth_of(event, now=timezone.now()) is None


def test_growth_of_ends_with_the_event(own):
    at = timezone.now() - dt.timedelta(days=10)
    event = make_event(host=own, starts_at=at, ends_at=at + dt.timedelta(hours=2))
    booking = book_earlier(make_event("other", host=own, **soon()), hours=24 * 12)
    event.attendees.model.objects.filter(booking=booking).update(event=event)
    booking.event = event
    booking.save()
    assert growth_of(event, now=timezone.now()).last.on == at.astimezone(event.zone).date()


def test_growth_of_takes_one_query(event):
    assert queries_of(lambda: growth_of(event, now=timezone.now())) == 1
