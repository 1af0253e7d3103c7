"""Carries out what was scheduled in the editor, and mends what a publication left undone.

Takes the place of Wagtail's `publish_scheduled`, in which one page that fails keeps back all that are due after it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from events.errors import CroesoError
from events.models.events import Event
from events.pages.event import EventPage
from events.pages.publishing import rebuild

log = logging.getLogger(__name__)

FAILURES = (CroesoError, ValidationError, PermissionDenied, DatabaseError)
"""What may go wrong with one page without being a fault of the program."""


@dataclass
class Done:
    """Titles of what was published, taken down and mended, and of what failed and stays due."""

    published: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    healed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.published or self.unpublished or self.healed or self.failed)


def publish_due(now: dt.datetime) -> Done:
    """Take down what has expired, then publish each version that is due, in the order of their times."""
    done = Done()
    for page in _expired(now):
        _try(done, done.unpublished, str(page), partial(_unpublish, page))
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk"):
        _try(done, done.published, revision.object_str, partial(_publish, revision))
    return done


def heal(now: dt.datetime) -> Done:
    """Project every event whose page was published after it was last projected, because something went wrong between
    the two, and every event that is said to be live without a live page."""
    done = Done()
    for key in dict.fromkeys([*_stale_keys(), *_orphaned_keys()]):
        _try(done, done.healed, str(key), partial(rebuild, key, now=now))
    return done


def _try(done: Done, succeeded: list[str], name: str, act: Callable[[], Any]) -> None:
    """Do one thing in a transaction of its own. What fails is noted and stays due; the others go on."""
    try:
        with transaction.atomic():
            act()
    except FAILURES:
        log.exception("%s could not be done and stays due", name)
        done.failed.append(name)
    else:
        succeeded.append(name)


def _expired(now: dt.datetime) -> list[Any]:
    others = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [row for model in (Page, *others) for row in model.objects.filter(live=True, expire_at__lte=now)]


def _unpublish(row: Any) -> None:
    row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    """Publish a version. Wagtail compares its time with the clock; when `now` is ahead of the clock, it is due all the
    same."""
    content = revision.as_object()
    if content.go_live_at and content.go_live_at > timezone.now():
        revision.content["go_live_at"] = None
    revision.publish(log_action="wagtail.publish.scheduled")


def _stale_keys() -> list[Any]:
    projected_at = Subquery(Event.objects.filter(key=OuterRef("translation_key")).values("projected_at"))
    pages = EventPage.objects.live().filter(alias_of=None).annotate(projected_at=projected_at)
    stale = pages.filter(Q(projected_at=None) | Q(projected_at__lt=F("last_published_at")))
    return [key for key in stale.values_list("translation_key", flat=True) if _has_live_source(key)]


def _has_live_source(key: Any) -> bool:
    """A translation alone makes no event, so there is nothing to mend until its source goes live."""
    if Event.objects.filter(key=key).exists():
        return True
    source = EventPage.objects.filter(translation_key=key, alias_of=None).order_by("pk").first()
    return source is not None and source.live


def _orphaned_keys() -> list[Any]:
    live = EventPage.objects.live().filter(alias_of=None).values("translation_key")
    return list(
        Event.objects.filter(is_live=True)
        .exclude(projected_at=None)
        .exclude(key__in=live)
        .values_list("key", flat=True)
    )
