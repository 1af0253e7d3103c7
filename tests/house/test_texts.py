"""Every text in a template goes through gettext: what is left without its tags has no words."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString

from tests.house.sources import ROOT

TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
UNSEEN = re.compile(
    r"{%\s*block \w*(?:class|data)\w*\s*%}.*?{%\s*endblock\s*%}"
    r"|{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{3,}")
READ_OUT = ("aria-label", "alt", "title", "placeholder", "label")

SAME_IN_BOTH = {"croeso", "Croeso", "English", "Cymraeg"}
"""Our own name, and the languages' own names for themselves."""

NO_WORDS = {
    "_attributes.html": "parts of a tag",
    "translated_rows.html": "an id",
    "document_preview.html": "a sample file",
    "badges.html": "letters to measure",
}
"""Templates whose rest is not read by anybody, and what it is instead."""


def texts_left(template: str) -> list[str]:
    """What the template says that no tag puts there."""
    kept = UNSEEN.sub(" ", TRANSLATED.sub(" ", template))
    soup = BeautifulSoup(kept, "html.parser")
    for code in soup.select("script, style"):
        code.extract()
    said: list[str] = [text for text in soup.find_all(string=True) if type(text) is NavigableString]
    said += [str(tag[name]) for name in READ_OUT for tag in soup.select(f"[{name}]")]
    return [text.strip() for text in said if WORD.search(text) and text.strip(" \n–") not in SAME_IN_BOTH]


def test_texts_left_finds_what_is_not_translated():
    assert texts_left('<p>{% translate "Yes" %} {{ name }}</p>{# why #}') == []
    assert texts_left('<p aria-label="Close">{% blocktranslate %}Yes{% endblocktranslate %} Not</p>') == [
        "Not",
        "Close",
    ]


TEMPLATES = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "templates" / "events" / "emails").rglob("*.txt")),
]


@pytest.mark.parametrize("folder", sorted({path.parent for path in TEMPLATES}), ids=lambda path: path.name)
def test_templates_say_nothing_untranslated(folder: Path):
    here = (path for path in TEMPLATES if path.parent == folder and path.name not in NO_WORDS)
    found = {path.name: texts_left(path.read_text()) for path in here}
    assert {name: texts for name, texts in found.items() if texts} == {}
