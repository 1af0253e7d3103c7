"""Starting with a good and a bad environment, as an operator would."""

import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

GOOD = {
    "DEBUG": "0",
    "SECRET_KEY": "a-secret-only-for-this-test-of-the-start",
    "SITE_URL": "https://events.example.org",
    "EMAIL_URL": "dummy://",
    "DATABASE_URL": "sqlite:///:memory:",
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` with this environment and nothing else of the site's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True)


def test_production_starts_with_all_it_needs(tmp_path):
    ended = start(**GOOD, VAR_DIR=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_production_says_all_it_needs_at_once(tmp_path):
    ended = start(DEBUG="0", VAR_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr == (
        "Croeso cannot start with this environment:\n"
        "  SECRET_KEY: nothing was given; expected 24 or more random characters.\n"
        "  SITE_URL: nothing was given; expected the address people type, such as https://events.example.org.\n"
        "  EMAIL_URL: nothing was given; expected smtp+tls://USER:PASSWORD@HOST:PORT, "
        "or file:///FOLDER to try it out.\n"
    )


@pytest.mark.parametrize("secret", ["short", "dev-only-key-that-is-no-secret-and-never-used-in-production"])
def test_production_refuses_a_weak_secret_and_does_not_print_it(tmp_path, secret):
    ended = start(**GOOD | {"SECRET_KEY": secret, "VAR_DIR": str(tmp_path)})
    assert ended.returncode == 1
    assert ended.stderr == (
        "Croeso cannot start with this environment:\n"
        "  SECRET_KEY: the value given is short or well known; expected 24 or more random characters.\n"
    )


def test_development_starts_with_nothing(tmp_path):
    assert start(VAR_DIR=str(tmp_path)).returncode == 0


PRETEND = [sys.executable, "-m", "tests.fakes.stripe_server", "0", "http://127.0.0.1:9/webhooks/stripe/"]


def test_pretend_payment_page_starts_as_the_demo_starts_it(tmp_path):
    kept = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.dev", "VAR_DIR": str(tmp_path)}
    with subprocess.Popen(PRETEND, cwd=ROOT, env=kept, stdout=subprocess.PIPE, text=True) as running:
        said = running.stdout.readline()
        running.terminate()
    assert said.startswith("Pretend payment pages are at http://127.0.0.1:")


def test_pretend_payment_page_refuses_a_site_that_is_real(tmp_path):
    kept = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **GOOD}
    ended = subprocess.run(PRETEND, cwd=ROOT, env=kept | {"VAR_DIR": str(tmp_path)}, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (1, "The stand-in for Stripe runs only with DEBUG on.\n")
