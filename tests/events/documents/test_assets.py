"""Which of our own files a document may read."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from events.documents.assets import ORIGIN, RefusedError, read, static_path


def test_static_path_finds_a_file_of_the_project() -> None:
    assert static_path("css/paper.css").read_text(encoding="utf-8").startswith("/* Things made for paper")


def test_read_gives_bytes_and_kind_of_static_files() -> None:
    body, kind = read(f"{ORIGIN}/static/css/paper.css")
    assert (body, kind) == (static_path("css/paper.css").read_bytes(), "text/css")


def test_read_gives_pictures_of_the_media_folder() -> None:
    name = default_storage.save("documents-test/logo.png", ContentFile(b"not really a picture"))
    assert read(f"{ORIGIN}/media/{name}") == (b"not really a picture", "image/png")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/static/css/paper.css",
        "http://documents.invalid/static/css/paper.css",
        "file:///static/css/paper.css",
        "//example.org/static/css/paper.css",
        f"{ORIGIN}/css/paper.css",
        f"{ORIGIN}/static/../config/settings/base.css",
        f"{ORIGIN}/static/%2e%2e/%2e%2e/etc/x.png",
        f"{ORIGIN}/media/../../../etc/x.png",
        f"{ORIGIN}/media/missing.png",
        f"{ORIGIN}/media/report.pdf",
        f"{ORIGIN}/static/missing.css",
        f"{ORIGIN}/static/",
        f"{ORIGIN}/",
        "",
    ],
)
def test_read_refuses_everything_else(url: str) -> None:
    with pytest.raises(RefusedError):
        read(url)
