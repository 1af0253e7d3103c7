"""Names that no mail program turns into a link."""

import pytest

from events.messaging.inert import WORD_JOINER, inert


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Siân Ŵyn-Sampl", "Siân Ŵyn-Sampl"),
        ("J. R. Sample", "J. R. Sample"),
        ("Dr. Sample Ph.D.", "Dr. Sample Ph.D."),
        ("Sample\r\nBcc: all@example.org", "Sample Bcc: all@~example.~org"),
        ("https://evil.example/x", "https:~//~evil.~example/x"),
        ("www.evil.example", "www.~evil.~example"),
        ("", ""),
    ],
)
def test_inert(given, kept):
    assert inert(given) == kept.replace("~", WORD_JOINER)
