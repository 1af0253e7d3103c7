"""Reads what the environment says, and stops the start with one clear line for each value that cannot be used."""

import contextlib
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import dj_database_url
import django_cache_url
import environs

from config.mail import MAIL_SCHEMES, parse_mail

Default = TypeVar("Default")

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
CURRENCIES = ("GBP", "EUR", "USD", "AUD", "CAD", "CHF", "DKK", "NOK", "NZD", "SEK")
"""Currencies with two decimals, which is how prices are stored."""

CACHE_SCHEMES = ("locmem", "redis", "rediss", "dummy", "file", "db")


class BadEnvironment(SystemExit):
    """Ends the process with status 1 after printing one line per problem to standard error."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(["Croeso cannot start with this environment:", *(f"  {line}" for line in problems)]))


def choose_settings(*, otherwise: str) -> None:
    """Name the settings module, unless DJANGO_SETTINGS_MODULE does: a given DEBUG decides, else `otherwise`.

    Reads `.env` beside `manage.py` first; what the process was started with wins over the file.
    """
    environs.Env().read_env(str(BASE_DIR / ".env"), recurse=False)
    if os.environ.get("DEBUG"):
        with contextlib.suppress(environs.EnvError):  # the settings read it again, and say what is wrong with it
            otherwise = "dev" if environs.Env().bool("DEBUG") else "production"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{otherwise}")


class Environment:
    """Reads values by name and collects their problems, so that one start names all of them.

    A value that cannot be used is replaced by its default until `stop_on_problems` is called after the last one.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []

    def stop_on_problems(self) -> None:
        if self.problems:
            raise BadEnvironment(self.problems)

    def text(self, name: str, *, default: str = "") -> str:
        return os.environ.get(name, "").strip() or default

    def required(self, name: str, *, expected: str) -> None:
        if not self.text(name):
            self.problems.append(f"{name}: nothing was given; expected {expected}.")

    def secret(self, name: str, *, refuse: Callable[[str], str | None], default: str = "") -> str:
        """Read a value that is never printed. `refuse` returns what is wrong with it, or None."""
        value = self.text(name, default=default)
        reason = refuse(value)
        if reason:
            self.problems.append(f"{name}: {reason}.")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        if not self.text(name):
            return default
        try:
            return bool(environs.Env().bool(name))
        except environs.EnvError:
            return self._refused(name, "true or false", default)

    def count(self, name: str, *, default: int, least: int, most: int) -> int:
        value = self.text(name, default=str(default))
        if value.isascii() and value.isdecimal() and least <= int(value) <= most:
            return int(value)
        return self._refused(name, f"a whole number from {least} to {most}", default)

    def choice(self, name: str, *, default: str, among: Collection[str]) -> str:
        value = self.text(name, default=default)
        return value if value in among else self._refused(name, f"one of {', '.join(among)}", default)

    def names(self, name: str) -> list[str]:
        """Read a list separated by commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def folder(self, name: str, *, default: Path) -> Path:
        """Read a path; a relative one starts at the folder of `manage.py`."""
        return BASE_DIR / self.text(name, default=str(default))

    def origin(self, name: str, *, default: str) -> str:
        """Read an address such as `https://events.example.org`; a slash at its end is dropped."""
        value = self.text(name, default=default).rstrip("/")
        if is_origin(value):
            return value
        return self._refused(name, "an address such as https://events.example.org, without a path", default)

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Read one entry of Django's DATABASES."""
        expected = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"
        return self._address(name, default, DATABASE_SCHEMES, lambda url: dict(dj_database_url.parse(url)), expected)

    def cache(self, name: str, *, default: str) -> dict[str, Any]:
        """Read one entry of Django's CACHES."""
        return self._address(
            name, default, CACHE_SCHEMES, django_cache_url.parse, "locmem:// or redis://HOST:PORT/NUMBER"
        )

    def mail(self, name: str, *, default: str) -> dict[str, Any]:
        """Read Django's EMAIL_ settings, by their names."""
        expected = "smtp://USER:PASSWORD@HOST:PORT, file:///FOLDER or console://"
        return self._address(name, default, MAIL_SCHEMES, lambda url: parse_mail(url, base=BASE_DIR), expected)

    def _address(
        self,
        name: str,
        default: str,
        schemes: Collection[str],
        parse: Callable[[str], dict[str, Any]],
        expected: str,
    ) -> dict[str, Any]:
        value = self.text(name, default=default)
        scheme = value.partition(":")[0]
        try:
            if scheme in schemes:
                return parse(value)
        except ValueError:
            self.problems.append(f"{name}: the address given cannot be read; expected {expected}.")
            return parse(default)
        # An address may hold a password, so no more than its scheme is repeated.
        self.problems.append(f"{name}: an address of the kind {scheme[:20]!r} was given; expected {expected}.")
        return parse(default)

    def _refused(self, name: str, expected: str, default: Default) -> Default:
        given = self.text(name)
        shown = repr(given) if "@" not in given else "an address with a password"
        self.problems.append(f"{name}: {shown} was given; expected {expected}.")
        return default


def is_origin(value: str) -> bool:
    """Whether this is scheme, host and perhaps port of a web address, and nothing else."""
    try:
        parts = urlsplit(value)
        port = parts.port or 1
    except ValueError:
        return False
    extras = parts.path or parts.query or parts.fragment or parts.username
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port > 0 and not extras
