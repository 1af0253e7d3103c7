"""Every page and state in both languages: barriers that axe finds, colours, narrow windows, large text, targets.

English is looked at in the light and at 1280 pixels, Welsh in the dark and at 320: colours do not depend on words. How
a page fits a narrow window, and a wide one with large text, is looked at in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from events.management.demo import content
from tests.journeys.looking import barriers, large_text, small_targets, sticks_out
from tests.journeys.states import STATES, State
from tests.races.server import Site
from tests.welsh import english, said_in

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def pages(browser, site: Site, made: dict[str, Any]) -> Iterator[dict[str, Page]]:
    """One window for each language, which has opened every link."""
    opened, asked = {}, []
    for language, width, colours in (("en", WIDE, "light"), ("cy", NARROW, "dark")):
        window = browser.new_context(base_url=site.url, viewport=width, color_scheme=colours, reduced_motion="reduce")
        window.set_default_timeout(20_000)
        window.on("request", lambda request: asked.append(request.url))
        for link in made["links"].values():
            window.request.get(link)
        for name, token in made["holds"].items():
            path = f"{places(made, language)[name]}book/"
            window.add_cookies([{"name": "hold", "value": token, "domain": "127.0.0.1", "path": path}])
        opened[language] = window.new_page()
    yield opened
    for page in opened.values():
        page.context.close()
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []


def places(made: dict[str, Any], language: str) -> dict[str, str]:
    """What the names in the paths of states stand for."""
    site = content.read("site")
    index = f"/{language}/{site['events']['slug'][language]}/"
    return {
        "language": language,
        "list": index,
        "interest": made["interest"],
        **{row["key"]: row["slug"][language] for row in site["pages"]},
        **{row["key"]: f"{index}{row['slug'][language]}/" for row in content.events()},
        **{name: f"{index}states-{name}/" for name in made["holds"]},
        **made["bookings"],
    }


def arrive(page: Page, state: State, language: str, made: dict[str, Any]) -> None:
    path = state.path.format_map(places(made, language))
    if path.startswith("/bookings/") and "language=" not in path:
        path += f"{'&' if '?' in path else '?'}language={language}"
    page.goto(path)
    if state.error:
        page.set_content(made["errors"][language][state.error])
    for step in state.steps:
        if isinstance(step, tuple):
            page.locator(step[0]).first.fill(step[1])
        elif step.endswith("summary"):
            for fold in page.locator(step).all()[::-1]:
                fold.click()
        else:
            page.locator(step).first.click()
            page.wait_for_load_state()


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("state", STATES, ids=str)
def test_state_has_no_barriers(pages, made, state, language):
    page = pages[language]
    arrive(page, state, language, made)
    assert page.locator("html").get_attribute("lang") == language

    found: dict[str, Any] = {"axe": barriers(page)}
    found["english"] = english(said_in(page.content())) if language == "cy" else {}
    page.set_viewport_size(NARROW)
    found |= {"narrow": sticks_out(page), "targets": small_targets(page)}
    page.set_viewport_size(WIDE)
    found["large text"] = large_text(page)
    page.set_viewport_size(WIDE if language == "en" else NARROW)

    assert {name: problems for name, problems in found.items() if problems} == {}


HARD = [
    state for state in STATES if state.name in ("what is on", "event, several prices", "form, problems", "confirmed")
]


@pytest.mark.parametrize("state", HARD, ids=str)
def test_state_stands_in_forced_colours(pages, made, state):
    """Colours that the device forces upon the page, as high contrast in Windows does, with nothing moving."""
    page = pages["en"]
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    arrive(page, state, "en", made)
    found = barriers(page)
    moving = page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length")
    page.emulate_media(forced_colors="none")

    assert (found, moving) == ([], 0)
