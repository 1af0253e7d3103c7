"""Runs every check over one state of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.reports.audit import (
    belonging,
    doors,
    keeping,
    ledger,
    lifecycles,
    messages,
    money,
    papers,
    payouts,
    places,
    queue,
)
from events.reports.audit.findings import Check, Finding

CHECKS: tuple[Check, ...] = (
    places.places_claimed,
    places.over_allocations_have_a_reason,
    lifecycles.confirmed_places_last,
    lifecycles.undecided_places_end_with_their_deadline,
    lifecycles.waiting_parties_claim_nothing,
    lifecycles.ended_bookings_claim_nothing,
    lifecycles.cancelled_people_claim_nothing,
    lifecycles.cancelled_bookings_are_empty,
    lifecycles.live_bookings_have_people,
    lifecycles.instants_fit_states,
    lifecycles.deadlines_are_kept,
    lifecycles.forms_book_once,
    lifecycles.references_and_codes_are_unique,
    belonging.people_belong_to_their_bookings_event,
    belonging.ticket_types_belong_to_the_event,
    belonging.sessions_belong_to_the_event,
    belonging.answers_belong_to_their_question,
    belonging.messages_and_interests_belong_to_the_event,
    belonging.supporters_come_with_somebody,
    belonging.sessions_are_chosen_as_the_event_asks,
    queue.the_queue_is_served,
    messages.states_are_announced,
    messages.waiting_parties_were_told,
    messages.bookings_have_audit_entries,
    messages.nothing_is_said_twice,
    messages.links_end,
    messages.no_secret_is_kept_in_clear,
    keeping.needs_are_deleted_in_time,
    keeping.unsent_forms_are_forgotten,
    money.refunds_are_at_most_what_was_paid,
    money.money_has_a_place_or_goes_back,
    money.currencies_agree,
    money.promised_refunds_are_sent,
    money.open_pages_are_checked,
    money.codes_are_used_as_often_as_they_may,
    doors.check_ins_belong_to_the_event,
    doors.people_are_let_in_once,
    doors.only_confirmed_people_are_let_in,
    ledger.credit_transfers_are_balanced,
    ledger.credit_balances_follow_their_lines,
    ledger.credit_accounts_are_not_overdrawn,
    ledger.credits_are_earned_and_returned_once,
    papers.invoice_numbers_have_no_gap,
    papers.invoices_are_the_sum_of_their_lines,
    papers.papers_say_what_bookings_cost,
    payouts.payouts_are_the_sum_of_their_lines,
    payouts.lines_are_what_was_paid,
    payouts.refunds_of_stripe_are_here,
    payouts.card_payments_are_paid_out,
)


@dataclass(frozen=True)
class Line:
    """One finding and the check that made it."""

    check: str
    finding: Finding

    def __str__(self) -> str:
        where = f" {self.finding.where}:" if self.finding.where else ""
        return f"{self.check}:{where} {self.finding.what}"


@dataclass(frozen=True)
class Recount:
    """`breaches` are promises broken; `due` is what the next `run_due` does."""

    breaches: list[Line]
    due: list[Line]
    events: int
    bookings: int
    people: int


def recount(now: dt.datetime) -> Recount:
    """Run every check at one instant, on one state of the database."""
    with _one_state():
        lines = [Line(check.__name__, finding) for check in CHECKS for finding in check(now)]
        return Recount(
            breaches=[line for line in lines if not line.finding.is_due],
            due=[line for line in lines if line.finding.is_due],
            events=Event.objects.count(),
            bookings=Booking.objects.count(),
            people=Attendee.objects.count(),
        )


@contextmanager
def _one_state() -> Iterator[None]:
    """All queries of the block see the same commit, and nothing is locked. Within a transaction it is that one's."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _without_the_write_lock(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _without_the_write_lock() -> Iterator[None]:
    """The site begins its transactions on SQLite as writers; this one only reads."""
    sqlite: Any = connection
    sqlite.ensure_connection()  # which is what reads the mode from the settings
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = mode
