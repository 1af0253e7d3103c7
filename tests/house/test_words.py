"""Every text of code and templates has its Welsh, and the compiled catalogues say what the written ones say."""

import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

from tests.house.sources import ROOT

APPS = ["events", "home"]
CATALOGUE = Path("locale/cy/LC_MESSAGES/django.po")


def texts(file: polib.POFile | polib.MOFile) -> dict[tuple, str | dict]:
    return {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in file}


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """A copy of the sources, with catalogues as they are when collected now."""
    folder = tmp_path_factory.mktemp("words")
    for part in [*APPS, "templates", "site"]:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("django.conf.settings.LOCALE_PATHS", [folder / app / "locale" for app in APPS])
        call_command("makemessages", locale=["cy"], no_obsolete=True, extensions=["html", "txt", "py"], verbosity=0)
    return folder


@pytest.mark.parametrize("app", APPS)
def test_catalogue_holds_every_text_and_no_other(collected, app):
    now = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(collected / app / CATALOGUE))}
    written = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(ROOT / app / CATALOGUE))}
    assert sorted(now ^ written, key=str) == []


@pytest.mark.parametrize("app", APPS)
def test_every_text_has_its_welsh(app):
    entries = polib.pofile(str(ROOT / app / CATALOGUE))
    assert [entry.msgid for entry in entries if not entry.translated()] == []


@pytest.mark.parametrize("app", APPS)
def test_compiled_catalogue_is_the_written_one(app):
    written, compiled = ROOT / app / CATALOGUE, (ROOT / app / CATALOGUE).with_suffix(".mo")
    assert texts(polib.mofile(str(compiled))) == texts(polib.pofile(str(written)))
