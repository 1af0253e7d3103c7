"""Addresses of events outside the page tree."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from events.pages import feeds
from events.pages.embed import embedded_list
from events.public.views import health

LISTS = rf"^(?P<language>{'|'.join(code for code, _ in settings.LANGUAGES)})/(?P<path>[^?#\x00]{{1,500}})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    re_path(
        rf"{LISTS}/feed\.ics$",
        feeds.calendar_feed,
        name="calendar_feed",
    ),
    path("check-in/", include("events.public.door.urls")),
    re_path(rf"{LISTS}/feed\.xml$", feeds.news_feed, name="news_feed"),
    re_path(rf"^embed/{LISTS.removeprefix('^')}/$", embedded_list, name="embedded_list"),
    path("", include("events.public.urls")),
]
