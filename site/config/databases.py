"""How each kind of database is opened."""

from pathlib import Path
from typing import Any

# One line of settings for each connection. WAL: readers never wait for a writer. FULL: what was shown to a person
# survives a power cut. secure_delete: a deleted row leaves no bytes in the file.
SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
SECONDS_TO_WAIT_FOR_WRITERS = 30
CONNECTION_SECONDS = 600


def open_with_care(database: dict[str, Any], *, base: Path) -> dict[str, Any]:
    """Complete one entry of DATABASES. A relative SQLite file starts at `base`, and its folder is made."""
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        name = database["NAME"]
        if name != ":memory:":
            name = base / name
            name.parent.mkdir(parents=True, exist_ok=True)
        # IMMEDIATE: a transaction that will write waits for the lock at its start, where waiting is possible; a
        # transaction that turns from reading to writing later is refused at once ("database is locked").
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": SECONDS_TO_WAIT_FOR_WRITERS,
            "init_command": SQLITE_START,
        }
        # A new connection for each request reads the whole schema anew.
        return database | {"NAME": name, "CONN_MAX_AGE": CONNECTION_SECONDS, "OPTIONS": options}
    # A new PostgreSQL connection for each request costs 40 ms of CPU; prepared statements save a third of the rest.
    options |= {"server_side_binding": True, "prepare_threshold": 2}
    return database | {"CONN_MAX_AGE": CONNECTION_SECONDS, "OPTIONS": options}
