"""Says at the start, not at the first press of "Print", that this machine cannot make PDFs. The site still starts."""

from __future__ import annotations

import ctypes
from typing import Any

from django.core import checks

from events.documents.pdf import PACKAGES, weasyprint
from events.errors import PrintingUnavailable

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
"""Under these names Linux finds them in a millisecond; where it does not, importing WeasyPrint tells the truth."""


def printing_works(**_asked_of: Any) -> list[checks.CheckMessage]:
    """A warning with the packages to install when WeasyPrint's system libraries are missing."""
    if _are_found():
        return []
    try:
        weasyprint()
    except PrintingUnavailable:
        return [
            checks.Warning(
                "PDFs (badges, lists, tickets) cannot be made: WeasyPrint does not find Pango.",
                hint=f"Debian and Ubuntu: apt-get install {' '.join(PACKAGES)}. macOS: brew install pango.",
                id="events.W001",
            )
        ]
    return []


def _are_found() -> bool:
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True
