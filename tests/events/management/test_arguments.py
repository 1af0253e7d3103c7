"""Events found by name, files written whole or not at all."""

import getpass
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from events.management.arguments import event_named, printing, require_writable, write_file
from tests.factories.events import make_event


@pytest.mark.django_db
def test_event_named_finds_an_event():
    event = make_event("care-at-home")
    assert event_named("care-at-home") == event


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["care-at-hom", "care at home", "home"])
def test_event_named_suggests_what_is_near(typed):
    make_event("care-at-home")
    with pytest.raises(CommandError) as refusal:
        event_named(typed)
    assert str(refusal.value) == f"There is no event “{typed}”. Did you mean: care-at-home?"


@pytest.mark.django_db
def test_event_named_says_when_nothing_is_near():
    make_event("care-at-home")
    with pytest.raises(CommandError) as refusal:
        event_named("zzz")
    assert str(refusal.value) == "There is no event “zzz”, and none with a name like it."


def test_printing_names_the_user_of_the_machine():
    job = printing("cy")
    assert (job.name, job.language, job.by.reason) == (getpass.getuser(), "cy", f"manage.py, {getpass.getuser()}")


def test_require_writable_refuses_a_folder(tmp_path):
    with pytest.raises(CommandError) as refusal:
        require_writable(tmp_path)
    assert str(refusal.value) == f"{tmp_path} is a folder. Give the name of a file."


def test_require_writable_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError) as refusal:
        require_writable(tmp_path / "none" / "list.pdf")
    assert str(refusal.value) == f"The folder {tmp_path / 'none'} does not exist. Nothing was made."


def test_require_writable_refuses_where_nobody_may_write():
    with pytest.raises(CommandError) as refusal:
        require_writable(Path("/proc/list.pdf"))
    assert str(refusal.value).startswith("/proc/list.pdf cannot be written: ")


def test_require_writable_leaves_nothing_behind(tmp_path):
    require_writable(tmp_path / "list.pdf")
    assert list(tmp_path.iterdir()) == []


def test_write_file_replaces_what_was_there(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("old")
    write_file(path, [b"new ", b"words"])
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("list.csv", "new words")]


def test_write_file_keeps_the_old_file_when_the_new_one_fails(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("old")

    def pieces():
        yield b"new"
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="the database went away"):
        write_file(path, pieces())
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("list.csv", "old")]
