"""A site on the database of the test, for races between real processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.races.server import Site, running_site


def database_url() -> str:
    """Address of the database that this test run writes to, for processes of their own."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    name = f"{values['USER']}:{values['PASSWORD']}" if values["PASSWORD"] else values["USER"]
    host, port = values["HOST"], values["PORT"]
    if host.startswith("/"):
        return f"postgres://{name}@{host.replace('/', '%2F')}:{port}/{values['NAME']}"
    return f"postgres://{name}@{host}:{port}/{values['NAME']}"


@pytest.fixture(scope="session", autouse=True)
def _a_database_that_processes_share(django_db_setup: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.fail("Races need a database that other processes can open: set DATABASE_URL, or use script/test.")


@pytest.fixture
def site(transactional_db: None, root_page: object, tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, database_url=database_url(), CACHE_URL=os.environ.get("CACHE_URL", "")) as found:
        yield found
