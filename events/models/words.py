"""Words that exist once per language, kept beside language-neutral facts."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import get_language


def said(words: dict[str, dict[str, Any]], field: str, language: str | None = None) -> Any:
    """`field` in `language` (the active one by default), else in any language that has it, else ""."""
    language = (language or get_language() or "en")[:2]
    return words.get(language, {}).get(field) or next(
        (spoken[field] for spoken in words.values() if spoken.get(field)), ""
    )


class Worded(models.Model):
    """A booked row whose words were projected from its pages: `words` is {language: {field: text}}."""

    words = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def say(self, field: str, language: str | None = None) -> Any:
        return said(self.words, field, language)


class Keyed(models.Model):
    """A row matched to its page child by the child's own `key`; withdrawn, never deleted, once somebody used it."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    sort_order = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Bilingual(models.Model):
    """A row with its name in both languages, edited side by side."""

    name_en = models.CharField("name in English", max_length=200)
    name_cy = models.CharField("name in Welsh", max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.in_language("name")

    def in_language(self, field: str, language: str | None = None) -> str:
        """The text of `field` in the language asked for (the active one by default), else in the other one."""
        first, second = ("cy", "en") if (language or get_language() or "en")[:2] == "cy" else ("en", "cy")
        return getattr(self, f"{field}_{first}") or getattr(self, f"{field}_{second}")
