"""Draws a template as a visitor would get it, and reads what it says."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation


def draw(template: str, context: dict[str, Any], language: str = "en") -> BeautifulSoup:
    with translation.override(language):
        return BeautifulSoup(render_to_string(template, context), "html.parser")


def text_of(soup: BeautifulSoup, selector: str) -> str:
    return texts_of(soup, selector)[0]


def texts_of(soup: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ", strip=True).split()) for found in soup.select(selector)]


def value_of(soup: BeautifulSoup, name: str) -> str | None:
    """What the page says to machines in its one `<data class="name">`; None where it says nothing."""
    found = soup.select(f"data.{name}")
    assert len(found) <= 1
    return found[0]["value"] if found else None
