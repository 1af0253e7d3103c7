"""Turns one mail address of the environment into Django's EMAIL_ settings."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BACKENDS = "django.core.mail.backends"
# Libraries spell the same servers differently: each spelling maps to a backend, whether TLS starts with the
# connection or within it, and the usual port.
MAIL_SCHEMES: dict[str, tuple[str, bool, bool, int]] = {
    "smtp": ("smtp", False, False, 25),
    "smtp+tls": ("smtp", False, True, 587),
    "submission": ("smtp", False, True, 587),
    "smtp+ssl": ("smtp", True, False, 465),
    "smtps": ("smtp", True, False, 465),
    "file": ("filebased", False, False, 0),
    "filemail": ("filebased", False, False, 0),
    "console": ("console", False, False, 0),
    "consolemail": ("console", False, False, 0),
    "memory": ("locmem", False, False, 0),
    "dummy": ("dummy", False, False, 0),
}
SECONDS_TO_WAIT = 20


def parse_mail(url: str, *, base: Path) -> dict[str, Any]:
    """Return the settings by name. A folder without a leading slash starts at `base`. ValueError: not an address."""
    parts = urlsplit(url)
    backend, ssl, tls, port = MAIL_SCHEMES[parts.scheme]
    options = parse_qs(parts.query)
    folder = f"{parts.netloc}{parts.path}"
    if backend == "filebased" and not folder:
        raise ValueError("no folder")
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.{backend}.EmailBackend",
        "EMAIL_FILE_PATH": str(base / unquote(folder)),
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": ssl or options.get("ssl") == ["true"],
        "EMAIL_USE_TLS": tls or options.get("tls") == ["true"],
        "EMAIL_TIMEOUT": int(options.get("timeout", [str(SECONDS_TO_WAIT)])[0]),
    }
