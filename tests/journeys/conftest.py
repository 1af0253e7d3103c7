"""The demo site under gunicorn, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.migrated import template_path
from tests.races.server import ROOT, Site, running_site

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PREPARES_WITHIN = 400.0

Opens = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Shared by all journeys: each of them books as somebody else."""
    folder = tmp_path_factory.mktemp("site")
    database = folder / "journeys.sqlite3"
    if (kept := template_path()).exists():
        shutil.copy(kept, database)
    with running_site(folder, database_url=f"sqlite:///{database}") as found:
        for command in (["migrate", "-v0"], ["seed_demo"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=found.environment,
                check=True,
                capture_output=True,
                timeout=PREPARES_WITHIN,
            )
        found.start_web()
        yield found


@pytest.fixture(scope="session")
def made(site: Site) -> dict[str, Any]:
    """Bookings in every state on the running site: see `making`."""
    command = [sys.executable, "-m", "tests.journeys.making"]
    environment = site.environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def chromium() -> str:
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not Path(named).exists():
        pytest.fail("Journeys need Chromium: install it, or name its program in CHROMIUM.")
    return named


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-quic"])
        yield started
        started.close()


@pytest.fixture
def opens(browser: Browser, site: Site) -> Iterator[Opens]:
    """Opens a window: `scripts`, `width` in CSS pixels, `dark`. At its end nothing may have been asked of other hosts,
    and the page may not have tried what its own policy forbids."""
    windows: list[BrowserContext] = []
    asked: list[str] = []
    complaints: list[str] = []

    def open_one(*, scripts: bool = True, width: int = 1280, dark: bool = False) -> BrowserContext:
        window = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            base_url=site.url,
        )
        window.set_default_timeout(20_000)
        window.on("request", lambda request: asked.append(request.url))
        window.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        window.close()
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert [text for text in complaints if "Content Security Policy" in text] == []
