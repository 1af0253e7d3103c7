"""How names are divided, turned round and sorted."""

from __future__ import annotations

import unicodedata

import pytest

from events.models.names import SORT_KEY_LENGTH, Parts, initial, last_first, parts, sort_key, split, tidy

DIVIDED = [
    ("Sam Sample", ("Sam", "Sample"), "Sample, Sam", "sample, sam"),
    ("Gwŷdd Enghraifft", ("Gwŷdd", "Enghraifft"), "Enghraifft, Gwŷdd", "enghraifft, gwydd"),
    ("Llŷr ap Enghraifft", ("Llŷr", "ap Enghraifft"), "ap Enghraifft, Llŷr", "apenghraifft, llyr"),
    ("Siân ferch Sampl", ("Siân", "ferch Sampl"), "ferch Sampl, Siân", "ferchsampl, sian"),
    ("Sam van der Sample", ("Sam", "van der Sample"), "van der Sample, Sam", "vandersample, sam"),
    ("Sean O'Sample", ("Sean", "O'Sample"), "O'Sample, Sean", "osample, sean"),
    ("Sean O’Sample", ("Sean", "O’Sample"), "O’Sample, Sean", "osample, sean"),
    ("Sean Mac Sample", ("Sean", "Mac Sample"), "Mac Sample, Sean", "macsample, sean"),
    ("Van Sample", ("Van", "Sample"), "Sample, Van", "sample, van"),
    ("Al Sample", ("Al", "Sample"), "Sample, Al", "sample, al"),
    ("Sam B. Sample-Test", ("Sam", "B. Sample-Test"), "Sample-Test, Sam B.", "sampletest, samb"),
    ("Sample, Sam", ("Sam", "Sample"), "Sample, Sam", "sample, sam"),
    ("Sam Sample, OBE", ("Sam", "Sample OBE"), "Sample, Sam OBE", "sample, sam"),
    ("Sam Sample Jr", ("Sam", "Sample Jr"), "Sample, Sam Jr", "sample, sam"),
    ("Sam van As", ("Sam", "van As"), "van As, Sam", "vanas, sam"),
    ("Siân Sampl AS", ("Siân", "Sampl AS"), "Sampl, Siân AS", "sampl, sian"),
    ("Dr Siân Enghraifft", ("Siân", "Dr Enghraifft"), "Enghraifft, Dr Siân", "enghraifft, sian"),
    ("Yr Athro Siân Sampl", ("Siân", "Yr Athro Sampl"), "Sampl, Yr Athro Siân", "sampl, sian"),
    ("Y Parch. Siân Sampl", ("Siân", "Y Parch. Sampl"), "Sampl, Y Parch. Siân", "sampl, sian"),
    ("Dr Sample", ("Dr Sample", ""), "Sample, Dr", "sample, "),
    ("Sample", ("Sample", ""), "Sample", "sample"),
    ("Dr", ("Dr", ""), "Dr", "dr"),
    ("", ("", ""), "", ""),
    ("محمد عينة", ("محمد", "عينة"), "عينة, محمد", "عينة, محمد"),
    ("山田", ("山田", ""), "山田", "山田"),
]


@pytest.mark.parametrize(("name", "badge", "listed", "key"), DIVIDED)
def test_names_are_divided_turned_and_sorted(name: str, badge: tuple[str, str], listed: str, key: str) -> None:
    assert (split(name), last_first(name), sort_key(name)) == (badge, listed, key)


@pytest.mark.parametrize("name", [name for name, *_ in DIVIDED if "," not in name])
def test_split_and_last_first_keep_every_word(name: str) -> None:
    words = sorted(name.split())
    assert sorted(" ".join(split(name)).split()) == words
    assert sorted(last_first(name).replace(",", "").split()) == words


def test_parts_names_each_piece() -> None:
    assert parts("Yr Athro Siân Mair ap Enghraifft OBE") == Parts(
        title="Yr Athro", given="Siân Mair", last="ap Enghraifft", suffix="OBE"
    )


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    name = "Gwŷdd Ŵyn"
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    assert (split(decomposed), last_first(decomposed), sort_key(decomposed)) == (
        split(name),
        last_first(name),
        sort_key(name),
    )


def test_tidy_removes_what_cannot_be_seen_but_changes_the_line() -> None:
    assert tidy(" Sam\u202e\n  Sam\u200bple\x07 ") == "Sam Sample"


def test_tidy_keeps_joiners_inside_words() -> None:
    assert tidy("می\u200cخواهم") == "می\u200cخواهم"


def test_sorting_passes_over_case_accents_and_marks() -> None:
    names = ["Zoe Sample", "sam SÂMPLE", "Ann O'Sample", "Bob Osample", "Ann Sample-Zed", "Ann Sampleton"]
    assert sorted(names, key=sort_key) == [
        "Ann O'Sample",
        "Bob Osample",
        "sam SÂMPLE",
        "Zoe Sample",
        "Ann Sampleton",
        "Ann Sample-Zed",
    ]


def test_sort_key_fits_its_column_whatever_is_typed() -> None:
    assert len(sort_key("ﷺ" * 60 + " " + "ﬃ" * 59)) == SORT_KEY_LENGTH


@pytest.mark.parametrize(
    ("name", "letter"), [("Siân Ŵyn", "W"), ("Sam O'Sample", "O"), ("42", "#"), ("", "#"), ("Élan", "E"), ("ß", "S")]
)
def test_initial_is_a_plain_capital(name: str, letter: str) -> None:
    assert initial(name) == letter
