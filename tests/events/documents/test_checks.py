"""The check at the start; what it says without Pango is shown in test_pdf."""

from __future__ import annotations

import pytest

from events.documents import checks


def test_printing_works_says_nothing_where_pango_is_found() -> None:
    assert checks.printing_works() == []


def test_printing_works_believes_weasyprint_when_names_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS, where the libraries have other names."""
    monkeypatch.setattr(checks, "LIBRARIES", ("libpango-of-another-system",))
    assert checks.printing_works() == []
