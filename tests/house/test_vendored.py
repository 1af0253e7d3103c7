"""Files of others lie in folders named `vendor`, each with a list of their hashes (as `sha256sum` writes it)."""

import hashlib

from tests.house.sources import ROOT, shown

LIST = "SHA256SUMS"


def vendor_folders():
    return sorted(path for top in ("static", "tests") for path in (ROOT / top).rglob("vendor") if path.is_dir())


def test_every_vendored_file_is_listed_with_its_hash():
    for folder in vendor_folders():
        lines = (folder / LIST).read_text().splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != LIST]
        found = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        assert (shown(folder), found) == (shown(folder), listed)
