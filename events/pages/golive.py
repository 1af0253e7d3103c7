"""Decides whether an event can go live: what is missing, and what contradicts itself. Pure.

Works on anything that has a page's attributes, so that a form can ask before it saves and publishing can ask after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.booking.pricing import AT_ONE_PRICE, IN_CREDITS
from events.choices import Attendance, DateState, PriceKind, QuestionKind, SessionChoice
from events.payments.payable import can_be_paid

ASKS_CHOICES = (QuestionKind.CHOICE, QuestionKind.CHOICES)


@dataclass(frozen=True)
class Problem:
    """What to do about it, and where: beside `field` of the event, or of row number `row` of `relation`.

    `in_draft` problems are wrong at any time; the others only matter once the event goes live.
    """

    message: str | Promise
    field: str = ""
    relation: str = ""
    row: int | None = None
    in_draft: bool = False


@dataclass(frozen=True)
class Draft:
    """An event as it stands: `page` has the facts and words; the rows are those that are not being deleted."""

    page: Any
    ticket_types: Sequence[Any] = ()
    sessions: Sequence[Any] = ()
    questions: Sequence[Any] = ()


def fact_problems(draft: Draft) -> list[Problem]:
    """Whatever stops the event from being booked: incomplete or contradictory facts."""
    return [
        *_dates(draft.page),
        *_place(draft.page),
        *_booking(draft.page),
        *_tickets(draft),
        *_sessions(draft),
        *_questions(draft),
    ]


def word_problems(page: Any) -> list[Problem]:
    """Words that a reader would miss."""
    found = []
    if not page.summary:
        found.append(Problem(_("Write one or two sentences that say what the event is."), "summary"))
    if page.picture and not page.picture_alt:
        found.append(Problem(_("Say what the picture shows, for people who cannot see it."), "picture_alt"))
    if page.date_state == DateState.TO_BE_CONFIRMED and not page.when_text:
        found.append(Problem(_("Say roughly when it will be, for example: January or February."), "when_text"))
    if page.date_state == DateState.CANCELLED and not page.reason:
        found.append(Problem(_("Say why it is cancelled, and what people can do instead."), "reason"))
    return found


def hints(draft: Draft) -> list[Problem]:
    """What can wait, but is easily forgotten."""
    found, page = [], draft.page
    if page.attendance in (Attendance.ONLINE, Attendance.HYBRID) and not page.join_url:
        found.append(
            Problem(_("There is no link to join online yet. People who have booked will need it."), "join_url")
        )
    if page.is_bookable and page.date_state == DateState.FIXED and page.capacity == 0:
        found.append(Problem(_("The event has 0 places, so nobody can book. Leave it empty for no limit."), "capacity"))
    if page.is_bookable and not all(can_be_paid(row, page) for row in draft.ticket_types):
        found.append(
            Problem(
                _(
                    "Card payment is not set up on this site. Tickets that cost money can be booked once it is, or "
                    "once this event takes invoices or money at the door."
                ),
                relation="ticket_types",
            )
        )
    return found


def _dates(page: Any) -> Iterator[Problem]:
    if page.date_state == DateState.FIXED and not page.starts_at:
        yield Problem(
            _("Give the day and time at which it starts, or say that the date is to be confirmed."), "starts_at"
        )
    if _reversed(page):
        yield Problem(_("It ends before it starts."), "ends_at", in_draft=True)
    if page.ends_at and not page.starts_at:
        yield Problem(_("It has an end but no start."), "starts_at")


def _place(page: Any) -> Iterator[Problem]:
    if page.date_state == DateState.FIXED and page.attendance != Attendance.ONLINE and not page.venue:
        yield Problem(_("Choose the venue, or say that the event is online."), "venue")


def _booking(page: Any) -> Iterator[Problem]:
    if page.min_per_booking and page.max_per_booking and page.min_per_booking > page.max_per_booking:
        yield Problem(
            _("The most people in one booking cannot be fewer than the fewest."), "max_per_booking", in_draft=True
        )
    opens, closes = page.booking_opens_at, page.booking_closes_at
    if opens and closes and closes <= opens:
        yield Problem(_("Booking closes before it opens."), "booking_closes_at", in_draft=True)
    elif opens and page.starts_at and not closes and page.starts_at <= opens:
        yield Problem(_("Booking opens after the event has started."), "booking_opens_at")
    if closes and (last := page.ends_at or page.starts_at) and closes > last:
        yield Problem(_("Booking closes after the event is over."), "booking_closes_at")


def _tickets(draft: Draft) -> Iterator[Problem]:
    if draft.page.is_bookable and not draft.ticket_types:
        yield Problem(
            _("Add at least one ticket type, or say that people do not book on this site."), relation="ticket_types"
        )
    for row, ticket in enumerate(draft.ticket_types):
        for field, message in _prices(ticket):
            yield Problem(message, field, "ticket_types", row)
        if ticket.opens_at and ticket.closes_at and ticket.closes_at <= ticket.opens_at:
            yield Problem(
                _("The sale of this ticket ends before it begins."), "closes_at", "ticket_types", row, in_draft=True
            )
    yield from _supporters(draft)
    yield from _rooms(draft)


def _prices(ticket: Any) -> Iterator[tuple[str, str | Promise]]:
    if ticket.price_kind in AT_ONE_PRICE and not ticket.price:
        yield "price", _("Say how much it costs, or choose “Free”.")
    if ticket.price_kind == PriceKind.FREE and ticket.price:
        yield "price", _("A free ticket costs nothing. Empty this box, or choose another price.")
    yield from _lower_prices(ticket)
    if ticket.price_kind in IN_CREDITS and not ticket.credits:
        yield "credits", _("Say how many time credits it costs.")
    if ticket.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
        amounts = amounts_of(ticket.suggested_prices)
        if amounts is None:
            yield "suggested_prices", _("Type amounts with commas between them, for example 5, 10, 20.")
        elif any(amount < (ticket.minimum_price or 0) for amount in amounts):
            yield "suggested_prices", _("A suggested amount is below the least amount.")


def _lower_prices(ticket: Any) -> Iterator[tuple[str, str | Promise]]:
    """Early and group prices are whole, and lower than the price."""
    if (ticket.early_price is None) != (ticket.early_until is None):
        yield "early_price", _("An early amount needs the instant until which it is good, and the other way round.")
    if (ticket.group_price is None) != (ticket.group_from is None):
        yield "group_price", _("An amount in a group needs the number that makes a group, and the other way round.")
    for field in ("early_price", "group_price"):
        amount = getattr(ticket, field)
        if amount is not None and ticket.price and amount > ticket.price:
            yield field, _("This is more than the usual amount.")


def amounts_of(text: str | None) -> list[Decimal] | None:
    """The amounts in "5, 10, 20"; None when one of them is no amount of money."""
    try:
        amounts = [Decimal(part.strip()) for part in (text or "").split(",") if part.strip()]
    except InvalidOperation:
        return None
    return amounts if all(amount.is_finite() and amount >= 0 for amount in amounts) else None


def _supporters(draft: Draft) -> Iterator[Problem]:
    tickets = draft.ticket_types
    if tickets and all(ticket.is_supporter for ticket in tickets):
        message = _("Supporters come with somebody. Add a ticket type for the people whom they support.")
        yield Problem(message, relation="ticket_types")


def _rooms(draft: Draft) -> Iterator[Problem]:
    page = draft.page
    if page.attendance != Attendance.HYBRID or (page.room_capacity is None and page.online_capacity is None):
        return
    for row, ticket in enumerate(draft.ticket_types):
        if not ticket.attendance:
            message = _("Say whether this ticket is for the room or online, because each has its own number of places.")
            yield Problem(message, "attendance", "ticket_types", row)


def _sessions(draft: Draft) -> Iterator[Problem]:
    page = draft.page
    for row, session in enumerate(draft.sessions):
        if _reversed(session):
            yield Problem(_("This session ends before it starts."), "ends_at", "sessions", row, in_draft=True)
        if page.date_state == DateState.FIXED and not session.starts_at:
            yield Problem(_("Give the day and time at which this session starts."), "starts_at", "sessions", row)
        elif page.starts_at and session.starts_at and session.starts_at < page.starts_at:
            yield Problem(_("This session starts before the event does."), "starts_at", "sessions", row)
        if page.ends_at and session.starts_at and session.starts_at > page.ends_at:
            yield Problem(_("This session starts after the event is over."), "starts_at", "sessions", row)
    if page.session_choice != SessionChoice.WHOLE and not any(session.is_bookable for session in draft.sessions):
        yield Problem(_("People are to choose sessions, but there is none that they can choose."), "session_choice")


def _questions(draft: Draft) -> Iterator[Problem]:
    for row, question in enumerate(draft.questions):
        lines = [line for line in (question.choices or "").splitlines() if line.strip()]
        if question.kind in ASKS_CHOICES and len(lines) < 2:
            yield Problem(_("Write at least two choices, each on its own line."), "choices", "questions", row)


def _reversed(row: Any) -> bool:
    return bool(row.starts_at and row.ends_at and row.ends_at < row.starts_at)
