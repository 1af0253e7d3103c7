"""Where things lie, and what they are called."""

import ast

from tests.house.sources import ROOT, python_files, shown

# A name that fits every module tells nothing about one.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "services", "service", "common", "manager", "managers", "misc"}


def imports(tree: ast.AST) -> set[str]:
    """The top packages that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def modules_importing(package: str) -> list[str]:
    rooms = python_files("site", "events", "home")
    return [shown(path) for path in rooms if package in imports(ast.parse(path.read_text()))]


def test_site_is_no_package():
    """The standard library owns the name `site`."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_module_has_a_name_that_tells_nothing():
    assert [shown(path) for path in python_files() if {path.stem, path.parent.name} & EMPTY_NAMES] == []


def test_stripe_has_one_door():
    assert modules_importing("stripe") in ([], ["events/payments/stripe_gateway.py"])


def test_weasyprint_has_one_door():
    assert modules_importing("weasyprint") in ([], ["events/documents/pdf.py"])


def test_every_package_says_what_it_is_for():
    packages = [path for path in python_files("site", "events", "home") if path.name == "__init__.py"]
    assert [shown(path) for path in packages if not ast.get_docstring(ast.parse(path.read_text()))] == []
