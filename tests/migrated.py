"""A migrated database kept between runs: some 230 migrations take longer than most test files.

It is kept under a name made from all that could change it (our migrations and the versions of what is installed), and
each run starts from a copy: on SQLite of a file, on PostgreSQL of a database of the same server. `migrate` still runs,
and finds nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
LOCK = 230
"""Held on the server while a template is made: parallel runs make one, and the others copy it."""


def _digest(*parts: str) -> str:
    digest = hashlib.sha256(" ".join([sys.version, *parts]).encode())
    for path in [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def template_path() -> Path:
    """Where the SQLite database for just this code lies, whether or not it is there yet."""
    folder = Path(settings.VAR_DIR) / "test-databases"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"migrated-{_digest(sqlite3.sqlite_version)}.sqlite3"


def _test_database() -> sqlite3.Connection:
    name = connection.creation._get_test_db_name()
    return sqlite3.connect(name, uri=name.startswith("file:"))


def load_template() -> sqlite3.Connection | None:
    """Fill the test database from the kept one. Returns a connection to it, which keeps a database in memory alive."""
    path = template_path()
    if not path.exists():
        Path(connection.creation._get_test_db_name()).unlink(missing_ok=True)  # what an earlier run left in a file
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


def postgres_template() -> str:
    """The name of a migrated database on the server of the tests, made now where there is none."""
    name = f"croeso_migrated_{_digest()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name])
        found = cursor.fetchone()
        if found is None or not found[0]:  # one that was stopped half way is no template yet
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
            _migrate(name)
            cursor.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def _migrate(name: str) -> None:
    values = connection.settings_dict
    server = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
    environment = {**os.environ, "DATABASE_URL": f"postgresql://{server}/{name}"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
