"""What is installed is what was tested: each package by one version and its hashes, from no named place."""

import re
from importlib.metadata import metadata, version

import pytest
from packaging.specifiers import SpecifierSet

from tests.house.sources import ROOT

OLDEST = "3.11.2"  # of Debian 12
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


def test_every_package_runs_on_the_oldest_python():
    """Packages are found for the Python that pins them, and a newer one finds newer versions than Debian's takes."""
    pinned = re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    asked = {package: metadata(package)["Requires-Python"] or "" for package in pinned}
    assert {package: versions for package, versions in asked.items() if OLDEST not in SpecifierSet(versions)} == {}


def test_what_is_installed_is_what_is_pinned():
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / FILES[1]).read_text(), re.MULTILINE))
    assert {package: version(package) for package in pinned} == pinned
