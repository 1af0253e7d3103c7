"""Where Stripe tells us what has happened. Answered with 2xx only once it is carried out and committed."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from events import errors
from events.payments.gateway import connected
from events.payments.webhooks import receive

log = logging.getLogger(__name__)


@csrf_exempt  # Stripe signs what it sends
@never_cache
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """400 for what Stripe has not signed, 503 when it is to be sent again, 410 on a site that takes no cards."""
    gateway = connected()
    if gateway is None:
        return HttpResponse(status=410)
    try:
        told = gateway.read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except (ValueError, LookupError, TypeError):
        log.warning("something came to the webhook that Stripe has not signed")
        return HttpResponse(status=400)
    try:
        receive(told, now=timezone.now(), gateway=gateway)
    except (errors.PaymentsDown, errors.Busy):
        return HttpResponse(status=503)
    except errors.PaymentRefused:
        log.exception("an event of kind %s is about something that Stripe does not know", told.kind)
    return HttpResponse(status=200)
