"""Refuses what is sent in any encoding but UTF-8: Django would believe the sender and fail on some of them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

KNOWN = frozenset({"", "utf-8", "utf8"})


class Utf8Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        charset = (request.content_params or {}).get("charset", "")
        if charset.strip("\"' ").lower() not in KNOWN:
            raise BadRequest("This site reads UTF-8 only.")
        return self.get_response(request)
