"""The public pages' policy forbids inline styles and scripts: none may be written."""

import re

from tests.house.sources import ROOT, shown

# Documents and mails are no web pages: their styles must be in them.
OTHER_MEDIA = {"documents", "emails"}
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:"
    r"|<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/)",
    re.IGNORECASE,
)


def page_templates():
    found = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/templates/**/*.html")]
    return sorted(path for path in found if not OTHER_MEDIA & set(path.parts))


def test_no_page_has_inline_style_or_script():
    found = {shown(path): INLINE.findall(path.read_text()) for path in page_templates()}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_the_pattern_finds_what_the_policy_refuses():
    refused = ['<p style="a">', "<style>", "<script>a()</script>", '<a onclick="b()">', '<a href="javascript:c()">']
    assert [text for text in refused if not INLINE.search(text)] == []


def test_the_pattern_lets_pass_what_the_policy_allows():
    allowed = ['<script src="/a.js" defer></script>', '<script type="application/ld+json">{}</script>', "<p>on = 3</p>"]
    assert [text for text in allowed if INLINE.search(text)] == []
