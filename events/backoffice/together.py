"""What staff can do with many bookings at once, and the doing: each booking by its own rule, with its own entry.

A booking carries a mark of how it stood on the page on which it was chosen. Whatever has changed since is left alone
and told. Work that was broken off goes on where it ended: what it did stands in the history, and is not done again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.backoffice.acts import ACTS, REQUESTED, Order
from events.backoffice.board import filled_in
from events.backoffice.permissions import Permission
from events.booking.journal import By
from events.choices import BookingState, PriceKind
from events.errors import BookingError, NothingToPay
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.events import Event
from events.models.work import Work
from events.payments.balance import balances
from events.payments.received import DoorMethod, receive_transfer, take_at_door
from events.reports.disclosure import KINDS as LOOKS
from events.work.jobs import Result
from events.work.progress import Progress

MOST_AT_ONCE = 50
"""Bookings that are done while somebody waits; more of them are background work."""

TRANSFER = "transfer"
WAYS = [(TRANSFER, gettext_lazy("Bank transfer")), *DoorMethod.choices]


@dataclass(frozen=True)
class Together:
    """One button below the list. `action` is what its rule writes into the history of each booking; `states` are
    those in which it makes sense; `asks_reason` is whether one can be given."""

    slug: str
    label: str | Promise
    says: str | Promise
    permission: Permission
    action: str
    states: frozenset[BookingState]
    carry_out: Callable[[Order, Mapping[str, Any]], object]
    asks_reason: bool = False
    needs_reason: bool = False
    asks_payment: bool = False
    warns: bool = False

    @property
    def kind(self) -> str:
        """What its background work is called."""
        return f"all-{self.slug}"


@dataclass(frozen=True)
class Chosen:
    """One booking as it stands. `due` is what is still owed, where the act is about that."""

    booking: Booking
    mark: str
    suits: bool
    due: Any = None


def _each(slug: str, act: str, **words: Any) -> Together:
    """An act on one booking, done to many: what it is called, when it suits and what it asks are the act's own."""
    one = ACTS[act]
    own: dict[str, Any] = {
        "label": one.label,
        "permission": Permission.CHANGE_BOOKINGS,
        "states": one.states,
        "carry_out": lambda order, _given: one.carry_out(order),
        "asks_reason": one.asks,
        "needs_reason": one.needs_reason,
        "warns": one.warns,
    }
    return Together(slug=slug, **{**own, **words})


def _mark_paid(order: Order, given: Mapping[str, Any]) -> object:
    """All that is due. The same form sent again finds its own payments."""
    booking = Booking.objects.get(pk=order.booking)
    key, due = uuid.uuid5(uuid.UUID(given["once"]), str(order.booking)), balances([booking])[booking.pk].due
    if not due:
        raise NothingToPay
    if given["way"] != TRANSFER:
        way = DoorMethod(given["way"])
        return take_at_door(booking.pk, amount=due, method=way, client_id=key, now=order.now, by=order.by)
    return receive_transfer(
        booking.pk,
        amount=due,
        reference=given["reference"],
        key=key,
        paid_at=parse_datetime(given["paid_at"]) or order.now,
        now=order.now,
        by=order.by,
    )


_TOGETHER = (
    _each(
        "approve",
        "approve",
        says=gettext_lazy("These bookings are confirmed, and everybody who booked gets the confirmation by e-mail."),
        action="booking.approved",
    ),
    _each(
        "send-again",
        "send-again",
        says=gettext_lazy("Everybody who booked gets the latest e-mail about the booking once more, with a new link."),
        action="booking.sent_again",
    ),
    Together(
        slug="mark-paid",
        label=gettext_lazy("Mark as paid"),
        says=gettext_lazy("All that is still due for these bookings is written down as paid."),
        permission=Permission.CHANGE_MONEY,
        action="payment.received",
        states=frozenset({BookingState.CONFIRMED}),
        carry_out=_mark_paid,
        asks_payment=True,
    ),
    _each(
        "reject",
        "reject",
        says=gettext_lazy("The places go to the waitlist at once, and everybody who asked is told by e-mail."),
        action="booking.rejected",
    ),
    _each(
        "cancel",
        "cancel-all",
        label=gettext_lazy("Cancel bookings"),
        says=gettext_lazy(
            "Nobody on these bookings is coming. The places go to the waitlist at once, everybody who booked is told, "
            "and money goes back as the event’s rules say."
        ),
        action="booking.cancelled",
    ),
)

TOGETHER = {act.slug: act for act in _TOGETHER}


def offered(event: Event, allowed: Iterable[Permission]) -> list[Together]:
    """The buttons for somebody with these permissions, on an event of this kind."""
    permitted = set(allowed)
    return [
        act
        for act in _TOGETHER
        if act.permission in permitted
        and (act.states != REQUESTED or event.needs_approval)
        and (not act.asks_payment or event.ticket_types.exclude(price_kind=PriceKind.FREE).exists())
    ]


def as_they_stand(act: Together, bookings: Sequence[Booking]) -> list[Chosen]:
    """In the order given. A fixed number of queries."""
    marks = marks_of(bookings)
    dues = {pk: row.due for pk, row in balances(bookings).items()} if act.asks_payment else {}
    return [
        Chosen(
            booking, _mark(marks[booking.pk], dues.get(booking.pk)), _suits(act, booking, dues), dues.get(booking.pk)
        )
        for booking in bookings
    ]


def _suits(act: Together, booking: Booking, dues: Mapping[int, Any]) -> bool:
    if act.slug == "send-again" and not booking.email:
        return False
    return booking.state in act.states and (not act.asks_payment or bool(dues[booking.pk]))


def _mark(last: int, due: Any) -> str:
    return str(last) if due is None else f"{last}-{due}"


def marks_of(bookings: Iterable[Booking]) -> dict[int, int]:
    """The last thing that happened to each: looking at a booking does not count."""
    looks = Q()
    for kind in LOOKS:
        looks |= Q(action__endswith=f".{kind}")
    pks = [booking.pk for booking in bookings]
    rows = AuditEntry.objects.filter(booking__in=pks).exclude(looks).order_by()
    found = dict(rows.values_list("booking").annotate(last=Max("pk")))
    return {pk: found.get(pk, 0) for pk in pks}


def carry_out(act: Together, work: Work, event: Event, *, by: By, progress: Progress) -> Result:
    """Do it for one booking after the other. `work.parameters["bookings"]` holds (pk, mark) of each."""
    wanted: list[tuple[int, str]] = [(pk, mark) for pk, mark in work.parameters["bookings"]]
    done, left = 0, []
    for number, (pk, mark) in enumerate(wanted):
        progress(number, len(wanted))
        why_not = _one(act, work, event, pk=pk, mark=mark, by=by, progress=progress)
        if why_not is None:
            done += 1
        else:
            left.append([pk, why_not])
    return Result(words=_said(done, len(left)), outcome={"left": left})


def _one(act: Together, work: Work, event: Event, *, pk: int, mark: str, by: By, progress: Progress) -> str | None:
    """None when it is done, else why this booking was left as it is."""
    history = AuditEntry.objects.filter(booking=pk, action=act.action, user=by.user, at__gte=work.asked_at)
    if history.exists():
        return None
    booking = filled_in(event).filter(pk=pk).first()
    if booking is None:
        return _("It is no longer there.")
    stands = as_they_stand(act, [booking])[0]
    if stands.mark != mark:
        return _("It has changed since you chose it.")
    if not stands.suits:
        return _("As it stands, that is not possible.")
    try:
        act.carry_out(Order(booking=pk, now=progress.clock(), by=by), work.parameters)
    except BookingError as refusal:
        return str(refusal)
    return None


def _said(done: int, left: int) -> str:
    said = ngettext("Done for %(number)d booking.", "Done for %(number)d bookings.", done) % {"number": done}
    if not left:
        return said
    not_done = ngettext("%(number)d booking was left as it is.", "%(number)d bookings were left as they are.", left) % {
        "number": left
    }
    return f"{said} {not_done}"
