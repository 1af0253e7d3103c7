"""The table of a mail: when, where, who, what it costs. The same rows make its text and its HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.calendars.places import place_line
from events.calendars.plain_text import one_line
from events.choices import BookingState, DateState, MessageKind, Occasion
from events.messaging.dossier import Dossier
from events.messaging.inert import inert
from events.models.bookings import Attendee
from events.models.events import Event
from events.models.money import site_currency
from events.payments.debts import debts_of
from home.dates import day_text, days_text, first_day, last_day, times_text
from home.money import money_text


@dataclass(frozen=True)
class Fact:
    """One row: a label and one or more lines. `is_link` when its only line is an address."""

    label: str
    lines: tuple[str, ...]
    is_link: bool = False


ROWS: dict[MessageKind, tuple[str, ...]] = {
    MessageKind.CONFIRMATION: ("when", "where", "join", "booking", "people", "price"),
    MessageKind.CANCELLATION: ("when", "booking", "gone", "staying"),
    MessageKind.CHANGE: ("when", "where", "join", "booking", "people", "price"),
    MessageKind.LINK: ("when", "where", "join", "booking"),
    MessageKind.WAITLIST_JOINED: ("when", "where", "booking", "people"),
    MessageKind.OFFER: ("when", "where", "booking", "people", "price"),
    MessageKind.OFFER_LAPSED: ("when", "booking"),
    MessageKind.QUEUE_NEWS: ("when", "where", "booking", "people"),
    MessageKind.REQUESTED: ("when", "where", "booking", "people"),
    MessageKind.REJECTED: ("when", "booking"),
    MessageKind.INTEREST: ("when", "where", "party"),
    MessageKind.EVENT_CHANGED: ("when", "where", "join", "booking", "people"),
    MessageKind.EVENT_CANCELLED: ("when", "booking"),
    MessageKind.INVOICE: ("when", "booking", "invoiced", "due", "po_number"),
    MessageKind.INVOICE_REMINDER: ("when", "booking", "still_open", "due", "po_number"),
    MessageKind.CREDIT_NOTE: ("when", "booking", "taken_off"),
    MessageKind.PASSED_ON: ("when", "booking"),
    MessageKind.PAYMENT_FAILED: ("when", "booking", "price"),
    MessageKind.PAID_TOO_LATE: ("when", "booking"),
    MessageKind.MAILING: (),
}
ABOUT_AN_INVOICE = {MessageKind.PAYMENT_FAILED: ROWS[MessageKind.INVOICE_REMINDER]}
"""What the finance team is told instead of what a booker is told."""

OF_OCCASION: dict[str, tuple[str, ...]] = {
    Occasion.REMINDER: ("when", "where", "join", "booking", "people", "price"),
    Occasion.JOINING: ("when", "join", "booking"),
}
"""A mailing that goes out by itself tells the facts that belong to it; what staff write says itself what it tells."""


def facts(dossier: Dossier, *, language: str) -> list[Fact]:
    """The rows of this kind of message, in `language`, which must be the active one; unknown ones are left out."""
    mailing = dossier.message.mailing
    kind = MessageKind(dossier.message.kind)
    names = OF_OCCASION.get(mailing.occasion, ()) if mailing else ROWS[kind]
    if dossier.invoice is not None:
        names = ABOUT_AN_INVOICE.get(kind, names)
    rows = (MAKERS[name](dossier, language) for name in names)
    return [row for row in rows if row.lines]


def facts_text(rows: list[Fact]) -> str:
    """The same in plain text: labels in one column, values in the next."""
    width = max((len(row.label) for row in rows), default=0) + 3
    found = []
    for row in rows:
        first, *others = row.lines
        found += [f"{row.label}:".ljust(width) + first, *(" " * width + line for line in others)]
    return "\n".join(found)


def when_lines(event: Event, *, language: str) -> tuple[str, ...]:
    """Day and time, or what is known of them."""
    if event.date_state == DateState.POSTPONED:
        return (_("Postponed. The new date is not known yet."),)
    if event.starts_at is None or event.date_state == DateState.TO_BE_CONFIRMED:
        return (one_line(event.say("when_text", language)) or _("Date to be confirmed"),)
    zone = event.zone
    days = days_text(
        first_day(event.starts_at, zone), last_day(event.starts_at, event.ends_at, zone), language=language
    )
    return days, times_text(event.starts_at, event.ends_at, zone, language=language)


def short_date(event: Event, *, language: str) -> str:
    """The date for a subject: "Thursday 11 February"; "" while there is none."""
    if event.starts_at is None or event.date_state in (DateState.TO_BE_CONFIRMED, DateState.POSTPONED):
        return ""
    first, last = first_day(event.starts_at, event.zone), last_day(event.starts_at, event.ends_at, event.zone)
    return (
        day_text(first, language=language, year=False) if first == last else days_text(first, last, language=language)
    )


def instant(text: object) -> dt.datetime | None:
    """An instant that a rule wrote into a message's context; None for none."""
    return dt.datetime.fromisoformat(str(text)) if text else None


def person_line(person: Attendee, dossier: Dossier, *, language: str) -> str:
    """Name, ticket where there are several kinds, and chosen sessions."""
    name = inert(person.name) or _("One person")
    ticket = one_line(person.ticket_type.say("name", language))
    chosen = [one_line(row.session.say("title", language)) for row in person.chosen_sessions.all()]
    several = len({other.ticket_type_id for other in dossier.people}) > 1
    return " – ".join(part for part in (name, ticket if several else "", ", ".join(chosen)) if part)


def _when(dossier: Dossier, language: str) -> Fact:
    return Fact(_("When"), when_lines(dossier.event, language=language))


def _where(dossier: Dossier, language: str) -> Fact:
    place = place_line(dossier.event, language=language)
    return Fact(_("Where"), (place,) if place else ())


def _join(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001  (an address reads the same in every language)
    return Fact(_("Join online"), (dossier.join_url,) if dossier.join_url else (), is_link=True)


def _booking(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    return Fact(_("Booking"), (dossier.booking.reference,) if dossier.booking else ())


def _people(dossier: Dossier, language: str) -> Fact:
    return Fact(_("Places"), tuple(person_line(person, dossier, language=language) for person in dossier.people))


def _gone(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    return Fact(_("Cancelled"), tuple(inert(name) or _("One person") for name in dossier.gone))


def _staying(dossier: Dossier, language: str) -> Fact:
    is_waiting = dossier.booking is not None and dossier.booking.state == BookingState.WAITING
    label = _("Still waiting") if is_waiting else _("Still booked")
    return Fact(label, tuple(person_line(person, dossier, language=language) for person in dossier.people))


def _price(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    price, spent = dossier.price, sum(person.credits for person in dossier.people)
    if not price and not spent:
        return Fact(_("Cost"), (_("Free"),) if dossier.message.kind == MessageKind.OFFER else ())
    currency = dossier.booking.currency if dossier.booking else site_currency()
    if dossier.to_pay or dossier.credits:
        return Fact(_("To pay"), _sums(dossier.to_pay, dossier.credits, currency))
    return Fact(_("Paid"), _sums(price, spent, currency))


def _sums(amount: Decimal, number: int, currency: str) -> tuple[str, ...]:
    money = (money_text(amount, currency),) if amount else ()
    if not number:
        return money
    return (*money, ngettext("%(number)d time credit", "%(number)d time credits", number) % {"number": number})


def _party(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    number = dossier.interest.party_size if dossier.interest else 0
    line = ngettext("%(number)d person", "%(number)d people", number) % {"number": number}
    return Fact(_("For"), (line,) if number else ())


def _sum(label: str, dossier: Dossier) -> Fact:
    paper = dossier.invoice
    return Fact(label, (money_text(paper.total, paper.currency),) if paper else ())


def _invoiced(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    return _sum(_("To pay"), dossier)


def _taken_off(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    return _sum(_("Taken off"), dossier)


def _still_open(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    """What is open when the mail is written: a payment may have come in since it was planned."""
    paper = dossier.invoice
    if paper is None or paper.due_on is None:
        return Fact(_("Still open"), ())
    debt = debts_of([paper], today=paper.due_on)[0]
    return Fact(_("Still open"), (money_text(debt.open, paper.currency),))


def _due(dossier: Dossier, language: str) -> Fact:
    paper = dossier.invoice
    return Fact(_("To be paid by"), (day_text(paper.due_on, language=language),) if paper and paper.due_on else ())


def _po_number(dossier: Dossier, language: str) -> Fact:  # noqa: ARG001
    paper = dossier.invoice
    return Fact(_("Purchase order"), (one_line(paper.po_number),) if paper and paper.po_number else ())


MAKERS: dict[str, Callable[[Dossier, str], Fact]] = {
    "when": _when,
    "where": _where,
    "join": _join,
    "booking": _booking,
    "people": _people,
    "gone": _gone,
    "staying": _staying,
    "price": _price,
    "party": _party,
    "invoiced": _invoiced,
    "taken_off": _taken_off,
    "still_open": _still_open,
    "due": _due,
    "po_number": _po_number,
}
