from events.messaging.prose import as_html, as_text, paragraphs


def html(text):
    return as_html(text, link_style="L", text_style="T")


def test_paragraphs_are_parted_by_empty_lines():
    assert paragraphs("one\ntwo\n\n \n\nthree\n") == [["one", "two"], ["three"]]


def test_as_text_tidies_gaps_and_nothing_else():
    assert as_text("\n one \ntwo\n\n\n\nthree ") == "one\ntwo\n\nthree"


def test_as_html_makes_paragraphs_and_breaks():
    assert html("one\ntwo\n\nthree") == '<p style="T">one<br>two</p>\n<p style="T">three</p>'


def test_as_html_makes_a_list_of_lines_with_dashes():
    assert html("- tea\n• cake") == '<ul style="T"><li>tea</li><li>cake</li></ul>'


def test_as_html_does_not_make_a_list_of_a_paragraph_with_one_dash():
    assert html("Bring:\n- a cup") == '<p style="T">Bring:<br>- a cup</p>'


def test_as_html_links_addresses_without_the_full_stop_behind_them():
    assert html("See https://example.org/a?b=1&c=2.") == (
        '<p style="T">See <a class="l" style="L" href="https://example.org/a?b=1&amp;c=2">'
        "https://example.org/a?b=1&amp;c=2</a>.</p>"
    )


def test_as_html_makes_everything_typed_harmless():
    said = html('<script>alert(1)</script> javascript:alert(1) https://example.org/"onclick="x')
    assert "<script" not in said
    assert 'href="javascript' not in said
    assert said.count('"') == said.count('style="') * 2 + said.count('class="') * 2 + said.count('href="') * 2
