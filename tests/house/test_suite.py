"""What cannot run fails and says why: no test is passed over."""

import ast

from tests.house.sources import python_files, shown

WAYS_AROUND = {"skip", "skipif", "xfail", "importorskip"}


def test_no_test_is_skipped_or_expected_to_fail():
    found = [
        f"{shown(path)}:{node.lineno} {node.attr}"
        for path in python_files("tests")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in WAYS_AROUND and ast.unparse(node).startswith("pytest.")
    ]
    assert found == []
