"""Who wants no more news of an organisation. What people need in order to take part is always sent.

The link in a mail holds the address only as a keyed hash, signed: it works without a row, and tells nobody anything.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Container
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction

from events import errors
from events.models.bookings import email_key
from events.models.mailings import OptOut
from events.models.people_places import Organisation

SALT = "events.messaging.opt_out"


class Wish(NamedTuple):
    organisation: int
    email_hash: str


def hash_of(email: str, organisation: int) -> str:
    said = f"opt-out {organisation} {email_key(email)}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), "sha256").hexdigest()[:40]


def opt_out_token(email: str, organisation: int) -> str:
    """Goes into the mails to this address. It does not age: somebody may want no more after a year."""
    return signing.Signer(salt=SALT).sign_object([organisation, hash_of(email, organisation)])


def wish_of(token: str) -> Wish:
    """Raises LinkDead for anything that we did not write, or of an organisation that is no more."""
    try:
        organisation, email_hash = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature as error:
        raise errors.LinkDead from error
    if not Organisation.objects.filter(pk=organisation).exists():
        raise errors.LinkDead
    return Wish(organisation, email_hash)


@transaction.atomic
def opt_out(wish: Wish, *, now: dt.datetime) -> None:
    """Wanting no more twice changes nothing."""
    OptOut.objects.get_or_create(organisation_id=wish.organisation, email_hash=wish.email_hash, defaults={"since": now})


def opt_in(wish: Wish) -> None:
    OptOut.objects.filter(organisation=wish.organisation, email_hash=wish.email_hash).delete()


def is_out(wish: Wish) -> bool:
    return OptOut.objects.filter(organisation=wish.organisation, email_hash=wish.email_hash).exists()


def opted_out(organisation: int) -> frozenset[str]:
    """The hashes of all who want no more. One query."""
    return frozenset(OptOut.objects.filter(organisation=organisation).values_list("email_hash", flat=True))


def has_opted_out(email: str, organisation: int, closed: Container[str]) -> bool:
    return hash_of(email, organisation) in closed
