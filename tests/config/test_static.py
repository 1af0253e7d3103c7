"""Production's files, before and after they are collected."""

import json
import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

SHEET = "css/croeso.css"
ASK = f"from django.templatetags.static import static; print(static('{SHEET}'))"


@pytest.fixture
def manage(tmp_path):
    """Run `manage.py` with the production settings and a folder of its own, and return what it prints."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "DEBUG": "0",
        "SECRET_KEY": "a-secret-only-for-this-test-of-static-files",
        "SITE_URL": "https://events.example.org",
        "EMAIL_URL": "dummy://",
        "DATABASE_URL": "sqlite:///:memory:",
        "VAR_DIR": str(tmp_path),
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run


def test_files_have_their_plain_names_before_they_are_collected(manage):
    assert manage("shell", "-v", "0", "-c", ASK) == f"/static/{SHEET}\n"


def test_files_have_hashed_names_once_they_are_collected(manage, tmp_path):
    others = [option for name in ("wagtail*", "admin", "rest_framework", "vendor") for option in ("--ignore", name)]
    manage("collectstatic", "--no-input", "-v", "0", *others)
    hashed = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"][SHEET]
    assert manage("shell", "-v", "0", "-c", ASK) == f"/static/{hashed}\n"
    assert hashed != SHEET
    assert (tmp_path / "static" / f"{hashed}.gz").exists()
