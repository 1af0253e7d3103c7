"""What Stripe tells us by itself. Each event is taken note of once, after what it says has been carried out."""

from __future__ import annotations

import datetime as dt
import logging

from events.models.payments import Payment, StripeEvent
from events.payments.gateway import Dispute, Gateway, Told
from events.payments.sending import look_for_refunds, note_dispute
from events.payments.settle import settle

log = logging.getLogger(__name__)

PAGE = "checkout.session."
REFUND = ("charge.refund", "refund.")
DISPUTE = "charge.dispute."


def receive(told: Told, *, now: dt.datetime, gateway: Gateway) -> bool:
    """Carry out one signed event. Returns whether it was new and for us.

    Raises PaymentsDown or Busy: then Stripe is to send it again. Stopped before the last line, it is carried out again,
    which changes nothing.
    """
    if told.is_live != gateway.is_live or not _is_for_us(told, gateway):
        log.warning("an event of another account or mode was passed over: %s", told.kind)
        return False
    if StripeEvent.objects.filter(event_id=told.event_id).exists():
        return False
    _carry_out(told, now=now, gateway=gateway)
    _, is_new = StripeEvent.objects.get_or_create(
        event_id=told.event_id,
        defaults={"kind": told.kind[:80], "object_id": told.object_id[:255], "received_at": now},
    )
    return is_new


def _is_for_us(told: Told, gateway: Gateway) -> bool:
    """An event names an account only where it speaks for one; it must be that of our key."""
    return not told.account or told.account == gateway.account()


def _carry_out(told: Told, *, now: dt.datetime, gateway: Gateway) -> None:
    if told.kind.startswith(PAGE):
        bank_said_no = told.kind == f"{PAGE}async_payment_failed"
        settle(told.object_id, now=now, gateway=gateway, bank_said_no=bank_said_no)
    elif told.kind.startswith(REFUND):
        if payment := Payment.objects.filter(intent_id=told.intent_id).exclude(intent_id="").first():
            look_for_refunds(payment, now=now, gateway=gateway)
    elif told.kind.startswith(DISPUTE):
        note_dispute(Dispute(told.intent_id, told.dispute_state), now=now)
