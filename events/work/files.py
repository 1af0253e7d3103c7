"""The files that background work leaves behind: in the private storage, which no address of the site leads to."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from events.models.work import Work


def keep(work: Work, body: bytes) -> None:
    """Each try has a name of its own: one that was believed dead cannot write into the file of the next."""
    _storage().delete(_name(work, work.tries))
    _storage().save(_name(work, work.tries), ContentFile(body))


def fetch(work: Work) -> File[bytes]:
    """Raises FileNotFoundError when it is gone."""
    return _storage().open(_name(work, work.tries))


def drop(work: Work) -> None:
    """Delete what any of its tries has left."""
    for number in range(1, work.tries + 1):
        _storage().delete(_name(work, number))


def _name(work: Work, number: int) -> str:
    return f"work/{work.pk}-{number}"


def _storage() -> Storage:
    return storages["private"]
