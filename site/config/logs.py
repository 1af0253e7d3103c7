"""Keeps secret links out of the log."""

import logging
import re

# The random part of a link: 20 or more characters of the URL alphabet between slashes.
SECRET_PART = re.compile(r"/[A-Za-z0-9_-]{20,}(?=[/?.\s]|$)")


class SecretLinks(logging.Filter):
    """Replaces the random part of addresses in a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PART.sub("/…", record.getMessage())
        record.args = ()
        return True
