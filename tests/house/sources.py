"""The files that the house tests read."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("site", "events", "home", "tests", "bench")
BY_MACHINE = "migrations"


def python_files(*rooms: str) -> list[Path]:
    """Every Python file of these rooms, or of all and the top, but no numbered migration."""
    found = [path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py")]
    if not rooms:
        found += ROOT.glob("*.py")
    return sorted(path for path in found if path.parent.name != BY_MACHINE)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
