"""Every address of the back office, read from Django's own list of addresses: whoever adds one has it tested."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

OURS = ("desk", "memberships")
"""Namespaces of our own views in the admin; those of our snippets are named after their models."""

SNIPPETS = ("organisation", "venue", "person", "eventkind")


@dataclass(frozen=True)
class Address:
    """`names` are what its path takes; `permissions`: its guard asks for one of them, where it has one."""

    name: str
    names: tuple[str, ...]
    converters: dict[str, Any]
    permissions: Any

    def url(self, known: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={name: self._value(name, known) for name in self.names})

    def _value(self, name: str, known: dict[str, Any]) -> Any:
        if name in known:
            return known[name]
        kind = type(self.converters.get(name)).__name__
        # What a regular expression takes is a word out of a few, and the first of ours is a kind of file.
        return {"IntConverter": 1, "UUIDConverter": uuid.UUID(int=1), "NoneType": "csv"}.get(kind, "1")

    @property
    def is_of_an_event(self) -> bool:
        return "event_id" in self.names


def every_address() -> list[Address]:
    resolver = get_resolver()
    namespaces = [*OURS, *(f"wagtailsnippets_events_{name}" for name in SNIPPETS)]
    found = []
    for namespace in namespaces:
        found += list(_walk(resolver.namespace_dict[namespace][1], namespace, {}))
    return found


def _walk(resolver: URLResolver, prefix: str, above: dict[str, Any]):
    for pattern in resolver.url_patterns:
        converters = {**above, **pattern.pattern.converters}
        if isinstance(pattern, URLPattern):
            name = f"{prefix}:{pattern.name}"
            permissions = getattr(pattern.callback, "permissions", None)
            named = getattr(pattern.pattern.regex, "groupindex", {}) if not pattern.pattern.converters else {}
            yield Address(name, tuple({**converters, **named}), converters, permissions)
        else:
            inner = f"{prefix}:{pattern.namespace}" if pattern.namespace else prefix
            yield from _walk(pattern, inner, converters)
