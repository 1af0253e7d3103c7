"""The door to WeasyPrint: what it lets out, what it lets in, and what it says without Pango."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from django.conf import settings

from events.documents.pdf import render, weasyprint
from tests.events.documents.reading import page_texts, reader

WAYS_OUT = {
    "image": '<img src="{url}" alt="a">',
    "image of the media folder with another ending": '<img src="/media/secret.txt" alt="a">',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "import in a style sheet": "<style>@import url({url});</style>",
    "font": "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style><p>a</p>",
    "background": '<p style="background: url({url})">a</p>',
    "list marker": '<ul style="list-style-image: url({url})"><li>a</li></ul>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>a</p>",
    "attachment": '<link rel="attachment" href="{url}">',
    "link as attachment": '<a rel="attachment" href="{url}">a</a>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "image in an SVG": '<svg><image href="{url}" width="9" height="9"/></svg>',
    "use in an SVG": '<svg><use href="{url}#a"/></svg>',
}
PLACES = [
    "http://127.0.0.1:9/a.png",
    f"file://{settings.BASE_DIR}/manage.py",
    "/media/../../../../etc/passwd",
]


def page(body: str) -> str:
    return f'<html lang="en"><head><title>Sample</title></head><body><p>Words.</p>{body}</body></html>'


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that Python is asked to open over the network while a document is made."""
    asked: list[str] = []

    def refuse(self: object, address: object, *args: object) -> None:
        asked.append(str(address))
        raise OSError("no network in tests")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: refuse(None, args))
    return asked


@pytest.mark.complains
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS_OUT)
def test_render_fetches_nothing_from_outside(
    way: str, place: str, opened: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="events.documents.pdf"):
        document = render(page(WAYS_OUT[way].format(url=place)))
    assert opened == []
    assert reader(document).attachments == {}
    assert page_texts(document)[0].startswith("Words.")


def test_control_weasyprint_alone_attaches_a_local_file() -> None:
    """What the tests above would miss if they could not fail."""
    html = page(WAYS_OUT["attachment"].format(url=f"file://{settings.BASE_DIR}/manage.py"))
    assert list(reader(weasyprint().HTML(string=html).write_pdf()).attachments) == ["manage.py"]


@pytest.mark.complains
@pytest.mark.parametrize("way", sorted(set(WAYS_OUT) - {"use in an SVG"}))
def test_render_logs_what_it_refuses(way: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="events.documents.pdf"):
        render(page(WAYS_OUT[way].format(url="http://127.0.0.1:9/a.png")))
    refused = [record.getMessage() for record in caplog.records if record.name == "events.documents.pdf"]
    assert refused
    assert all(message.startswith("A document was refused ") for message in refused)


def test_render_reads_data_addresses_and_our_own_files(caplog: pytest.LogCaptureFixture) -> None:
    picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E"
    with caplog.at_level(logging.WARNING):
        render(page(f'<img src="{picture}" alt="a"><img src="/static/img/logo.svg" alt="b">'))
    assert caplog.records == []


def test_render_takes_title_and_language_and_names_nobody() -> None:
    document = reader(render('<html lang="cy"><title>Rhestr</title><p>Gair</p></html>'))
    root = document.trailer["/Root"]
    assert root["/Lang"] == "cy"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert dict(document.metadata or {}) == {"/Title": "Rhestr", "/Producer": "WeasyPrint 70.0"}
    assert b"pdfuaid:part" in document.trailer["/Root"]["/Metadata"].get_data()


def test_render_is_the_same_each_time() -> None:
    html = page("<p>Gwŷdd</p>")
    assert render(html) == render(html)


def test_without_pango_the_refusal_names_the_packages_and_the_site_starts() -> None:
    """In a process whose dynamic linker finds no Pango, as on a bare machine."""
    program = """
import ctypes, os
import cffi.api

def missing(*names, **flags):
    raise OSError(f"cannot load library {names[-1]!r}")

cffi.api.FFI.dlopen = ctypes.CDLL = missing
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django
django.setup()
from django.urls import resolve
from events.documents.checks import printing_works
from events.documents.pdf import render
from events.errors import PrintingUnavailable
resolve("/admin/")
print([(message.id, message.hint) for message in printing_works()])
try:
    render("<p>a</p>")
except PrintingUnavailable as refusal:
    print(refusal)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": f"{settings.BASE_DIR}:{settings.BASE_DIR}/site", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    check, refusal = done.stdout.splitlines()
    assert check.startswith("[('events.W001', 'Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 ")
    assert "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0" in refusal
