"""Everything that leaves the desk as a file, one after the other: `python -m bench.documents`.

Badges, attendee lists and spreadsheets at their usual sizes; each is measured by the module of its name.
"""

from __future__ import annotations

import subprocess
import sys

from bench.paper import ROOT

MODULES = ("badges", "attendee_list", "spreadsheets")


def main() -> None:
    for name in MODULES:
        subprocess.run([sys.executable, str(ROOT / "bench" / f"{name}.py")], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
