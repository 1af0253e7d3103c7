"""What commands about one event have in common: finding it by its short name, and writing a file safely."""

from __future__ import annotations

import difflib
import getpass
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from events.booking.journal import By
from events.choices import Actor
from events.models.events import Event
from events.reports.papers import Printing

NEAR_ONES = 3


def event_named(slug: str) -> Event:
    """Raises CommandError, with the names that are nearest, when there is no such event."""
    event = Event.objects.select_related("host", "venue", "kind").filter(slug=slug).first()
    if event is not None:
        return event
    slugs = list(Event.objects.order_by("slug").values_list("slug", flat=True))
    near = difflib.get_close_matches(slug, slugs, n=NEAR_ONES, cutoff=0.4)
    near += [other for other in slugs if slug in other and other not in near][: NEAR_ONES - len(near)]
    if near:
        raise CommandError(f"There is no event “{slug}”. Did you mean: {', '.join(near)}?")
    raise CommandError(f"There is no event “{slug}”, and none with a name like it.")


def printing(language: str) -> Printing:
    """On behalf of whoever is logged in to this machine."""
    name = _user_of_this_machine()
    by = By(Actor.SYSTEM, reason=f"manage.py, {name}")
    return Printing(by=by, name=name, now=timezone.now(), language=language)


def require_writable(path: Path) -> None:
    """Raises CommandError before anything is made that could not be kept."""
    if path.is_dir():
        raise CommandError(f"{path} is a folder. Give the name of a file.")
    if not path.parent.is_dir():
        raise CommandError(f"The folder {path.parent} does not exist. Nothing was made.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Nothing was made.") from error


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Whole or not at all: a file of that name stays as it is until the new one is complete."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.writelines(pieces)
                file.flush()
            except BaseException:
                temporary.unlink()
                raise
        temporary.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _user_of_this_machine() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have a number only
        return "manage.py"
