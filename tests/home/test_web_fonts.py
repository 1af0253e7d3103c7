"""The fonts of the pages: light, from our own origin, and with every Welsh letter."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from fontTools.ttLib import TTFont

WELSH = {ord(letter) for letter in "ŴŵŶŷẀẁẂẃẄẅỲỳ"}
SHEET = Path(settings.BASE_DIR, "static/css/croeso.css").read_text(encoding="utf-8")
FACES = re.findall(
    r'font-family: "(\w+)"; src: url\("\.\./(fonts/[^"]+)"\).*?unicode-range: ([^;]+);', SHEET, re.DOTALL
)


def letters(ranges: str) -> set[int]:
    ends = (part.strip().removeprefix("U+").split("-") for part in ranges.split(","))
    return {code for found in ends for code in range(int(found[0], 16), int(found[-1], 16) + 1)}


@pytest.mark.parametrize("family", ["Atkinson", "Bricolage"])
def test_welsh_letters_come_from_one_small_file(family):
    files = [file for name, file, ranges in FACES if name == family and letters(ranges) & WELSH]
    assert [file.split("-")[-3] for file in files] == ["welsh"]
    path = finders.find(files[0])
    assert set(TTFont(path).getBestCmap()) == WELSH
    assert Path(path).stat().st_size < 3_000


@pytest.mark.django_db
def test_pages_load_beforehand_only_what_each_of_them_needs(root_page):
    soup = BeautifulSoup(Client().get("/en/").content, "html.parser")
    found = [link["href"] for link in soup.select("link[rel=preload]")]
    assert [address.rpartition("/")[2] for address in found] == [
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "bricolage-grotesque-latin-wght-normal.woff2",
    ]
    assert all(finders.find(address.removeprefix("/static/")) for address in found)
