"""The lists of pages can be narrowed by who made or edited a page. Wagtail names everybody there who ever did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet

from events.backoffice.network_only import works_for_the_network
from events.models.staff import Membership

Users = Callable[[HttpRequest], QuerySet[User]]


def colleagues_of(user: Any) -> QuerySet[User]:
    """Who works for an organisation of theirs, and they themselves; everybody for the network's own people."""
    if works_for_the_network(user):
        return User.objects.all()
    own = Membership.objects.filter(user=user.pk).values("organisation")
    there = Membership.objects.filter(organisation__in=own)
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=there.values("user")))


def name_colleagues_only() -> None:
    """Wagtail has no hook for it, so its filters are told once, at the start."""
    for name in ("owner", "edited_by"):
        page_filter = PageFilterSet.base_filters[name]
        page_filter.queryset = _colleagues_in(page_filter.queryset)


def _colleagues_in(everybody: Users) -> Users:
    return lambda request: everybody(request).filter(pk__in=colleagues_of(request.user).values("pk"))
