"""Leaves no byte of what was deleted in the database's own files."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import Error as DatabaseError
from django.db import connection, models

log = logging.getLogger(__name__)


def scrub(tables: Iterable[type[models.Model]]) -> bool:
    """Overwrite what deleted rows have left behind. Call it outside any transaction. True when all of it is done.

    SQLite overwrites in the file itself (`secure_delete`), but its journal keeps older pages until it is written back
    and cut off; readers can be in the way, and then the next run tries again. PostgreSQL keeps dead rows until then.
    """
    if connection.in_atomic_block:
        return False
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        return not busy
    done = [_vacuumed(table) for table in tables]  # each of them, also when one fails
    return all(done)


def _vacuumed(table: type[models.Model]) -> bool:
    name = connection.ops.quote_name(table._meta.db_table)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {name}")
    except DatabaseError:
        log.warning("%s could not be vacuumed now; autovacuum will do it", table._meta.db_table)
        return False
    return True
