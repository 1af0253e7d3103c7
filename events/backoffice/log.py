"""Notes in the log who looked at whose data on the screen."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.http import HttpRequest

from events.booking.journal import By
from events.models.bookings import Booking
from events.models.events import Event
from events.reports.disclosure import disclose


def staff_of(request: HttpRequest, reason: str = "") -> By:
    """The user as the one who acts. Only behind the admin's door, where nobody is anonymous."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return By.staff(request.user, reason)


def name_of(request: HttpRequest) -> str:
    """What stands on a paper as who printed it."""
    user = staff_of(request).user
    return (user.get_full_name() or user.get_username()) if user else ""


def note_looked_at(
    request: HttpRequest,
    action: str,
    *,
    event: Event,
    people: int,
    now: dt.datetime,
    booking: Booking | None = None,
) -> None:
    """A HEAD request shows nobody, and neither does a page without people."""
    if people and request.method != "HEAD":
        disclose(action, event=event, booking=booking, by=staff_of(request), now=now, people=people)
