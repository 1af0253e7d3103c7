"""The door list as it is printed."""

from events.documents.door_list import DoorRow, door_list
from tests.events.documents.reading import page_texts
from tests.events.documents.samples import sheet_head


def lines_of(rows, language="en"):
    return " ".join("\n".join(page_texts(door_list(rows, sheet_head(language)))).split())


def test_everybody_stands_by_last_name_with_code_and_money():
    rows = [
        DoorRow("TUV2", "Sam Sample", "Cyngor Enghraifft", "Free place", money="To pay £75"),
        DoorRow("ACD3", "Llŷr Enghraifft", ticket="Speaker"),
    ]
    text = lines_of(rows)
    assert "At the door: 2 people" in text
    assert text.index("Enghraifft, Llŷr") < text.index("Sample, Sam")
    assert all(part in text for part in ("TUV2", "ACD3", "To pay £75", "Code", "Money", "shred it after"))


def test_columns_that_are_empty_for_everybody_are_left_out():
    text = lines_of([DoorRow("TUV2", "Sam Sample", ticket="Free place")])
    assert [word for word in ("Organisation", "Sessions", "Money") if word in text] == []


def test_its_words_are_in_the_language_asked_for():
    assert "Wrth y drws: 1 person" in lines_of([DoorRow("TUV2", "Sam Sample")], "cy")
