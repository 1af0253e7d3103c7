"""Accounts of time credits, filled through the real rules."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User

from events.booking.journal import By
from events.models.people_places import Organisation
from events.models.time_credits import AccountKind, CreditAccount
from events.payments.time_credits import adjust, open_account
from tests.factories.events import NOW


def make_account(
    issuer: Organisation,
    holds: int = 0,
    *,
    email: str = "sample.helper@example.org",
    name: str = "Sample Helper",
    now: dt.datetime = NOW,
    kind: AccountKind = AccountKind.PERSON,
    language: str = "",
) -> CreditAccount:
    """An account that holds so many credits, given by a member of staff."""
    account = open_account(issuer.pk, email=email, name=name, now=now, kind=kind, language=language)
    if holds:
        adjust(account, number=holds, now=now, by=by_staff("Brought forward"))
    return account


def by_staff(reason: str = "") -> By:
    user, _ = User.objects.get_or_create(username="sample-treasurer")
    return By.staff(user, reason)
