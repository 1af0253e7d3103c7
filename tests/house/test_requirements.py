"""What is installed is what was tested: each package by one version and its hashes, from no named place."""

import re

import pytest

from tests.house.sources import ROOT

FILES = ["requirements.txt", "requirements-dev.txt"]
ENTRY = re.compile(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+")


@pytest.mark.parametrize("name", FILES)
def test_every_package_has_one_version_and_hashes(name):
    text = (ROOT / name).read_text()
    assert ENTRY.sub("", text) == ""


@pytest.mark.parametrize("name", FILES)
def test_every_package_asked_for_is_pinned(name):
    asked = re.findall(r"^([A-Za-z][A-Za-z0-9-]*)", (ROOT / name).with_suffix(".in").read_text(), re.MULTILINE)
    pinned = re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==", (ROOT / name).read_text(), re.MULTILINE)
    assert {package.lower() for package in asked} - set(pinned) == set()


def test_both_files_pin_the_same_versions():
    site, tests = (dict(re.findall(r"^(\S+?)==(\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in FILES)
    assert {package: version for package, version in site.items() if tests.get(package) != version} == {}
