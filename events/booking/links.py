"""Secret links: how somebody without an account gets at their booking. Only hashes are stored."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from django.conf import settings

from events import errors
from events.choices import LinkPurpose
from events.models.bookings import Booking, Interest, email_key
from events.models.codes import digest
from events.models.events import Event
from events.models.messages import SecretLink

DAYS_AFTER_EVENT = 30
DAYS_WITHOUT_DATE = 365
DAYS_OF_INVOICES = 400
"""An invoice is often paid, and asked for again, long after the event."""


def derived_token(form_token: str) -> str:
    """The link token of the booking that this form makes: repeats of the form get the same link, none is stored."""
    return hmac.new(settings.SECRET_KEY.encode(), b"booking link " + form_token.encode(), "sha256").hexdigest()


def keep_link(
    token: str,
    *,
    booking: Booking,
    now: dt.datetime,
    purpose: LinkPurpose = LinkPurpose.MANAGE,
    mailed_to: str = "",
) -> None:
    """Make `token` open this booking, until 30 days after its event, or for a year while that has no date."""
    SecretLink.objects.create(
        booking=booking,
        purpose=purpose,
        token_hash=digest(token),
        mailed_to=digest(email_key(mailed_to)) if mailed_to else "",
        created_at=now,
        expires_at=_ends_at(booking.event, purpose, now=now),
    )


def has_link(token: str) -> bool:
    return SecretLink.objects.filter(token_hash=digest(token)).exists()


def _ends_at(event: Event, purpose: LinkPurpose, *, now: dt.datetime) -> dt.datetime:
    if purpose == LinkPurpose.INVOICE:
        return now + dt.timedelta(days=DAYS_OF_INVOICES)
    return _dead_after(event) or now + dt.timedelta(days=DAYS_WITHOUT_DATE)


def _dead_after(event: Event) -> dt.datetime | None:
    last = event.ends_at or event.starts_at
    return last + dt.timedelta(days=DAYS_AFTER_EVENT) if last else None


def issue_link(
    *, booking: Booking, now: dt.datetime, purpose: LinkPurpose = LinkPurpose.MANAGE, mailed_to: str = ""
) -> str:
    """A new token of 256 random bits for this booking. It is returned once and cannot be read again.

    Name in `mailed_to` the address that it goes to, and to nobody else.
    """
    token = secrets.token_urlsafe(32)
    keep_link(token, booking=booking, now=now, purpose=purpose, mailed_to=mailed_to)
    return token


def link_of(token: str, *, now: dt.datetime) -> SecretLink:
    """The live link behind a token, with its booking and event. Raises LinkDead for unknown, revoked and old ones.

    An event that has moved takes the end of its links along: what counts is the date that it has now.
    """
    rows = SecretLink.objects.select_related("booking__event__kind", "booking__event__venue")
    link = rows.filter(token_hash=digest(token), revoked_at=None).first()
    if link is None:
        raise errors.LinkDead
    moves_along = link.purpose != LinkPurpose.INVOICE
    ends_at = (_dead_after(link.booking.event) if moves_along else None) or link.expires_at
    if ends_at is not None and ends_at <= now:
        raise errors.LinkDead
    return link


def proves_mailbox(token: str, *, booking: Booking) -> bool:
    """Whether whoever holds this token reads the mail of the address that the booking has now.

    The link that a browser gets straight after booking proves nothing: anybody can type anybody's address.
    """
    if not booking.email_key:
        return False
    mailed = SecretLink.objects.filter(booking=booking, mailed_to=digest(booking.email_key), revoked_at=None)
    return mailed.filter(token_hash=digest(token)).exists()


def was_opened_by(token: str) -> Booking:
    """The booking that a token opened once, whether or not it still does. Raises LinkDead for an unknown one."""
    link = SecretLink.objects.select_related("booking").filter(token_hash=digest(token)).first()
    if link is None:
        raise errors.LinkDead
    return link.booking


def revoke_links(*, booking: Booking, now: dt.datetime) -> int:
    """Close every link of a booking; used when a booking passes to somebody else."""
    return SecretLink.objects.filter(booking=booking, revoked_at=None).update(revoked_at=now)


def keep_interest_link(interest: Interest) -> str:
    """The token that takes this person off the list of interest. Every copy of their mail has the same one."""
    said = f"interest link {interest.pk} {interest.registered_at.timestamp()}"
    token = hmac.new(settings.SECRET_KEY.encode(), said.encode(), "sha256").hexdigest()
    Interest.objects.filter(pk=interest.pk).update(link_hash=digest(token))
    return token


def interest_of(token: str) -> Interest:
    """The interest behind a token, also of somebody who has left the list. Raises LinkDead for an unknown one."""
    rows = Interest.objects.select_related("event__kind", "event__venue").filter(link_hash=digest(token))
    if found := rows.first():
        return found
    raise errors.LinkDead
