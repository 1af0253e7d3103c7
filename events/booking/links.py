"""Secret links: how somebody without an account gets at their booking. Only hashes are stored."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from django.conf import settings

from events import errors
from events.choices import LinkPurpose
from events.models.bookings import Booking
from events.models.codes import digest
from events.models.messages import SecretLink

DAYS_AFTER_EVENT = 30
DAYS_WITHOUT_DATE = 365


def derived_token(form_token: str) -> str:
    """The link token of the booking that this form makes: repeats of the form get the same link, none is stored."""
    return hmac.new(settings.SECRET_KEY.encode(), b"booking link " + form_token.encode(), "sha256").hexdigest()


def keep_link(token: str, *, booking: Booking, now: dt.datetime, purpose: LinkPurpose = LinkPurpose.MANAGE) -> None:
    """Make `token` open this booking, until 30 days after its event."""
    last = booking.event.ends_at or booking.event.starts_at
    expires_at = last + dt.timedelta(days=DAYS_AFTER_EVENT) if last else now + dt.timedelta(days=DAYS_WITHOUT_DATE)
    SecretLink.objects.create(
        booking=booking, purpose=purpose, token_hash=digest(token), created_at=now, expires_at=expires_at
    )


def issue_link(*, booking: Booking, now: dt.datetime, purpose: LinkPurpose = LinkPurpose.MANAGE) -> str:
    """A new token of 256 random bits for this booking. It is returned once and cannot be read again."""
    token = secrets.token_urlsafe(32)
    keep_link(token, booking=booking, now=now, purpose=purpose)
    return token


def link_of(token: str, *, now: dt.datetime) -> SecretLink:
    """The live link behind a token, with its booking and event. Raises LinkDead for unknown, revoked and old ones."""
    link = (
        SecretLink.objects.select_related("booking__event__kind", "booking__event__venue")
        .filter(token_hash=digest(token), revoked_at=None, expires_at__gt=now)
        .first()
    )
    if link is None:
        raise errors.LinkDead
    return link


def revoke_links(*, booking: Booking, now: dt.datetime) -> int:
    """Close every link of a booking; used when a booking passes to somebody else."""
    return SecretLink.objects.filter(booking=booking, revoked_at=None).update(revoked_at=now)
