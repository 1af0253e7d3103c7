"""For which organisations somebody may write event pages, as the form of an event asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from events.models.people_places import Organisation
from events.models.staff import WRITERS, Membership


def hosts_for(user: Any, *, present: int | None) -> QuerySet[Organisation]:
    """Those that an event may be given to: everybody's for administrators and for who has no role at all but was let
    into the pages; otherwise one's own, and the one that it has already (`present`)."""
    memberships = Membership.objects.filter(user=user.pk)
    if user.is_superuser or not memberships.exists():
        return Organisation.objects.all()
    own = memberships.filter(role__in=WRITERS).values("organisation")
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk=present))


def only_host(user: Any) -> Organisation | None:
    """What a new event begins with where there is nothing to choose."""
    hosts = list(hosts_for(user, present=None)[:2])
    return hosts[0] if len(hosts) == 1 else None
