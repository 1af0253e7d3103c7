"""What the pages about a mailing ask of its words."""

from __future__ import annotations

from django import template

from events.messaging.mailing_words import words_of
from events.models.mailings import Mailing

register = template.Library()


@register.filter
def has_words(mailing: Mailing, language: str) -> bool:
    return words_of(mailing, language) is not None


@register.filter
def speaks_one_language(mailing: Mailing) -> bool:
    return not (has_words(mailing, "en") and has_words(mailing, "cy"))
