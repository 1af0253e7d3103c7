"""Checking and paying a booking, and coming back from the payment page. The browser never says that it has paid."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import errors
from events.booking.holds import give_more_time
from events.booking.refund_policy import RefundPolicy
from events.choices import BookingState, PaymentState
from events.models.bookings import Attendee, Booking
from events.models.payments import Payment
from events.payments.balance import Balance, balance
from events.payments.checkout import undecided
from events.payments.credit_places import credits_due, credits_paid, has_credits_due
from events.payments.gateway import connected
from events.payments.settle import settle
from events.public.forgery import looks_forged
from events.public.held import answers_path, named_hold
from events.public.links import booking_path
from events.public.refusals import FormTooOld, NoWayChosen
from events.public.views.opened import about, coming_of, opens_booking, people_of
from events.public.ways import Way, ways_for

TO_BE_PAID = frozenset({BookingState.HELD, BookingState.CONFIRMED})

LOOK_AGAIN_SECONDS = 5

NOTICES = {
    "not-paid": _("You came back from the payment page without paying. Nothing was charged; your places are kept."),
    "trouble": errors.PaymentsDown.message,
    "refused": errors.PaymentRefused.message,
}
"""What is said to somebody who was led here, by what stands in the address."""


@dataclass(frozen=True)
class PriceLine:
    name: str
    number: int
    amount: Decimal
    note: str = ""
    credits: int = 0


@dataclass(frozen=True)
class Total:
    """What is to pay now."""

    amount: Decimal
    credits: int = 0


@opens_booking("GET", "POST")
def pay(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    refusal = None
    if request.method == "POST" and "switch" not in request.POST:
        try:
            return _pressed(request, booking, now)
        except errors.BookingError as refused:
            refusal = refused
            booking.refresh_from_db()
    stands = balance(booking)
    payment = undecided(booking.pk)
    if payment and payment.state == PaymentState.PENDING:
        return HttpResponseRedirect(booking_path(booking.reference, "booking_paid"))
    is_over = booking.state == BookingState.EXPIRED
    is_paid = stands.is_settled and not has_credits_due(booking)
    if not is_over and (booking.state not in TO_BE_PAID or is_paid):
        return HttpResponseRedirect(booking_path(booking.reference))
    return _page(request, booking, stands, now, refusal=refusal)


def _pressed(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponse:
    if looks_forged(request):
        raise FormTooOld
    if "more" in request.POST:
        give_more_time(booking.pk, now=now)
        return HttpResponseRedirect(request.path, status=303)
    ways = {str(way.value): way for way in ways_for(booking, balance(booking))}
    only = next(iter(ways)) if len(ways) == 1 else ""
    chosen = ways.get(request.POST.get("how", only))
    if chosen is None:
        raise NoWayChosen
    return HttpResponseRedirect(chosen.begin(booking, now), status=303)


def _page(
    request: HttpRequest,
    booking: Booking,
    stands: Balance,
    now: dt.datetime,
    *,
    refusal: errors.BookingError | None,
) -> HttpResponse:
    people = coming_of(people_of(booking))
    hold = named_hold(booking, now=now) if booking.state != BookingState.CONFIRMED else None
    context = about(request, booking, now)
    ways: list[Way] = ways_for(booking, stands)
    policy = RefundPolicy.agreed(booking)
    context |= {
        "said_state": refusal.state if refusal else "pay",
        "refusal": refusal,
        "notice": "" if refusal else next((text for name, text in NOTICES.items() if name in request.GET), ""),
        "hold": hold,
        "people": people,
        "lines": lines_of(people),
        "total": Total(stands.due, sum(credits_due(people).values())),
        "credits_spent": sum(credits_paid(people).values()) if any(person.credits for person in people) else 0,
        "costs_credits": any(person.credits for person in people),
        "stands": stands,
        "ways": ways,
        "chosen": request.POST.get("how") or (ways[0].value if ways else ""),
        "answers_url": answers_path(booking),
        "full_until": policy.full_until(booking.event),
        "part_until": policy.part_until(booking.event),
        "part_percent": policy.part_percent,
        "now": now,
        "switch_form": "pay",
    }
    return render(request, "events/booking/pay.html", context)


def lines_of(people: list[Attendee]) -> list[PriceLine]:
    """What each kind of place costs; a discount stands beside the price that it has changed already."""
    found: Counter[tuple[str, Decimal, int, str]] = Counter()
    for person in people:
        note = person.discount_code.name if person.discount_code else ""
        found[person.ticket_type.name, person.price or Decimal(0), person.credits, note] += 1
    return [
        PriceLine(name, number, price * number, note, each * number)
        for (name, price, each, note), number in found.items()
    ]


@opens_booking("GET")
def paid(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """Where the payment page sends people. Stripe is asked; until it knows, the page looks again by itself."""
    payment = asked_again(request, booking, now)
    if payment is None:
        return HttpResponseRedirect(booking_path(booking.reference))
    booking.refresh_from_db()
    if payment.state == PaymentState.PAID and booking.state == BookingState.CONFIRMED:
        return HttpResponseRedirect(booking_path(booking.reference, "booking_placed"))
    if payment.state in (PaymentState.FAILED, PaymentState.EXPIRED) and booking.state in TO_BE_PAID:
        return HttpResponseRedirect(f"{booking_path(booking.reference, 'booking_pay')}?not-paid")
    context = about(request, booking, now)
    context |= {"payment": payment, "said_state": "pay" if payment.state != PaymentState.PAID else "cancelled"}
    response = render(request, "events/booking/checking_payment.html", context)
    if payment.state == PaymentState.OPEN:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def asked_again(request: HttpRequest, booking: Booking, now: dt.datetime) -> Payment | None:
    """The newest payment by card, as Stripe has it now, or as we knew it while Stripe cannot be asked."""
    payment = Payment.objects.filter(booking=booking).exclude(session_id=None).order_by("-pk").first()
    gateway = connected()
    if payment is None or gateway is None or request.method == "HEAD" or payment.state != PaymentState.OPEN:
        return payment
    try:
        return settle(str(payment.session_id), now=now, gateway=gateway) or payment
    except errors.BookingError:
        return payment
