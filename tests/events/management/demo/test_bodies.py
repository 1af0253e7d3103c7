from events.management.demo import bodies, content

HEADING = {"heading": {"en": "How it goes", "cy": "Sut mae’n mynd"}}
PARAGRAPH = {"paragraph": {"en": "Tea & toast.", "cy": "Te a thost."}}
LIST = {"list": [{"en": "one", "cy": "un"}, {"en": "two", "cy": "dau"}]}
QUOTE = {"quote": {"text": {"en": "Good.", "cy": "Da."}, "source": {"en": "A visitor", "cy": "Ymwelydd"}}}
CALLOUT = {"callout": {"title": {"en": "The link", "cy": "Y ddolen"}, "text": {"en": "Keep it.", "cy": "Cadwch hi."}}}


def test_blocks_writes_what_flows_as_one_text():
    found = bodies.blocks([HEADING, PARAGRAPH, LIST, HEADING, LIST])
    assert found == [
        ("heading", "How it goes"),
        ("text", "<p>Tea &amp; toast.</p><ul><li>one</li><li>two</li></ul>"),
        ("heading", "How it goes"),
        ("text", "<ul><li>one</li><li>two</li></ul>"),
    ]


def test_blocks_keeps_quotations_and_highlights_apart():
    assert bodies.blocks([QUOTE, CALLOUT]) == [
        ("quotation", {"text": "Good.", "source": "A visitor"}),
        ("highlight", {"title": "The link", "text": "<p>Keep it.</p>"}),
    ]


def test_blocks_speaks_welsh_when_asked():
    assert bodies.blocks([HEADING, PARAGRAPH], "cy") == [("heading", "Sut mae’n mynd"), ("text", "<p>Te a thost.</p>")]


def test_welsh_of_finds_texts_at_any_depth():
    assert bodies.welsh_of([HEADING], {"a": [LIST]}) == {"How it goes": "Sut mae’n mynd", "one": "un", "two": "dau"}


def test_no_event_has_two_welsh_texts_for_one_english():
    for event in content.events():
        said: dict[str, set[str]] = {}
        for pair in bodies.pairs(event):
            said.setdefault(str(pair["en"]), set()).add(str(pair["cy"]))
        assert {english: welsh for english, welsh in said.items() if len(welsh) > 1} == {}, event["key"]
