"""Marked pieces of a page, and their renewal."""

import pytest
from django.template import Context, Template, engines
from django.utils.translation import override

from events.templatetags.counted import renewed

PIECE = "events/event/_notice.html"


def draw(**context):
    template = Template("{% load counted %}<main>{% counted name %}</main>", engine=engines["django"].engine)
    with override("en"):
        return template.render(Context({"name": PIECE, **context}))


def test_counted_draws_what_include_would_between_marks():
    html = draw(event={"date_state": "to_be_confirmed"})

    assert html.startswith(f"<main><!--counted {PIECE}-->")
    assert html.endswith("<!--/counted--></main>")
    assert "There is no date yet" in html


def test_renewed_puts_new_pieces_in_the_place_of_old_ones():
    page = "<p><!--counted a-->1 left<!--/counted--> and\n<!--counted b-->2\nleft<!--/counted--></p>"

    assert renewed(page, {"a": "0 left", "b": r"\1 left"}) == (
        "<p><!--counted a-->0 left<!--/counted--> and\n<!--counted b-->\\1 left<!--/counted--></p>"
    )


@pytest.mark.parametrize("pieces", [{}, {"a": ""}, {"a": "", "c": ""}, {"a": "", "b": "", "c": ""}])
def test_renewed_refuses_pieces_that_are_not_those_of_the_page(pieces):
    page = "<!--counted a-->1<!--/counted--><!--counted b-->2<!--/counted-->"

    assert renewed(page, pieces) is None


def test_renewed_refuses_a_page_that_holds_a_piece_twice():
    page = "<!--counted a-->1<!--/counted--><!--counted a-->2<!--/counted-->"

    assert renewed(page, {"a": ""}) is None
