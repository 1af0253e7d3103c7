import re
from pathlib import Path

from django.template import Context, Template

from home.templatetags.presentation import icon, weave
from home.weave import THREADS, tile_for

ROOT = Path(__file__).resolve().parents[2]
SPRITE = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")


def test_icon_points_into_the_sprite_of_our_own_origin():
    assert icon("clock") == (
        '<svg class="i" aria-hidden="true" focusable="false"><use href="/static/icons.svg#i-clock"/></svg>'
    )


def test_icon_takes_further_classes():
    assert icon("cross", "no").startswith('<svg class="i no" ')


def test_icon_escapes_what_it_is_given():
    assert "<script>" not in icon('"><script>')


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="i-([a-z0-9]+)"', SPRITE))
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert named - drawn == set()
    assert len(named) > 10


def test_weave_wears_the_kinds_threads_and_the_events_own_tile():
    tile = tile_for("coffee")

    assert weave("coffee", "t-plum") == f'<span class="weave t-plum w-plum-{tile}" aria-hidden="true"></span>'


def test_weave_without_a_kind_wears_the_default_threads():
    assert f"w-sea-{tile_for('coffee')}" in weave("coffee")


def test_weave_names_only_classes_that_the_style_sheet_has():
    sheet = (ROOT / "static" / "css" / "croeso.css").read_text(encoding="utf-8")

    assert {(threads, tile) for threads in THREADS for tile in range(3)} == {
        (threads, int(tile)) for threads, tile in re.findall(r"\.w-([a-z]+)-(\d) \{ background-image", sheet)
    }


def test_tags_work_in_a_template():
    template = Template('{% load presentation %}{% icon "tick" %}{% weave slug kind.threads "big" %}')

    html = template.render(Context({"slug": "coffee", "kind": None}))

    assert "#i-tick" in html
    assert html.endswith(' big" aria-hidden="true"></span>')
