"""A telephone at a door: its pages, and what its script asks and sends."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from events.models.bookings import Attendee
from events.models.checkins import DoorLink
from tests.public_site import Page, Visitor


class Telephone(Visitor):
    def __init__(self, link: DoorLink) -> None:
        super().__init__()
        self.home = f"/check-in/{link.pk}/"
        self.headers = {"X-Door": str(link.pk)}

    def page(self, name: str = "", **asked: Any) -> Page:
        return Page(self.client.get(self.home + name, asked, follow=True))

    def ask(self, name: str, **asked: Any) -> Any:
        return self.client.get(self.home + name, asked, headers=self.headers)

    def tell(self, *scans: dict[str, Any]) -> Any:
        body = {"scans": list(scans)}
        return self.client.post(f"{self.home}scans.json", body, content_type="application/json", headers=self.headers)

    def states(self, *scans: dict[str, Any]) -> list[str]:
        return [answer["state"] for answer in self.tell(*scans).json()["answers"]]


def scan(person: Attendee | None = None, **wishes: Any) -> dict[str, Any]:
    """One scan as the script sends it."""
    named = {"person": person.pk} if person else {}
    return {"id": str(uuid.uuid4()), "at": int(timezone.now().timestamp() * 1000), **named, **wishes}
