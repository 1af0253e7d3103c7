"""Text that no program can take for a command."""

import pytest

from events.calendars.plain_text import lines, one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Siân Ŵyn", "Siân Ŵyn"),
        ("two\r\nlines", "two lines"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("next\x85line\u2028and\u2029more", "next line and more"),
        ("  much   room\t here ", "much room here"),
        ("\u202egnp.exe", "gnp.exe"),
        ("שלום עולם", "שלום עולם"),
        ("", ""),
    ],
)
def test_one_line(given, kept):
    assert one_line(given) == kept


def test_lines_keep_their_breaks_in_one_form():
    assert lines(" first \r\nsecond\rthird\n\nfourth\x00\n") == "first\nsecond\nthird\n\nfourth"
