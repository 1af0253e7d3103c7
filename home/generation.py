"""Counts the changes to what any page may show beside its own words: other pages, menu, foot, settings, snippets,
pictures, and who may see what. A page that was kept belongs to the generation in which it was made.

Each change adds a row in its own transaction. So the generation moves at the very instant at which the change can be
seen, whatever is killed, and no two transactions ever wait for each other here, as they would for one row that both
raise. `count_together` keeps the rows few; the sum stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.frame import forget_frames
from home.models import THE_ONE, Generation, SharedChange, SiteDetails

NUMBER = (
    "SELECT COALESCE((SELECT number FROM home_generation WHERE id = 1), 0) + (SELECT COUNT(*) FROM home_sharedchange)"
)
"""Both parts in one statement, which sees them as they were at one instant."""


def current_generation() -> int:
    """One query, and a cheap one: it is asked for each visitor."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER)
        number: int = cursor.fetchone()[0]
    return number


def next_generation(**_signal: Any) -> None:
    """Something that pages share has changed. A receiver of signals; it joins the transaction of the change."""
    SharedChange.objects.create()
    forget_frames()


def count_together() -> int:
    """Put the rows of changes into the number. Returns how many they were."""
    if not SharedChange.objects.exists():
        return 0
    Generation.objects.get_or_create(pk=THE_ONE)
    with transaction.atomic():
        the_one = Generation.objects.select_for_update().filter(pk=THE_ONE)
        list(the_one)  # whoever comes second waits here, and then finds what is left
        counted, _models = SharedChange.objects.all().delete()
        the_one.update(number=F("number") + counted)
    return counted


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
