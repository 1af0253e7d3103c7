"""Decides which device is a door, and until when: a secret link, shown once as a code to be scanned."""

from __future__ import annotations

import base64
import datetime as dt
import hmac

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from events import errors
from events.choices import Actor
from events.models.audit import AuditEntry
from events.models.checkins import DoorLink
from events.models.codes import digest
from events.models.events import Event

GRACE = dt.timedelta(hours=24)
"""A door stays open so long after the last instant of its event: people tidy up, and phones come home to a network."""

WITHOUT_DATE = dt.timedelta(days=2)

LATE_SCANS = dt.timedelta(days=30)
"""What was scanned while a door was open is taken so long after it closed."""


def derived_token(form_token: str) -> str:
    """The token of the link that this form makes: pressing twice makes one door, and none is stored."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"door link " + form_token.encode(), "sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def issue(*, event: Event, name: str, form_token: str, user: User, now: dt.datetime) -> tuple[DoorLink, str]:
    """Make a door, and return it with its token, which cannot be read again. The same form makes one door."""
    token = derived_token(form_token)
    if made := DoorLink.objects.filter(token_hash=digest(token), event=event).first():
        return made, token
    try:
        with transaction.atomic():
            link = DoorLink.objects.create(
                event=event,
                name=name,
                token_hash=digest(token),
                created_by=user,
                created_at=now,
                expires_at=now + WITHOUT_DATE,
            )
            _note("door.opened", link, user=user, now=now)
    except IntegrityError:  # the same press, at the same time
        return DoorLink.objects.get(token_hash=digest(token), event=event), token
    return link, token


def revoke(link: DoorLink, *, user: User, now: dt.datetime) -> None:
    """Close a door for good. Doing it again changes nothing."""
    with transaction.atomic():
        if DoorLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=user):
            _note("door.closed", link, user=user, now=now)


def _note(action: str, link: DoorLink, *, user: User, now: dt.datetime) -> None:
    AuditEntry.objects.create(
        at=now,
        actor=Actor.STAFF,
        user=user,
        action=action,
        event=link.event,
        organisation_id=link.event.host_id,
        detail={"door": link.pk, "name": link.name},
    )


def closes_at(link: DoorLink) -> dt.datetime:
    """When a door ends by itself. An event that has moved takes its doors along."""
    last = link.event.ends_at or link.event.starts_at
    return last + GRACE if last else link.expires_at


def closed_since(link: DoorLink, *, now: dt.datetime) -> dt.datetime | None:
    """The instant from which a door is closed; None while it is open."""
    ends = [moment for moment in (link.revoked_at, closes_at(link)) if moment is not None and moment <= now]
    return min(ends, default=None)


def door_of(token: str, *, number: int, now: dt.datetime) -> DoorLink:
    """The open door behind a token. Raises DoorUnknown or DoorClosed."""
    link = door_of_any_age(token, number=number)
    if closed_since(link, now=now) is not None:
        raise errors.DoorClosed("revoked" if link.revoked_at else "over")
    return link


def door_of_any_age(token: str, *, number: int | None = None) -> DoorLink:
    """The door behind a token, also once it is closed. Raises DoorUnknown."""
    rows = DoorLink.objects.select_related("event").filter(token_hash=digest(token))
    link = rows.first() if number is None else rows.filter(pk=number).first()
    if link is None:
        raise errors.DoorUnknown
    return link
