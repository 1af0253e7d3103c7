"""Counts the changes to what any page may show beside its own words: other pages, menu, foot, settings, snippets,
pictures, and who may see what. A page that was kept belongs to the generation in which it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.frame import forget_frames
from home.models import THE_ONE, Generation, SiteDetails

NUMBER = "SELECT number FROM home_generation WHERE id = 1"


def current_generation() -> int:
    """One query, and a cheap one: it is asked for each visitor."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER)
        found = cursor.fetchone()
    return found[0] if found else 0


def next_generation(**_signal: Any) -> None:
    """Something that pages share has changed. A receiver of signals; it joins the transaction of the change."""
    if not Generation.objects.filter(pk=THE_ONE).update(number=F("number") + 1):
        Generation.objects.get_or_create(pk=THE_ONE, defaults={"number": 1})
    forget_frames()


def shown_on_pages(models: Iterable[type[Model]]) -> None:
    """From now on every change to a row of these begins a new generation."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(next_generation, sender=model, dispatch_uid=f"generation-{model._meta.label}")


def connect() -> None:
    """What pages of this app and of Wagtail share. Other apps name what they add."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(next_generation, dispatch_uid="home.generation")
    post_save.connect(_page_added, dispatch_uid="home.generation.added")
    post_delete.connect(next_generation, sender=Page, dispatch_uid="home.generation.deleted")
    shown_on_pages([SiteDetails, Site, Locale, PageViewRestriction, get_image_model(), get_document_model()])


def _page_added(instance: Model, created: bool = False, **_signal: Any) -> None:
    """A page can be live from its first instant, without ever being published."""
    if created and isinstance(instance, Page) and instance.live:
        next_generation()
