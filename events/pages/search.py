"""What of an event's pages can be found by its words. One column of the booked event holds it, for both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from events.models.folding import folded


def search_text(pages: Iterable[Any]) -> str:
    """The words of these pages, folded. What nobody may read on the page (the link to join) is not among them."""
    return folded(" ".join(text for page in pages for text in _texts(page)))


def _texts(page: Any) -> Iterator[str]:
    yield from (page.title, page.summary, page.audience, page.when_text, page.on_the_day)
    yield from page.body.stream_block.get_searchable_content(page.body)
    for session in page.sessions.all():
        yield from (session.title, session.description)
    for part in page.programme.all():
        yield part.title
    for speaker in page.speakers.select_related("person"):
        yield speaker.person.name if speaker.person else ""
