"""The statement to read, and the yes to what it would enter."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.backoffice.bank import Entry
from events.errors import UnreadableFile
from events.models.people_places import Organisation
from events.reports.uploads import TOO_LARGE

KEPT_SECONDS = 4 * 60 * 60
MOST_SIGNED = 2_400_000
"""Characters. Django takes 2.5 MB of form, and refuses more without a word."""


class StatementForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("Whose account is it?"), queryset=Organisation.objects.none())
    file = forms.FileField(
        label=_("Bank statement"),
        help_text=_("CSV or Excel (.xlsx), up to 2 MB and 2,000 rows, with columns Date, Description and Amount."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Nothing was stored.")},
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        field.empty_label = None


def signed(entries: Sequence[Entry], *, organisation_id: int, user_id: int) -> str:
    """Text for a hidden box: it comes back unchanged and from the same person, or not at all. Nothing is kept here."""
    rows = [[e.number, e.day.isoformat(), e.text, str(e.amount), e.key.hex] for e in entries]
    text = signing.dumps([organisation_id, rows], salt=_salt(user_id), compress=True)
    if len(text) > MOST_SIGNED:
        raise UnreadableFile(TOO_LARGE)
    return text


def unsigned(text: str, *, user_id: int) -> tuple[int, list[Entry]]:
    """The organisation's pk and the entries. Raises BadSignature for what was changed or is too old."""
    organisation_id, rows = signing.loads(text, salt=_salt(user_id), max_age=KEPT_SECONDS)
    entries = [
        Entry(number, dt.date.fromisoformat(day), said, Decimal(amount), uuid.UUID(hex=key))
        for number, day, said, amount, key in rows
    ]
    return organisation_id, entries


def _salt(user_id: int) -> str:
    return f"bank-statement-{user_id}"
