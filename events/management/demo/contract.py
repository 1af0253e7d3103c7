"""What the demo site holds, for people and for programs: its events, the logins of its staff, and useful commands."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from events.management.demo import content, staff
from events.management.demo.facts import key_of
from events.models.events import Event

MANAGE = "python manage.py"


def describe() -> dict[str, Any]:
    """`events` in the order of the content, `users` (none unless DEBUG) and `commands`. Ready for JSON."""
    booked = Event.objects.in_bulk([key_of("event", row["key"]) for row in content.events()], field_name="key")
    return {
        "events": [_event(row, booked[key_of("event", row["key"])]) for row in content.events()],
        "users": staff.logins() if settings.DEBUG else [],
        "commands": _commands(content.keeps_contract()["slug"]["en"]),
    }


def _event(row: dict[str, Any], event: Event) -> dict[str, Any]:
    """`url` and `book_url` are full addresses; a limit that is null is unlimited."""
    urls = {language: settings.SITE_URL + event.say("path", language) for language in content.LANGUAGES}
    return {
        "slug": event.slug,
        "url": urls,
        "kind": row["kind"],
        "capacity": event.capacity,
        "book_url": urls["en"] + "book/",
        "title": {language: event.say("title", language) for language in content.LANGUAGES},
        "invitation_code": event.invitation_code,
        "teaches": row["teaches"],
    }


def _commands(slug: str) -> dict[str, str]:
    return {
        "worker": f"{MANAGE} worker",
        "run_due": f"{MANAGE} run_due",
        "audit_bookings": f"{MANAGE} audit_bookings",
        "attendee_list": f"{MANAGE} attendee_list {slug} --pdf list.pdf",
        "badges": f"{MANAGE} badges {slug} --pdf badges.pdf",
    }
