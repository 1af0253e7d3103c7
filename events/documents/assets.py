"""Our own files that a document may use: style sheets, fonts and pictures under static/ and media/, nothing else."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

ORIGIN = "https://documents.invalid"
"""Stands for this site inside documents, so that "/static/…" has something to be relative to. The name can never
exist (RFC 2606)."""

KINDS = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}


class RefusedError(ValueError):
    """A document asked for something that it may not have."""


def static_path(name: str) -> Path:
    """The file behind "/static/<name>", wherever an app or the project keeps it."""
    found = finders.find(name)
    if not found:
        raise RefusedError(f"no static file {name}")
    return Path(found)


def read(url: str) -> tuple[bytes, str]:
    """Bytes and media type of one of our own files; raises RefusedError for everything else."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
        raise RefusedError("only data: and our own files")
    path = unquote(parts.path)
    kind = KINDS.get(Path(path).suffix.lower())
    if kind is None:
        raise RefusedError(f"not a style sheet, font or picture: {mimetypes.guess_type(path)[0]}")
    try:
        if path.startswith("/static/"):
            return static_path(path.removeprefix("/static/")).read_bytes(), kind
        if path.startswith("/media/"):
            with default_storage.open(path.removeprefix("/media/")) as file:
                return file.read(), kind
    except (OSError, SuspiciousFileOperation) as error:
        raise RefusedError(str(error)) from error
    raise RefusedError("neither under /static/ nor /media/")
