"""Answers with a page of its own when the database could not be reached or written to in time. Nothing was stored."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 10


class BusyMiddleware:
    """The rules say it better where they can, and keep what was typed; this is for everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        log.error("the database could not be used: %s", type(exception).__name__, exc_info=exception)
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": TRY_AGAIN_SECONDS})
