"""A visitor without JavaScript: opens pages, fills in what is asked, presses one button."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

Typed = dict[str, Any]


class Page:
    """One answer of the site, and what it says."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.path: str = response.request["PATH_INFO"]
        self.text: str = response.content.decode()
        self.soup = BeautifulSoup(self.text, "html.parser")

    @property
    def title(self) -> str:
        assert self.soup.title
        return self.soup.title.get_text()

    @property
    def heading(self) -> str:
        return self.texts("h1")[0]

    @property
    def problems(self) -> list[str]:
        return self.texts(".errors li")

    @property
    def state(self) -> str | None:
        return self.value("booking-state")

    @property
    def reference(self) -> str:
        return self.value("booking-reference") or ""

    def texts(self, selector: str) -> list[str]:
        return [" ".join(found.get_text(" ", strip=True).split()) for found in self.soup.select(selector)]

    def value(self, name: str) -> str | None:
        found = self.soup.select_one(f"data.{name}")
        return str(found["value"]) if found else None

    def link(self, text: str) -> str:
        return next(str(link["href"]) for link in self.soup.select("a[href]") if text in link.get_text(" ", strip=True))

    def fields(self, form: str = "main form") -> Typed:
        """What a browser would send of this form as it stands, without any button."""
        drawn = self.soup.select_one(form)
        assert drawn, f"there is no form {form}"
        found: Typed = {}
        for field in drawn.select("input[name], textarea[name], select[name]"):
            for value in _sent(field):
                found.setdefault(str(field["name"]), []).append(value)
        return found


class Visitor:
    """A browser of one person: it keeps cookies and is checked for forged posts like any other."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def open(self, path: str, **headers: str) -> Page:
        return Page(self.client.get(path, follow=True, headers=headers or None))

    def send(self, page: Page, typed: Typed | None = None, *, form: str = "main form", to: str = "") -> Page:
        """Fill in `typed` over what the page holds (None takes a field away), press a button and follow."""
        fields = {**page.fields(form), **(typed or {})}
        data = {name: value for name, value in fields.items() if value is not None}
        drawn = page.soup.select_one(form)
        action = to or str(drawn.get("action") or page.path if drawn else page.path)
        return Page(self.client.post(action, data, follow=True))


def _sent(field: Tag) -> list[str]:
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        chosen = field.select("option[selected]") or field.select("option")[:1]
        return [str(option["value"]) for option in chosen]
    if field.get("type") in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [str(field.get("value", ""))]
