"""The detector itself: it must notice, and must not cry wolf."""

from tests.welsh import english, said_in, telling_words


def test_english_is_noticed():
    assert english(["Your name"]) == {"Your name": ["name", "your"]}
    assert english(["Teipiwch eich enw", "a thost", "Working With Not To", "sam@example.org"]) == {}


def test_telling_words_are_those_of_the_catalogues_and_not_only_the_common_ones():
    assert {"captions", "wheelchair", "photographs"} < telling_words()
    assert not {"sesiwn", "person", "lle", "am", "i", "o", "y"} & telling_words()


def test_said_in_reads_what_is_heard_and_leaves_out_what_is_marked_as_english():
    page = '<p>Lle</p><a lang="en">English</a><button aria-label="Cau"></button><script>let your = 1</script>'
    assert said_in(page) == ["Lle", "Cau"]
