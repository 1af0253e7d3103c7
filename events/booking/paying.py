"""Places of a party that pays first: held while its payment page may be open, confirmed when the money is there.

The clock frees no place for which Stripe may still take money. Such a booking is held far beyond the end of its page,
and its places come back when Stripe has said that the page is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from events import errors
from events.booking import journal, waitlist
from events.booking.capacity import Gate, seats_of
from events.booking.discounts import is_left
from events.booking.journal import By
from events.booking.lifecycle import PAID_AT_ONCE, move, was_not_paid
from events.choices import BookingState, DateState, MessageKind, PayBy, PaymentState
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.payments import Payment

BEYOND_THE_PAGE = dt.timedelta(days=30)
"""How long places stay held after a page should have closed, if nobody can ask Stripe whether it has."""

REVIVABLE = frozenset({BookingState.HELD, BookingState.EXPIRED})
"""States in which money that comes in, or word of how it will come, still makes a booking, if there is room."""


def pays_first(event: Event, pay_by: str | None, people: Iterable[Attendee]) -> bool:
    """Whether a place is only theirs once it is paid: something is to pay by card, or in the host's time credits."""
    if pay_by not in PAID_AT_ONCE:
        return False
    asks_credits, asks_money = event.host_id is not None, pay_by == PayBy.CARD
    return any((asks_money and person.price) or (asks_credits and person.credits) for person in people)


def require_payable(booking: Booking) -> None:
    """Raises HoldExpired for an ended booking that no word of payment brings back, such as a request nobody approved.

    Whoever booked directly and was too slow may have their places while there are any.
    """
    if booking.state == BookingState.EXPIRED and not was_not_paid(booking):
        raise errors.HoldExpired


def require_no_open_page(booking: Booking) -> None:
    """Raises PaymentOpen while somebody may be paying for the booking as it stands."""
    if booking.pk and Payment.objects.filter(booking=booking, state=PaymentState.OPEN).exists():
        raise errors.PaymentOpen


def held_until(booking: Booking) -> dt.datetime | None:
    """Until when people are told that their places are kept: the end of the page that is open, or of the hold."""
    page = Payment.objects.filter(booking=booking, state=PaymentState.OPEN).values_list("expires_at", flat=True)
    return page.first() or booking.deadline_at


def keep_while_paying(passed: Gate, booking: Booking, *, page_ends_at: dt.datetime) -> None:
    """Hold the places until Stripe says what became of the page. Only for held bookings; confirmed ones have theirs."""
    if booking.state == BookingState.HELD:
        _keep(passed, booking, until=page_ends_at + BEYOND_THE_PAGE)


def keep_until(passed: Gate, booking: Booking, *, until: dt.datetime) -> None:
    """The page is closed and nothing was paid: the hold runs by the clock again, or ends at once."""
    if booking.state != BookingState.HELD:
        return
    if until > passed.now:
        _keep(passed, booking, until=until)
        return
    passed.release(waitlist.coming(booking), cancelled=False)
    move(booking, BookingState.EXPIRED, now=passed.now)
    journal.record("booking.expired", booking=booking, by=By.system(), now=passed.now)
    waitlist.serve(passed)


def _keep(passed: Gate, booking: Booking, *, until: dt.datetime) -> None:
    passed.keep(waitlist.coming(booking), until=until)
    booking.deadline_at = until
    booking.save(update_fields=["deadline_at"])


def confirm(passed: Gate, booking: Booking, *, by: By) -> bool:
    """Confirm a booking that is held: its money is there, or is to follow by invoice or at the door.

    One that is confirmed stays so. False when its places or its discount went to others, or the event is off.
    """
    if booking.state == BookingState.CONFIRMED:
        return True
    if booking.state not in REVIVABLE or passed.event.date_state == DateState.CANCELLED:
        return False
    people = waitlist.coming(booking)
    if not people:
        return False
    if passed.seats_claimed(people).total < len(people):
        waitlist.serve(passed)  # whoever waits was there before somebody who comes too late
        if passed.places.shortfall(seats_of(people)) or not is_left(booking, now=passed.now):
            return False
        passed.claim(people, seats=seats_of(people), until=passed.now)
    move(booking, BookingState.CONFIRMED, now=passed.now)
    passed.confirm(people)
    journal.record("booking.confirmed", booking=booking, by=by, now=passed.now, count=len(people))
    journal.announce(MessageKind.CONFIRMATION, booking=booking, now=passed.now)
    return True
