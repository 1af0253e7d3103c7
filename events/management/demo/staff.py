"""The staff of the demo site: one person for each role. Only with DEBUG, because everybody may read their passwords."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from events.backoffice.appointments import appoint
from events.choices import StaffRole
from events.management.demo import content
from events.models.people_places import Organisation

PASSWORD = "croeso-sampl-teipio"  # noqa: S105 (of the demo only, and printed)
ADMINISTRATOR = "administrator"


def load() -> None:
    """Make the staff who are missing. Nobody is made without DEBUG."""
    users = content.read("site")["users"] if settings.DEBUG else []
    names = [row["username"] for row in users]
    there = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    missing = [row for row in users if row["username"] not in there]
    # Hashing is slow on purpose; as all share one password, once is enough.
    password = make_password(PASSWORD) if missing else ""
    for row in missing:
        _add_user(row, password=password)


def logins() -> list[dict[str, str]]:
    """`role`, `username` and `password` of everybody."""
    users = content.read("site")["users"]
    return [{"role": row["role"], "username": row["username"], "password": PASSWORD} for row in users]


def _add_user(row: dict[str, Any], *, password: str) -> None:
    first, _, last = row["name"].partition(" ")
    is_administrator = row["role"] == ADMINISTRATOR
    user = User.objects.create(
        username=row["username"],
        password=password,
        email=f"{row['username']}@example.org",
        first_name=first,
        last_name=last,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    for key in row.get("organisations", []):
        organisation = Organisation.objects.get(slug=key)
        appoint(user, organisation, StaffRole(row["role"]))
