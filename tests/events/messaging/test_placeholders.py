import pytest
from django.core.exceptions import ValidationError

from events.choices import Placeholder
from events.messaging.placeholders import fill
from events.models.mailings import known_placeholders_only


@pytest.mark.parametrize("name", Placeholder.values)
def test_every_placeholder_on_the_list_is_accepted(name):
    assert known_placeholders_only(f"Hello {{{name}}}, and {{ {name} }}.") is None


def test_an_unknown_placeholder_is_named_with_the_list():
    with pytest.raises(ValidationError) as refused:
        known_placeholders_only("Dear {name}, your {tiket} is here.")
    said = refused.value.messages[0]
    assert said.startswith("{tiket} is no placeholder.")
    assert all(f"{{{name}}}" in said for name in Placeholder.values)


@pytest.mark.parametrize("text", ["A brace { alone", "Two } {", "{over\nlines}", ""])
def test_braces_that_enclose_nothing_are_ordinary_text(text):
    assert known_placeholders_only(text) is None
    assert fill(text, {"name": "Ann"}) == text


def test_fill_puts_values_in():
    assert fill("{name} comes to { event }.", {"name": "Ann", "event": "Tea"}) == "Ann comes to Tea."


def test_fill_leaves_out_a_line_whose_link_is_empty():
    text = "Before.\nJoin here: {join_link}\nAfter."
    assert fill(text, {"join_link": ""}) == "Before.\nAfter."
    assert fill(text, {"join_link": "https://meet.example.org"}) == (
        "Before.\nJoin here: https://meet.example.org\nAfter."
    )


def test_fill_keeps_a_line_that_has_one_of_two_links():
    assert fill("{link} or {page}", {"link": "", "page": "https://example.org"}) == " or https://example.org"


def test_fill_leaves_out_a_line_of_empty_placeholders_only():
    assert fill("One\n{place}\nTwo", {"place": ""}) == "One\nTwo"


def test_fill_does_not_fill_what_it_has_filled():
    assert fill("{name}", {"name": "{event}", "event": "Tea"}) == "{event}"
