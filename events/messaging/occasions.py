"""Decides which mailings of an event go out by themselves, when, and in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from events.choices import Attendance, Audience, DateState, MailingState, Occasion
from events.messaging.quiet import not_at_night
from events.models.events import Event
from events.models.mailings import KindMailing, Mailing

DAY = dt.timedelta(days=1)
AT = dt.time(9)
"""Mails that wait for a day go out at nine in the morning, where the event is."""

HORIZON, AFTERWARDS = 60 * DAY, 120 * DAY
"""Events that are looked at: those that begin within two months, and those that ended within four."""


@dataclass(frozen=True)
class Usual:
    """What happens for an occasion unless somebody says otherwise. `days` before the start when negative, after the end
    when positive. A mailing that could not be sent in time is sent `late` at most, then never."""

    audience: Audience
    days: int
    late: dt.timedelta
    is_on: bool = True
    is_news: bool = False


USUAL = {
    Occasion.REMINDER: Usual(Audience.BOOKED, -7, DAY),
    Occasion.JOINING: Usual(Audience.BOOKED, -1, DAY),
    Occasion.THANKS: Usual(Audience.ATTENDED, 1, 3 * DAY, is_news=True),
    Occasion.REPORT: Usual(Audience.ATTENDED, 0, AFTERWARDS, is_news=True),
    Occasion.FEEDBACK: Usual(Audience.ATTENDED, 3, 3 * DAY, is_on=False, is_news=True),
}


def automatic(event: Event, *, now: dt.datetime) -> list[Mailing]:
    """The mailings of this event in the order in which they go out: rows that are kept, and others that are not yet."""
    return sorted(planned([event], now=now), key=lambda mailing: (mailing.send_at is None, mailing.send_at))


def planned(events: Sequence[Event], *, now: dt.datetime) -> list[Mailing]:
    """What is still to come or was sent for these events. Each row that stands for the usual instant carries it in
    `send_at`, so it must not be saved as it is. Two queries."""
    kept = {(row.event_id, row.occasion): row for row in Mailing.objects.filter(event__in=events).exclude(occasion="")}
    kinds = {event.kind_id for event in events if event.kind_id}
    said = {(row.kind_id, row.occasion): row for row in KindMailing.objects.filter(kind__in=kinds)}
    found: list[Mailing] = []
    for event in events:
        for occasion in Occasion:
            row = kept.get((event.pk, occasion))
            by_kind = said.get((event.kind_id or 0, occasion))
            if mailing := _planned(event, occasion, row=row, by_kind=by_kind, now=now):
                found.append(mailing)
    return found


def _planned(
    event: Event, occasion: Occasion, *, row: Mailing | None, by_kind: KindMailing | None, now: dt.datetime
) -> Mailing | None:
    if row and row.state in (MailingState.SENT, MailingState.STOPPED):
        row.event = event
        return row
    usual = USUAL[occasion]
    is_on = row is not None or (by_kind.is_on if by_kind else usual.is_on)
    if not is_on or not suits(event, occasion):
        return None
    mailing = row or _new(event, occasion, by_kind=by_kind, now=now)
    mailing.event = event
    mailing.send_at = mailing.send_at or usual_instant(event, occasion, by_kind=by_kind)
    if mailing.send_at is None or (row is None and is_too_late(mailing, now=now)):
        return None
    return mailing


def _new(event: Event, occasion: Occasion, *, by_kind: KindMailing | None, now: dt.datetime) -> Mailing:
    usual = USUAL[occasion]
    words = {name: getattr(by_kind, name) for name in ("subject_en", "subject_cy", "body_en", "body_cy") if by_kind}
    return Mailing(
        event=event,
        occasion=occasion,
        audience=usual.audience,
        is_news=usual.is_news,
        state=MailingState.SCHEDULED,
        created_at=now,
        **words,
    )


def not_usual(event: Event, occasion: Occasion, *, now: dt.datetime) -> Mailing:
    """A mailing that does not go out by itself here, ready to be kept: switched off until staff send it."""
    mailing = _new(
        event, occasion, by_kind=KindMailing.objects.filter(kind=event.kind_id, occasion=occasion).first(), now=now
    )
    mailing.state = MailingState.STOPPED
    return mailing


def suits(event: Event, occasion: Occasion) -> bool:
    """Whether there is anything to say. A cancelled event, and one without a date, says nothing by itself."""
    if not event.is_live or event.date_state != DateState.FIXED or event.starts_at is None:
        return False
    if occasion == Occasion.JOINING:
        return event.attendance != Attendance.VENUE and bool(event.join_url)
    if occasion == Occasion.REPORT:
        return bool(event.say("has_report"))
    return True


def usual_instant(event: Event, occasion: Occasion, *, by_kind: KindMailing | None = None) -> dt.datetime | None:
    """Nine in the morning, so many days before the event begins or after it ends; a report: when it was published."""
    if event.starts_at is None:
        return None
    if occasion == Occasion.REPORT:
        return not_at_night(event.projected_at, event.zone) if event.projected_at else None
    usual = USUAL[occasion]
    number = abs(usual.days) if by_kind is None or by_kind.days is None else by_kind.days
    from_day = event.starts_at if usual.days < 0 else event.ends_at or event.starts_at
    day = from_day.astimezone(event.zone).date() + (number if usual.days > 0 else -number) * DAY
    moment = dt.datetime.combine(day, AT, event.zone).astimezone(dt.UTC)
    if usual.days < 0:
        return min(moment, event.starts_at)
    return max(moment, event.ends_at or event.starts_at)


def is_too_late(mailing: Mailing, *, now: dt.datetime) -> bool:
    """Whether its instant is so long past that it would only puzzle. What belongs before an event is not sent later."""
    usual = USUAL[Occasion(mailing.occasion)]
    if mailing.send_at is None:
        return True
    begun = mailing.event.starts_at is not None and mailing.event.starts_at <= now
    return now > mailing.send_at + usual.late or (usual.days < 0 and begun)


def due(now: dt.datetime) -> Iterable[Mailing]:
    """Automatic mailings that should go out at this instant."""
    events = list(_near(now))
    for mailing in planned(events, now=now):
        is_ready = mailing.state == MailingState.SCHEDULED and mailing.send_at is not None and mailing.send_at <= now
        if is_ready and not is_too_late(mailing, now=now):
            yield mailing


def _near(now: dt.datetime) -> Iterable[Event]:
    coming = Q(starts_at__gt=now, starts_at__lte=now + HORIZON)
    past = Q(starts_at__lte=now, ends_at__gt=now - AFTERWARDS) | Q(
        ends_at=None, starts_at__lte=now, starts_at__gt=now - AFTERWARDS
    )
    return Event.objects.filter(coming | past, is_live=True, date_state=DateState.FIXED)
