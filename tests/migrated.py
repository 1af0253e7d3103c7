"""A migrated SQLite database kept between runs: some 230 migrations take longer than most test files.

It is kept under a name made from all that could change it (our migrations and the versions of what is installed), and
each run starts from a copy. `migrate` still runs, and finds nothing to do.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def template_path() -> Path:
    """Where the database for just this code lies, whether or not it is there yet."""
    digest = hashlib.sha256(f"{sys.version_info} {sqlite3.sqlite_version}".encode())
    for path in [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]:
        digest.update(path.read_bytes())
    folder = Path(settings.VAR_DIR) / "test-databases"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def _test_database() -> sqlite3.Connection:
    name = connection.creation._get_test_db_name()
    return sqlite3.connect(name, uri=name.startswith("file:"))


def load_template() -> sqlite3.Connection | None:
    """Fill the test database from the kept one. Returns a connection to it, which keeps a database in memory alive."""
    path = template_path()
    if not path.exists():
        return None
    target, source = _test_database(), sqlite3.connect(path)
    source.backup(target)
    source.close()
    return target


def keep_template() -> None:
    """Keep the migrated test database for later runs. Two runs at once each write a file and rename it."""
    path = template_path()
    if path.exists():
        return
    for old in path.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    made = path.with_suffix(f".{id(path)}")
    connection.ensure_connection()
    kept = sqlite3.connect(made)
    connection.connection.backup(kept)
    kept.close()
    made.replace(path)
