"""Decides who may use an account of time credits: whoever reads the address that owns it, shown by a code sent there.

Nobody learns from any answer whether an address has credits: a code is noted for every address that is asked for, only
the mail is left out, and tries are counted the same way.
"""

from __future__ import annotations

import datetime as dt
import hmac

from django.conf import settings
from django.db import transaction
from django.db.models import F

from events import errors
from events.choices import MessageKind
from events.models.bookings import Booking, email_key
from events.models.messages import Message
from events.models.time_credits import CreditAccount, CreditCode
from events.payments.time_credits import account_at

GOOD_FOR = dt.timedelta(minutes=15)
MOST_TRIES = 5
NOT_AGAIN_FOR = dt.timedelta(minutes=1)
MOST_IN_AN_HOUR = 5
"""With five tries each this leaves a guesser 25 of a million codes in an hour."""

DIGITS = 6


def code_of(asked: CreditCode) -> str:
    """Six digits, worked out anew each time: every copy of its mail says the same, and nothing is stored."""
    said = f"credit code {asked.pk} {asked.nonce}".encode()
    found = hmac.new(settings.SECRET_KEY.encode(), said, "sha256").digest()
    return f"{int.from_bytes(found[:8]) % 10**DIGITS:0{DIGITS}d}"


def ask_for_code(
    *, issuer_id: int, email: str, now: dt.datetime, booking: Booking | None = None, language: str = ""
) -> CreditCode:
    """Send a code to an address, if it owns credits of this issuer; asking again at once sends nothing more."""
    with transaction.atomic():
        CreditCode.objects.filter(asked_at__lte=now - dt.timedelta(days=1)).delete()
        lately = CreditCode.objects.filter(issuer=issuer_id, email_key=email_key(email))
        lately = lately.filter(asked_at__gt=now - dt.timedelta(hours=1)).order_by("-asked_at", "-pk")
        newest = lately.first()
        if newest and (newest.asked_at > now - NOT_AGAIN_FOR and _same(newest, booking) and not newest.used_at):
            return newest
        if newest and lately.count() >= MOST_IN_AN_HOUR:
            return newest
        asked = CreditCode.objects.create(
            issuer_id=issuer_id,
            booking=booking,
            email=email,
            language=language,
            asked_at=now,
            expires_at=now + GOOD_FOR,
        )
        if account := account_at(issuer_id, email):
            _announce(asked, account, now=now)
    return asked


def _same(asked: CreditCode, booking: Booking | None) -> bool:
    return asked.booking_id == (booking.pk if booking else None)


def _announce(asked: CreditCode, account: CreditAccount, *, now: dt.datetime) -> None:
    Message.objects.create(
        kind=MessageKind.CREDIT_CODE,
        event_id=asked.booking.event_id if asked.booking else None,
        to_email=account.email,
        to_name=account.name,
        language=account.language or asked.language,
        context={"code": asked.pk},
        created_at=now,
        due_at=now,
    )


def use_code(
    *, issuer_id: int, email: str, typed: str, now: dt.datetime, booking: Booking | None = None
) -> CreditAccount:
    """The account that a typed code opens, once. Raises WrongCreditCode for whatever does not fit."""
    asked = CreditCode.objects.filter(issuer=issuer_id, email_key=email_key(email), booking=booking)
    newest = asked.order_by("-asked_at", "-pk").first()
    if newest is None or not _tried(newest, now=now):
        raise errors.WrongCreditCode
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    if not hmac.compare_digest(digits, code_of(newest)):
        raise errors.WrongCreditCode
    if not CreditCode.objects.filter(pk=newest.pk, used_at=None).update(used_at=now):
        raise errors.WrongCreditCode
    account = account_at(issuer_id, email)
    if account is None:
        raise errors.WrongCreditCode
    return account


def _tried(asked: CreditCode, *, now: dt.datetime) -> bool:
    """Count this try, before anything is compared, so that guesses side by side count as well."""
    still = CreditCode.objects.filter(pk=asked.pk, used_at=None, expires_at__gt=now, tries__lt=MOST_TRIES)
    return bool(still.update(tries=F("tries") + 1))
