"""The colours of a mail."""

from events.messaging.look import style_of
from home.theme import build_theme


def test_style_of_a_site_without_colours_is_that_of_the_style_sheet():
    style = style_of()
    assert "border-top:12px solid #0b5d5b;border-bottom:4px solid #ffc845" in style["card"]
    assert "background:#0b5d5b;color:#ffffff" in style["button"]


def test_style_of_a_pale_colour_is_moved_until_it_can_be_read():
    style, light = style_of("#f4b8c1", "#123456"), build_theme("#f4b8c1", "#123456").light
    assert f"background:{light['--brand']};color:{light['--on-brand']}" in style["button"]
    assert style["link"] == f"color:{light['--brand-text']}"
    assert "#f4b8c1" not in "".join(style.values())
