"""Addresses of events outside the page tree."""

from django.urls import URLPattern, URLResolver, include, path

from events.public.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("events.public.urls")),
]
