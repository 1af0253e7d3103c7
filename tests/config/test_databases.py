import sqlite3

import pytest
from django.db import connection

from config.databases import SQLITE_START, open_with_care

SQLITE = {"ENGINE": "django.db.backends.sqlite3"}


def test_open_with_care_makes_the_folder_of_a_relative_file(tmp_path):
    opened = open_with_care(SQLITE | {"NAME": "data/croeso.sqlite3"}, base=tmp_path)
    assert opened["NAME"] == tmp_path / "data" / "croeso.sqlite3"
    assert (tmp_path / "data").is_dir()


def test_open_with_care_lets_writers_wait_their_turn(tmp_path):
    options = open_with_care(SQLITE | {"NAME": "croeso.sqlite3"}, base=tmp_path)["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 30)


def test_open_with_care_keeps_connections_to_a_file(tmp_path):
    assert open_with_care(SQLITE | {"NAME": "croeso.sqlite3"}, base=tmp_path)["CONN_MAX_AGE"] == 600


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)]
)
def test_sqlite_start_sets_what_it_says(tmp_path, pragma, value):
    with sqlite3.connect(tmp_path / "croeso.sqlite3") as database:
        database.executescript(SQLITE_START)
        assert database.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    database.close()


def test_open_with_care_keeps_postgresql_connections_and_statements(tmp_path):
    given = {"ENGINE": "django.db.backends.postgresql", "NAME": "croeso", "OPTIONS": {"host": "/run/postgresql"}}
    assert open_with_care(given, base=tmp_path) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "croeso",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"host": "/run/postgresql", "server_side_binding": True, "prepare_threshold": 2},
    }


def test_page_views_are_no_transactions():
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False
