"""A limit is a hint that two ideas share a room."""

from tests.house.sources import functions, python_files, shown

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def test_no_file_is_longer_than_its_limit():
    lengths = {shown(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_its_limit():
    lengths = {
        f"{shown(path)}:{found.lineno} {found.name}": (found.end_lineno or 0) - found.lineno + 1
        for path in python_files()
        for found in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
