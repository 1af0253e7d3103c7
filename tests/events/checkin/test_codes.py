import pytest

from events.checkin.codes import Kind, Reading, as_reference, read, short_code, short_codes
from events.models.codes import new_code


@pytest.mark.parametrize("text", ["7K3F9QXH2MAC", "7k3f 9qxh 2mac", " 7K3F-9QXH-2MAC\n", "7k3f–9qxh·2mac"])
def test_read_understands_a_whole_code(text):
    assert read(text) == Reading(Kind.CODE, "7K3F9QXH2MAC")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("7k3f", Reading(Kind.PART, "7K3F")),
        ("K7QM-4XRD", Reading(Kind.PART, "K7QM4XRD")),
        ("7k3", Reading(Kind.SHORT, "7K3")),
        ("", Reading(Kind.NOTHING)),
        ("  ", Reading(Kind.NOTHING)),
        ("https://example.org/en/events/coffee/", Reading(Kind.WEB)),
        ("WWW.example.org", Reading(Kind.WEB)),
        ("7K3F9QXH2MAC7", Reading(Kind.FOREIGN)),
        ("7K3F9QXH2MA0", Reading(Kind.FOREIGN)),
        ("WIFI:S:Hall;T:WPA;P:sample;;", Reading(Kind.FOREIGN)),
        ("7K3F 9QXH <b>", Reading(Kind.FOREIGN)),
        ("ŵ" * 5000, Reading(Kind.FOREIGN)),
    ],
)
def test_read_says_what_else_a_text_is(text, reading):
    assert read(text) == reading


def test_short_code_is_what_can_be_typed_back():
    assert read(short_code("7K3F9QXH2MAC")) == Reading(Kind.PART, "7K3F")


def test_as_reference_is_written_as_bookings_are():
    assert as_reference("K7QM4XRD") == "K7QM-4XRD"


def test_short_codes_are_as_long_as_it_takes_to_mean_one_person():
    codes = ["ACDEFGHJKMNP", "ACDEFGHJKMNQ", "ACDEZZZZZZZZ", "WXYZ23467999"]
    assert short_codes(codes) == {
        "ACDEFGHJKMNP": "ACDEFGHJKMNP",
        "ACDEFGHJKMNQ": "ACDEFGHJKMNQ",
        "ACDEZZZZZZZZ": "ACDEZ",
        "WXYZ23467999": "WXYZ",
    }


def test_short_codes_of_a_large_event_are_all_different_and_can_be_typed_in():
    codes = [new_code() for _ in range(3000)]
    short = short_codes(codes)
    assert len(set(short.values())) == 3000
    assert {read(value).kind for value in short.values()} == {Kind.PART}
    assert max(map(len, short.values())) <= 8
