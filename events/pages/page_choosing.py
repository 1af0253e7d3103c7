"""Which pages a link can lead to: what everybody can see, and what somebody may edit themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.pages.public_pages import without_invitations


def construct_page_chooser_queryset(pages: Any, request: HttpRequest) -> Any:
    """Hook of Wagtail's chooser, which offers drafts and invitations of every organisation."""
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    public = without_invitations(Page.objects.live().public())
    return pages.filter(Q(pk__in=own.values("pk")) | Q(pk__in=public.values("pk")))
