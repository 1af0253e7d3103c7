"""Hands mails to the mail server: over one connection for as many as there are, each with a time limit."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as OverSMTP

STEPS_OF_ONE_MAIL = 6
"""Greeting, sender, recipient, start of the text, its end, and a reset: each may take the whole time limit."""

SECONDS_WITHOUT_LIMIT = 20
MARGIN = 10


def seconds_for_one_mail() -> int:
    """The longest that a mail can take once the connection stands."""
    return STEPS_OF_ONE_MAIL * (settings.EMAIL_TIMEOUT or SECONDS_WITHOUT_LIMIT) + MARGIN


class Post:
    """Use it in a `with` block. Every method may raise OSError (smtplib's errors are OSErrors too)."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def connect(self) -> None:
        """Make sure that a connection stands, so that a server which is down is noticed before a mail is touched."""
        if self._connection is None:
            self._connection = get_connection()
            if isinstance(self._connection, OverSMTP):
                self._connection.open()

    def send(self, mail: EmailMessage) -> None:
        self.connect()
        if self._connection is not None:
            self._connection.send_messages([mail])
        if not isinstance(self._connection, OverSMTP):
            self.hang_up()  # mails in files: one file for each

    def hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError):
                connection.close()
