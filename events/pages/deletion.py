"""Refuses to delete pages while people are booked on their events: the page is where those people look."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from events.choices import LIVE
from events.models.events import Event
from events.pages.event import EventPage


def deletion_refusal(pages: Iterable[Page]) -> str:
    """Why these pages, with all that is below them, cannot be deleted; "" when they can. An alias can always go, for
    the event stays with its original."""
    below = EventPage.objects.none()
    for page in pages:
        below |= EventPage.objects.descendant_of(page, inclusive=True).filter(alias_of=None)
    live = Event.objects.annotate(number=Count("bookings", filter=Q(bookings__state__in=LIVE)))
    booked = list(live.filter(key__in=below.values("translation_key"), number__gt=0))
    if not booked:
        return ""
    total = sum(event.number for event in booked)
    names = ", ".join(f"“{event}”" for event in booked)
    return ngettext(
        "%(names)s cannot be deleted, because %(total)d booking depends on it. Unpublish the page instead, or cancel "
        "the event first: then everybody is told.",
        "%(names)s cannot be deleted, because %(total)d bookings depend on it. Unpublish the page instead, or cancel "
        "the event first: then everybody is told.",
        total,
    ) % {"names": names, "total": total}


def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook of the explorer's delete view."""
    if refusal := deletion_refusal([page]):
        messages.error(request, refusal)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Page], action: object
) -> HttpResponse | None:
    """Hook of the explorer's bulk actions. Either all of the ticked pages are deleted or none."""
    pages = [row for row in objects if isinstance(row, Page)]
    if action_type == "delete" and (refusal := deletion_refusal(pages)):
        messages.error(request, refusal)
        return redirect(getattr(action, "next_url", None) or "wagtailadmin_explore_root")
    return None
