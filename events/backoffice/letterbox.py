"""The messages of one event as its pages in the back office show them, each found by its number or its occasion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from events.backoffice.forms.mailings import MailingForm, occasion_named
from events.booking.journal import By
from events.choices import MailingState
from events.messaging import mailings, occasions
from events.messaging.mailings import Progress
from events.messaging.undelivered import undelivered
from events.models.bookings import Booking
from events.models.events import Event
from events.models.mailings import Mailing


@dataclass(frozen=True)
class Line:
    """One message, the address of its page, and how far its mails have come (None before it is sent)."""

    mailing: Mailing
    url: str
    progress: Progress | None = None


@dataclass(frozen=True)
class Letterbox:
    """`automatic` go out by themselves, in the order of their instants; `written` by staff, the newest first."""

    automatic: list[Line]
    written: list[Line]
    undelivered: int


def letterbox_of(event: Event, *, now: dt.datetime) -> Letterbox:
    """A number of queries that does not grow with the messages."""
    automatic = occasions.automatic(event, now=now)
    written = list(Mailing.objects.filter(event=event, occasion=""))
    for row in written:
        row.event = event
    found = mailings.progress_of([*automatic, *written])
    return Letterbox(
        automatic=[_line(row, found) for row in automatic],
        written=[_line(row, found) for row in written],
        undelivered=undelivered(event).count(),
    )


def _line(mailing: Mailing, progress: dict[int, Progress]) -> Line:
    return Line(mailing, page_of(mailing), progress.get(mailing.pk))


def page_of(mailing: Mailing) -> str:
    return reverse("desk:mailing", args=[mailing.event_id, mailing.occasion or str(mailing.pk)])


def find_mailing(event: Event, which: str, *, now: dt.datetime) -> Mailing | None:
    """By number, or by occasion: then also one that is not kept yet, or that the usual rules leave out."""
    if which.isdigit():
        found = Mailing.objects.filter(event=event, occasion="", pk=which).first()
    elif occasion := occasion_named(which):
        found = next((row for row in occasions.automatic(event, now=now) if row.occasion == occasion), None)
        found = found or Mailing.objects.filter(event=event, occasion=occasion).first()
        found = found or occasions.not_usual(event, occasion, now=now)
    else:
        return None
    if found:
        found.event = event
    return found


def keep_words(form: MailingForm, *, event: Event, by: By, now: dt.datetime) -> Mailing:
    """Store what a valid form says. Words that are just the usual ones are not stored: they may get better."""
    mailing, words = form.mailing, form.words
    if mailing is None:
        mailing = Mailing(event=event, created_at=now, written_by=by.user)
    elif mailing.occasion:
        mailing = mailings.keep_occasion(mailing)
        if words == {name: value for name, value in form.initial.items() if name in words} and not any(
            getattr(mailing, name) for name in words
        ):
            return mailing
        Mailing.objects.filter(pk=mailing.pk).exclude(state=MailingState.SENT).update(**words)
        return mailing
    for name, value in words.items():
        setattr(mailing, name, value)
    mailing.audience, mailing.is_news = form.cleaned_data["audience"], form.cleaned_data["is_news"]
    mailing.save()
    mailing.ticket_types.set(form.cleaned_data.get("tickets", []))
    mailing.sessions.set(form.cleaned_data.get("sessions", []))
    mailing.bookings.set(Booking.objects.filter(event=event, pk__in=form.cleaned_data.get("bookings", [])))
    return mailing
