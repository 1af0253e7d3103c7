"""An editor in the Wagtail admin: opens a form, changes some boxes and presses a button, as a browser does."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

STREAMS = ("body", "report", "resources")
"""Fields that the browser draws by script; a page without blocks posts their count only."""

Boxes = dict[str, Any]


class Editor:
    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, page: Page) -> Boxes:
        return self.boxes(self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    def open_new(self, parent: Page, **query: str) -> Boxes:
        return self.boxes(self.client.get(self.new_address(parent), query))

    def new_address(self, parent: Page) -> str:
        return reverse("wagtailadmin_pages:add", args=["events", "eventpage", parent.pk])

    def boxes(self, answer: HttpResponse) -> Boxes:
        """What the form in a page of the admin would post as it stands."""
        assert answer.status_code == 200, answer.status_code
        html = BeautifulSoup(answer.content, "html.parser")
        form = html.find("form", attrs={"data-edit-form": True})
        assert form is not None
        for template in form.find_all("template"):
            template.decompose()
        posted: Boxes = {f"{name}-count": "0" for name in STREAMS}
        for box in form.find_all(["input", "select", "textarea"]):
            self._read(box, posted)
        return posted

    def _read(self, box: Any, posted: Boxes) -> None:
        name, kind = box.get("name"), box.get("type")
        if not name or box.has_attr("disabled") or kind in ("submit", "button"):
            return
        if box.name == "select":
            chosen = [option["value"] for option in box.find_all("option") if option.has_attr("selected")]
            posted[name] = chosen[0] if chosen else box.find("option")["value"]
        elif kind == "checkbox":
            if box.has_attr("checked"):
                posted[name] = [*posted.get(name, []), box.get("value", "on")]
        elif box.name == "textarea":
            posted[name] = box.text.removeprefix("\n")
        elif kind != "file":
            posted[name] = box.get("value", "")

    def press(self, page: Page, boxes: Boxes, button: str = "") -> HttpResponse:
        """Post the form of an existing page. `button` is "publish", "submit" or "" for "Save draft"."""
        return self._post(reverse("wagtailadmin_pages:edit", args=[page.pk]), boxes, button)

    def press_new(self, parent: Page, boxes: Boxes, button: str = "") -> HttpResponse:
        return self._post(self.new_address(parent), boxes, button)

    def press_revert(self, page: Page, revision: Any, button: str = "publish", **changes: Any) -> HttpResponse:
        """Open an earlier version and post it back, as "Review this version" and "Replace" do."""
        address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
        return self._post(address, {**self.boxes(self.client.get(address)), **changes}, button)

    def _post(self, address: str, boxes: Boxes, button: str) -> HttpResponse:
        pressed = {f"action-{button}": "yes"} if button else {}
        return self.client.post(address, {**boxes, **pressed})

    def autosave(self, address: str, boxes: Boxes) -> dict[str, Any]:
        """Post in the background, as the open form does by itself, and take over what the answer says."""
        answer = self.client.post(address, boxes, headers={"accept": "application/json"})
        said = json.loads(answer.content)
        assert said["success"], said
        boxes.update(said["field_updates"])
        boxes["overwrite_revision_id"] = str(said["revision_id"])
        return dict(said)


def add_row(boxes: Boxes, relation: str, **fields: Any) -> str:
    """What pressing "Add" in a list of rows and filling it in adds to a form. Returns the row's prefix."""
    number = int(boxes[f"{relation}-TOTAL_FORMS"])
    prefix = f"{relation}-{number}"
    boxes[f"{relation}-TOTAL_FORMS"] = str(number + 1)
    blank = {"id": "", "key": "", "ORDER": str(number + 1), "DELETE": ""}
    boxes.update({f"{prefix}-{name}": value for name, value in {**blank, **fields}.items()})
    return prefix


TICKET = {"name": "Place", "price_kind": "free", "role": "attendee"}
SESSION = {"title": "Session", "starts_at_0": "", "is_bookable": "on"}
QUESTION = {"label": "Question", "kind": "short_text", "asked_of": "attendee"}


def errors_in(answer: HttpResponse) -> list[str]:
    """The errors that the form shows, in the order of the page."""
    html = BeautifulSoup(answer.content, "html.parser")
    return [text for box in html.select(".error-message") if (text := box.get_text(" ", strip=True))]


def messages_in(answer: HttpResponse) -> list[str]:
    html = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(item.get_text(" ", strip=True).split()) for item in html.select(".messages li")]
