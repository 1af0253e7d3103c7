import re
from itertools import islice

from events.management.demo import content, sample_people
from events.models.names import tidy

MANY = 1200


def names(number: int = MANY) -> list[str]:
    return [person.name for person in islice(sample_people.people(), number)]


def test_person_is_the_same_each_time():
    assert sample_people.person(41) == sample_people.person(41)
    assert list(islice(sample_people.people(), 3)) == [sample_people.person(n) for n in range(3)]


def test_people_have_different_names_but_for_the_unusual_ones():
    usual = [sample_people.person(n).name for n in range(MANY) if n % 25 != 24]
    assert len(set(usual)) == len(usual)


def test_people_have_addresses_of_their_own_at_example_org():
    addresses = [person.email for person in islice(sample_people.people(), MANY)]
    assert len(set(addresses)) == MANY
    assert [a for a in addresses if not re.fullmatch(r"[a-z0-9.]+\.\d{3,}@example\.org", a)] == []


def test_people_spell_foreign_letters_out_in_addresses():
    paweł = next(p for p in sample_people.people() if p.name.startswith("Paweł"))
    assert paweł.email.startswith("pawel.")


def test_every_twenty_fifth_person_has_an_unusual_name():
    whole = content.read("names")["whole"]
    assert [sample_people.person(n).name for n in range(24, 300, 25)] == whole[: len(range(24, 300, 25))]


def test_the_first_three_hundred_need_welsh_letters_particles_hyphens_and_other_alphabets():
    found = " ".join(names(300))
    assert [c for c in "ŵŷâîŴ" if c not in found] == []
    assert [word for word in ("ap ", "ferch ", "ab ", "van den ") if word not in found] == []
    assert re.search(r"\w-\w", found)


def test_names_are_tidy_and_fit_the_form():
    assert [name for name in names() if tidy(name) != name or len(name) > 120] == []


def test_a_third_of_the_people_speak_welsh():
    assert sum(person.speaks_welsh for person in islice(sample_people.people(), 300)) == 100


def test_a_person_is_written_to_in_the_language_they_speak():
    assert (sample_people.person(0).language, sample_people.person(1).language) == ("cy", "en")


def test_the_bank_holds_no_name_twice():
    for kind, found in content.read("names").items():
        assert len(set(found)) == len(found), kind
