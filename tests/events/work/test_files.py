"""Files of background work lie in the private storage and go without a trace."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages

from events.models.work import Work
from events.work import files


def read(work):
    with files.fetch(work) as file:
        return file.read()


def test_each_try_has_its_own_file_and_drop_takes_all():
    first, second = Work(pk=987001, tries=1), Work(pk=987001, tries=2)
    files.keep(first, b"one")
    files.keep(second, b"two")
    assert (read(first), read(second)) == (b"one", b"two")
    files.drop(second)
    for work in (first, second):
        with pytest.raises(FileNotFoundError):
            files.fetch(work)


def test_keep_writes_over_what_the_same_try_left():
    work = Work(pk=987002, tries=1)
    files.keep(work, b"before")
    files.keep(work, b"after")
    assert read(work) == b"after"
    files.drop(work)


def test_the_private_storage_lies_outside_all_that_is_served():
    place = Path(storages["private"].path("work"))
    assert not place.is_relative_to(settings.MEDIA_ROOT)
    assert not place.is_relative_to(settings.STATIC_ROOT)
