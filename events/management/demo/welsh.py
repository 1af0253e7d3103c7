"""Translates a page the way an editor does in the admin: its texts one by one, then its address, then publish."""

from __future__ import annotations

from html import escape, unescape

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


def welsh_locale() -> Locale:
    return Locale.objects.get_or_create(language_code="cy")[0]


def publish_in_welsh(page: Page, *, words: dict[str, str], slug: str) -> Page:
    """Translate a published page and publish its Welsh page, which is returned.

    `words` maps the page's English texts to Welsh. Raises KeyError, naming the text, when one has no Welsh.
    """
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=welsh_locale())
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                data=slug if segment.context.path == "slug" else _in_welsh(segment.string.data, words),
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for segment in segments
        ],
        ignore_conflicts=True,  # words that a translator wrote stay
    )
    translation.save_target(publish=False)
    welsh: Page = page.get_translation(translation.target_locale).get_latest_revision_as_object()
    welsh.slug = slug
    welsh.save_revision().publish()
    return Page.objects.get(pk=welsh.pk).specific


def _in_welsh(text: str, words: dict[str, str]) -> str:
    """The Welsh for a segment. Its lines (a list of choices has several) are translated one by one."""
    lines = text.replace("<br/>", "<br>").split("<br>")
    return "<br>".join(escape(words[unescape(line)], quote=False) for line in lines)
