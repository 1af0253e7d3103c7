"""Back from the payment page to the invoice: for the finance team, who may see nothing of the booking but that."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from events.choices import PaymentState, RefundCause
from events.models.bookings import Booking
from events.models.payments import Payment, Refund
from events.public.links import booking_path
from events.public.views.invoices import FINANCE
from events.public.views.opened import about, opens_booking
from events.public.views.pay import LOOK_AGAIN_SECONDS, asked_again

SAID = {PaymentState.PAID: "saved=card", PaymentState.FAILED: "not-paid", PaymentState.EXPIRED: "not-paid"}
"""What the invoice's page says once it is known what became of the payment."""


@opens_booking("GET", purposes=FINANCE)
def invoice_paid(request: HttpRequest, booking: Booking, now: dt.datetime) -> HttpResponseBase:
    """Stripe is asked; until it knows, the page looks again by itself."""
    page = booking_path(booking.reference, "booking_invoice")
    payment = asked_again(request, booking, now)
    if payment is None or payment.state == PaymentState.PENDING:
        return HttpResponseRedirect(page)
    if payment.state == PaymentState.OPEN:
        return _still_open(request, booking, payment, now)
    said = "back" if _came_back(payment) else SAID[PaymentState(payment.state)]
    return HttpResponseRedirect(f"{page}?{said}")


def _came_back(payment: Payment) -> bool:
    """Whether it was paid beside a transfer, or for places that are gone, so that it goes back by itself."""
    causes = (RefundCause.TWICE, RefundCause.LATE)
    return Refund.objects.promised().filter(payment=payment, cause__in=causes).exists()


def _still_open(request: HttpRequest, booking: Booking, payment: Payment, now: dt.datetime) -> HttpResponse:
    context = about(request, booking, now) | {"payment": payment, "said_state": "pay"}
    context |= {"invoice_url": booking_path(booking.reference, "booking_invoice")}
    response = render(request, "events/my_booking/checking_invoice.html", context)
    response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response
