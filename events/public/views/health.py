"""For whoever watches the site: whether the process lives, and whether everything behind it works."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import Error as DatabaseError
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models.messages import Heartbeat, Message

log = logging.getLogger(__name__)

WORKER_SILENT = dt.timedelta(seconds=60)
MAIL_LATE = dt.timedelta(minutes=10)


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, a worker is alive and mail flows; else 503. The body says which is not so."""
    now = timezone.now()
    try:
        found = {"database": {"ok": True}, "worker": _worker(now), "mail": _mail(now)}
    except DatabaseError:
        log.exception("the database does not answer")
        found = {"database": {"ok": False}}
    is_ready = all(part["ok"] for part in found.values())
    return JsonResponse({"ok": is_ready, **found}, status=200 if is_ready else 503)


def _worker(now: dt.datetime) -> dict[str, Any]:
    latest = Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    silent = None if latest is None else max(now - latest, dt.timedelta())
    return {"ok": silent is not None and silent <= WORKER_SILENT, "silent_seconds": _seconds(silent)}


def _mail(now: dt.datetime) -> dict[str, Any]:
    """`oldest_seconds` is how long the oldest unsent mail has been due. Mails that a server has refused for reasons of
    their own are tried again later; they are counted as `refused` and say nothing about the others."""
    of_its_own = Q(attempts__gt=0)
    told = (
        Message.objects.unsent()
        .filter(due_at__lte=now)
        .aggregate(
            waiting=Count("pk", filter=~of_its_own),
            refused=Count("pk", filter=of_its_own),
            oldest=Min("due_at", filter=~of_its_own),
        )
    )
    late = now - told["oldest"] if told["oldest"] else dt.timedelta()
    return {
        "ok": late <= MAIL_LATE,
        "oldest_seconds": _seconds(late),
        "waiting": told["waiting"],
        "refused": told["refused"],
    }


def _seconds(span: dt.timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
