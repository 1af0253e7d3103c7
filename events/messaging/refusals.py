"""What a mail that could not be sent means: try again, give up, or stop because the server itself is in trouble."""

from __future__ import annotations

import enum
import smtplib

NOT_ALLOWED_IN = frozenset({530, 534, 535, 538})
"""Replies that ask for a login (RFC 4954): they say nothing of the recipient."""

GOING_DOWN = 421


class Verdict(enum.Enum):
    SERVER_IN_TROUBLE = "server in trouble"
    LATER = "later"
    NEVER = "never"


def judge(error: OSError) -> Verdict:
    """A recipient refused for good is NEVER; what concerns one mail is LATER; everything else concerns all mails.

    smtplib's errors are OSErrors, like those of the connection under it.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _reply in error.recipients.values()}
        if codes & {GOING_DOWN, *NOT_ALLOWED_IN}:
            return Verdict.SERVER_IN_TROUBLE
        return Verdict.NEVER if all(500 <= code < 600 for code in codes) else Verdict.LATER
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code != GOING_DOWN:
        return Verdict.LATER
    return Verdict.SERVER_IN_TROUBLE


def reply_of(error: OSError) -> str:
    """What the server said, such as "550 No such user here"."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_reply(code, text) for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _reply(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
