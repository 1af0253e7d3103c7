"""Asks Stripe about everything that may still change, so that nothing depends on a webhook that never came."""

from __future__ import annotations

import datetime as dt
import logging

from events import errors
from events.models.payments import Payment
from events.payments.checkout import close_open_page
from events.payments.gateway import Gateway
from events.payments.sending import STATES, note_dispute, take_note
from events.payments.settle import settle

log = logging.getLogger(__name__)

JUST_BEGUN = dt.timedelta(minutes=1)
LOOK_BACK = dt.timedelta(days=3)


def check_open(now: dt.datetime, *, gateway: Gateway) -> int:
    """Settle every payment that is not decided. Returns how many were decided.

    A payment whose page has no name yet was interrupted: its page is asked for under the same key, and closed.
    """
    decided = 0
    for payment in list(Payment.objects.undecided().select_related("booking__event")):
        try:
            decided += _check(payment, now=now, gateway=gateway)
        except errors.PaymentRefused:
            log.exception("payment %s cannot be checked", payment.pk)
    return decided


def _check(payment: Payment, *, now: dt.datetime, gateway: Gateway) -> int:
    if payment.session_id:
        settle(payment.session_id, now=now, gateway=gateway)
    elif payment.created_at <= now - JUST_BEGUN:
        close_open_page(payment.booking_id, now=now, gateway=gateway)
    return 0 if Payment.objects.undecided().filter(pk=payment.pk).exists() else 1


def look_back(now: dt.datetime, *, gateway: Gateway) -> int:
    """Refunds and disputes of the last days that we were not told of. Returns how many were news."""
    news = 0
    for returned in gateway.refunds_since(now - LOOK_BACK):
        payment = Payment.objects.received().filter(intent_id=returned.intent_id).exclude(intent_id="").first()
        if payment and not payment.refunds.filter(stripe_id=returned.stripe_id, state=STATES[returned.state]).exists():
            news += take_note(payment, returned, now=now) is not None
    for dispute in gateway.disputes_since(now - LOOK_BACK):
        news += note_dispute(dispute, now=now)
    return news
