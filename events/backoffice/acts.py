"""What staff can do with a whole booking: each act with its words, its states and the rule behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.booking import approvals, changes, journal, staff
from events.booking.journal import By
from events.choices import ENDED, LIVE, BookingState
from events.models.bookings import Booking
from events.payments.gateway import connected
from events.payments.refunds import cancel


@dataclass(frozen=True)
class Order:
    """One press: which booking (by pk), when, by whom and why, and whether a limit may be gone beyond."""

    booking: int
    now: dt.datetime
    by: By
    beyond: bool = False


@dataclass(frozen=True)
class Act:
    """`says` explains what the press will do; `done` what it has done. `asks` is whether a reason or a tick is asked
    for on a page of its own; without it the button acts at once."""

    slug: str
    label: str | Promise
    says: str | Promise
    done: str | Promise
    carry_out: Callable[[Order], object]
    states: frozenset[BookingState]
    asks: bool = True
    needs_reason: bool = True
    may_go_beyond: bool = False
    warns: bool = False
    saves_places: bool | None = None

    def suits(self, booking: Booking) -> bool:
        if self.saves_places is not None and booking.saves_places == self.saves_places:
            return False
        if self.slug == "send-again" and not booking.email:
            return False
        if self.slug == "cancel-all" and getattr(booking, "size", 0) < 2:  # ticking one person is as quick
            return False
        return booking.state in self.states


def acts_for(booking: Booking) -> list[Act]:
    """Those that make sense as the booking stands."""
    return [act for act in ACTS.values() if act.suits(booking)]


def _send_again(order: Order) -> None:
    with transaction.atomic():
        booking = Booking.objects.get(pk=order.booking)
        changes.send_again(booking.pk, now=order.now)
        journal.record("booking.sent_again", booking=booking, by=order.by, now=order.now)


def _save_places(saves: bool) -> Callable[[Order], object]:
    return lambda order: staff.save_places_for(order.booking, saves=saves, now=order.now, by=order.by)


WAITING = frozenset({BookingState.WAITING})
REQUESTED = frozenset({BookingState.REQUESTED})

_ACTS = (
    Act(
        slug="approve",
        label=_("Approve"),
        says=_("The booking is confirmed, and the person who booked gets the confirmation by e-mail."),
        done=_("The booking is approved."),
        carry_out=lambda order: approvals.approve(order.booking, now=order.now, by=order.by),
        states=REQUESTED,
        asks=False,
        needs_reason=False,
    ),
    Act(
        slug="reject",
        label=_("Do not approve"),
        says=_("The places go to the waitlist at once, and the person who asked is told by e-mail."),
        done=_("The booking was not approved."),
        carry_out=lambda order: approvals.reject(order.booking, now=order.now, by=order.by),
        states=REQUESTED,
        warns=True,
    ),
    Act(
        slug="offer-now",
        label=_("Offer places now"),
        says=_("This party is offered its places out of turn, if they are free, and has the usual time to answer."),
        done=_("The places are offered."),
        carry_out=lambda order: staff.offer_now(order.booking, now=order.now, by=order.by),
        states=WAITING,
    ),
    Act(
        slug="move-up",
        label=_("Move to the front"),
        says=_("This party is served before everybody else who waits. If enough is free, its places are offered now."),
        done=_("The party stands at the front of the waitlist."),
        carry_out=lambda order: staff.move_up(order.booking, now=order.now, by=order.by),
        states=WAITING,
    ),
    Act(
        slug="save-places",
        label=_("Save places"),
        says=_("Freed places are kept for this party until there are enough for it. Nobody behind it gets them."),
        done=_("Freed places are saved for this party."),
        carry_out=_save_places(True),
        states=WAITING,
        saves_places=True,
    ),
    Act(
        slug="stop-saving",
        label=_("Stop saving places"),
        says=_("Freed places go to whoever fits first again. This party keeps its position."),
        done=_("Freed places are no longer saved for this party."),
        carry_out=_save_places(False),
        states=WAITING,
        saves_places=False,
    ),
    Act(
        slug="revoke-offer",
        label=_("Take the offer back"),
        says=_("The offer ends for good, the person is told by e-mail, and the next party is offered the places."),
        done=_("The offer was taken back."),
        carry_out=lambda order: staff.revoke_offer(order.booking, now=order.now, by=order.by),
        states=frozenset({BookingState.OFFERED}),
        warns=True,
    ),
    Act(
        slug="reinstate",
        label=_("Bring back"),
        says=_("Everybody on the booking gets a place again, and the person who booked gets the confirmation."),
        done=_("The booking is confirmed again."),
        carry_out=lambda order: staff.reinstate(order.booking, now=order.now, by=order.by, beyond=order.beyond),
        states=ENDED,
        needs_reason=False,
        may_go_beyond=True,
    ),
    Act(
        slug="send-again",
        label=_("Send the e-mail again"),
        says=_("The person who booked gets the latest e-mail once more, with a new link."),
        done=_("The e-mail is on its way again."),
        carry_out=_send_again,
        states=LIVE,
        asks=False,
        needs_reason=False,
    ),
    Act(
        slug="cancel-all",
        label=_("Cancel the whole booking"),
        says=_("Nobody on it is coming. The places go to the waitlist at once, and the person who booked is told."),
        done=_("The whole booking is cancelled."),
        carry_out=lambda order: cancel(order.booking, now=order.now, by=order.by, gateway=connected()),
        states=LIVE,
        needs_reason=False,
        warns=True,
    ),
)

ACTS = {act.slug: act for act in _ACTS}
