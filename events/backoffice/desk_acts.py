"""Which acts a booking allows, for the back office's templates."""

from __future__ import annotations

from django import template

from events.backoffice.acts import Act, acts_for
from events.models.bookings import Booking

register = template.Library()


@register.filter
def acts(booking: Booking) -> list[Act]:
    return acts_for(booking)


@register.filter
def queue_acts(booking: Booking) -> list[Act]:
    """Give those that steer the queue or decide a request; the others stand on the booking's own page."""
    return [act for act in acts_for(booking) if act.slug not in ("send-again", "cancel-all")]
