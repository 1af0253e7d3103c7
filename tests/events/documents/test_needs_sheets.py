"""The sheets for the kitchen and about access, as they are printed."""

from events.documents.needs_sheets import Help, Plates, access_sheet, kitchen_sheet
from tests.events.documents.reading import page_texts
from tests.events.documents.samples import sheet_head


def text_of(document):
    return "\n".join(page_texts(document))


WHOLE = Plates(
    "The whole event",
    6,
    together=(("No wish", 3), ("Vegan, Gluten free", 2), ("See their own words", 1)),
    each=(("Vegan", 2), ("Gluten free", 2)),
    written=(("No celery, please", 1),),
)


def test_the_kitchen_gets_numbers_combinations_and_words():
    text = text_of(kitchen_sheet([WHOLE], sheet_head("en")))
    assert "For the kitchen: 6 people" in text
    assert [line for line in text.splitlines() if line.startswith("2 Vegan")] == ["2 Vegan, Gluten free", "2 Vegan"]
    assert "1 No celery, please" in text
    assert "It has no names on purpose" in text


def test_the_kitchen_gets_each_session_without_the_words():
    session = Plates("Workshop A", 1, together=(("Vegan", 1),), written=(("No celery, please", 1),))
    text = text_of(kitchen_sheet([WHOLE, session], sheet_head("en")))
    assert "Workshop A: 1 person" in text
    assert text.count("No celery") == 1


def test_a_kitchen_without_guests_gets_a_sheet_that_says_so():
    assert "For the kitchen: 0 people" in text_of(kitchen_sheet([Plates("The whole event", 0)], sheet_head("en")))


def test_the_access_sheet_names_people_and_says_shred_it():
    people = [Help("Sam Sample", "Free place", helps="Hearing loop; A seat by the door"), Help("Jo Person")]
    text = text_of(access_sheet(people, sheet_head("en")))
    assert "Access: 2 people" in text
    assert text.index("Person, Jo") < text.index("Sample, Sam")
    assert "Hearing loop; A seat by the door" in " ".join(text.split())
    assert "Shred it after" in text
    assert "In an emergency" not in text


def test_both_sheets_are_in_the_language_asked_for():
    assert "I’r gegin: 6 o bobl" in text_of(kitchen_sheet([WHOLE], sheet_head("cy")))
    assert "Mynediad: 1 person" in text_of(access_sheet([Help("Sam Sample", helps="x")], sheet_head("cy")))
