"""What was promised was written down with it: messages, audit entries and secret links."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from events.booking.links import DAYS_AFTER_EVENT
from events.choices import BookingSource, BookingState, LinkPurpose, MessageKind
from events.models.audit import AuditEntry
from events.models.bookings import Booking, BookingQuerySet
from events.models.codes import digest
from events.models.messages import Message, SecretLink
from events.reports.audit.findings import Finding

TOLD_BY = {
    BookingState.CONFIRMED: (MessageKind.CONFIRMATION, "confirmed_at"),
    BookingState.OFFERED: (MessageKind.OFFER, "offered_at"),
    BookingState.REQUESTED: (MessageKind.REQUESTED, None),
}
"""The message that tells somebody of a state, and the instant since which they are in it, where one is kept."""

SAID_ONCE = (MessageKind.CONFIRMATION, MessageKind.OFFER, MessageKind.WAITLIST_JOINED, MessageKind.REQUESTED)
HASH_LENGTH = 64
SECRET = re.compile(r"[A-Za-z0-9_-]{22,}")
"""Anything long enough to hold 128 random bits."""


def states_are_announced(_now: dt.datetime) -> Iterator[Finding]:
    """Whoever has an address was written to in the transaction that confirmed, offered or requested."""
    for state, (kind, since) in TOLD_BY.items():
        told = Message.objects.filter(booking=OuterRef("pk"), kind=kind)
        if since:
            told = told.filter(created_at__gte=OuterRef(since))
        bookings = Booking.objects.with_state(state).exclude(email="").exclude(Exists(told))
        yield from _each(bookings, f"is {state}, but there is no such message to the person who booked")


def waiting_parties_were_told(_now: dt.datetime) -> Iterator[Finding]:
    """Whoever joined the waitlist and has an address was written to at least once.

    Parties from the interest list were written to when they registered; the next mail is their offer.
    """
    told = Message.objects.filter(booking=OuterRef("pk"))
    bookings = Booking.objects.with_state(BookingState.WAITING).exclude(email="").exclude(source=BookingSource.INTEREST)
    yield from _each(bookings.exclude(Exists(told)), "waits, but was never written to")


def bookings_have_audit_entries(_now: dt.datetime) -> Iterator[Finding]:
    """Every booking is in the log, and a confirmed one at the very instant at which it was confirmed."""
    entries = AuditEntry.objects.filter(booking=OuterRef("pk"))
    yield from _each(Booking.objects.exclude(Exists(entries)), "is not in the log")
    then = entries.filter(at=OuterRef("confirmed_at"))
    confirmed = Booking.objects.with_state(BookingState.CONFIRMED).filter(Exists(entries)).exclude(Exists(then))
    yield from _each(confirmed, "is confirmed, but the log does not say by whom")


def nothing_is_said_twice(_now: dt.datetime) -> Iterator[Finding]:
    """No message was written twice for one cause."""
    again = Message.objects.order_by().exclude(dedupe_key=None).values("dedupe_key")
    for key in again.annotate(number=Count("pk")).filter(number__gt=1).values_list("dedupe_key", flat=True):
        yield Finding(f"the message {key} was written more than once")
    cause = ("booking", "booking__event__slug", "booking__reference", "kind", "created_at")
    said = Message.objects.filter(kind__in=SAID_ONCE, booking__isnull=False).order_by().values_list(*cause)
    for _pk, slug, reference, kind, _at, number in said.annotate(number=Count("pk")).filter(number__gt=1):
        yield Finding(f"the message {kind} was written {number} times at once", event=slug, booking=reference)


def links_end(_now: dt.datetime) -> Iterator[Finding]:
    """A secret link ends, at the latest 30 days after the event as it was when the link was made. Links that open
    an invoice and nothing else live longer."""
    links = SecretLink.objects.filter(revoked_at=None)
    yield from _of_links(links.filter(expires_at=None), "has a link that never ends")
    for link in links.exclude(expires_at=None).exclude(purpose=LinkPurpose.INVOICE).select_related("booking__event"):
        event = link.booking.event
        last = event.ends_at or event.starts_at
        is_of_today = event.changed_at is None or event.changed_at <= link.created_at
        if last and is_of_today and link.expires_at and link.expires_at > last + dt.timedelta(days=DAYS_AFTER_EVENT):
            what = f"has a link that lives more than {DAYS_AFTER_EVENT} days after the event"
            yield Finding(what, event=event.slug, booking=link.booking.reference)


def no_secret_is_kept_in_clear(_now: dt.datetime) -> Iterator[Finding]:
    """Links are stored as hashes, and no message holds the secret of one."""
    for link in SecretLink.objects.select_related("booking__event").iterator():
        if len(link.token_hash) != HASH_LENGTH:
            what = "has a link that is not stored as a hash"
            yield Finding(what, event=link.booking.event.slug, booking=link.booking.reference)
    hashes = set(SecretLink.objects.values_list("token_hash", flat=True))
    messages = Message.objects.exclude(context={}).values_list("pk", "context", "event__slug")
    for pk, context, slug in messages.iterator():
        if any(digest(word) in hashes for word in SECRET.findall(json.dumps(context))):
            yield Finding(f"message {pk} holds the secret of a link", event=slug or "")


def _of_links(links: QuerySet[SecretLink], what: str) -> Iterator[Finding]:
    for slug, reference in links.values_list("booking__event__slug", "booking__reference"):
        yield Finding(what, event=slug, booking=reference)


def _each(bookings: BookingQuerySet, what: str) -> Iterator[Finding]:
    for booking in bookings.annotate(slug=F("event__slug")).only("reference").order_by("pk"):
        yield Finding(what, event=booking.slug, booking=booking.reference)
