"""The file to import, and the yes to what it would book."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from events.backoffice.forms.acts import BeyondField, ReasonField, RuleForm
from events.backoffice.imports import Row
from events.errors import UnreadableFile
from events.reports.uploads import TOO_LARGE

KEPT_SECONDS = 4 * 60 * 60
MOST_SIGNED = 2_400_000
"""Characters. Django takes 2.5 MB of form, and refuses more without a word."""


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 2 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Nothing was imported."),
        },
    )


class ConfirmForm(RuleForm):
    table = forms.CharField(widget=forms.HiddenInput)
    knows_other = forms.BooleanField(label=_("Enter them all the same"), required=False)
    beyond = BeyondField()
    reason = ReasonField(required=False)


@dataclass(frozen=True)
class Upload:
    """The rows of a file that was looked at, and the token that lets them be booked once."""

    token: str
    rows: list[Row]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Upload:
        return cls(secrets.token_urlsafe(16), list(rows))

    def signed(self, *, event_id: int, user_id: int) -> str:
        """Text for a hidden box: it comes back unchanged, to the same event and from the same person, or not at all.

        Nothing of an upload is kept on the server before somebody says yes. Raises UnreadableFile when it is too much.
        """
        content = [self.token, [astuple(row) for row in self.rows]]
        text = signing.dumps(content, salt=_salt(event_id, user_id), compress=True)
        if len(text) > MOST_SIGNED:
            raise UnreadableFile(TOO_LARGE)
        return text

    @classmethod
    def unsigned(cls, text: str, *, event_id: int, user_id: int) -> Upload:
        """Raises BadSignature for what was changed, is too old, or was meant for another event or person."""
        token, rows = signing.loads(text, salt=_salt(event_id, user_id), max_age=KEPT_SECONDS)
        return cls(token, [Row(*cells) for cells in rows])


def _salt(event_id: int, user_id: int) -> str:
    return f"desk-import-{event_id}-{user_id}"
