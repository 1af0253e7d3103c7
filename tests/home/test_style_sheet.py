"""The style sheet: its contrast, its agreement with the code, and that it asks nobody else for anything."""

import re
from pathlib import Path

import pytest

from home.theme import DARK_GROUNDS, DARK_INK, LIGHT_GROUNDS, SECOND_DARK_INK, SECOND_INK, contrast
from home.weave import THREADS

STATIC = Path(__file__).resolve().parents[2] / "static"
SHEET = (STATIC / "css" / "croeso.css").read_text(encoding="utf-8")
GROUNDS = "paper surface wash brand-wash good-wash warn-wash bad-wash info-wash wait-wash type-wash".split()
STATES = "good warn bad info wait type".split()
TEXT_PAIRS = (
    [("ink", ground) for ground in GROUNDS]
    + [(ink, ground) for ink in ("ink-2", "brand-text") for ground in "paper surface wash brand-wash type-wash".split()]
    + [("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-accent", "accent"), ("on-state", "bad")]
    + [(state, f"{state}-wash") for state in STATES]
    + [(state, "surface") for state in STATES]
)
LINE_PAIRS = [("edge", "paper"), ("edge", "surface"), ("focus", "paper"), ("focus", "brand-wash")]
DOOR_PAIRS = [("#ffffff", ground) for ground in ("#0a5c38", "#1d4c8f", "#8e1418", "#4a2a72")] + [("#221a05", "#ffc845")]


def read_tokens() -> dict[str, dict[str, dict[str, str]]]:
    """{"light" or "dark": {selector: {token: colour}}}; dark begins with what light says."""
    layer = SHEET[SHEET.index("@layer tokens {") : SHEET.index("@layer base {")]
    light, dark = layer.split("@media (prefers-color-scheme: dark)")
    found: dict[str, dict[str, dict[str, str]]] = {"light": {}, "dark": {}}
    for mode, part in (("light", light), ("dark", dark)):
        for selector, body in re.findall(r"(:root|\.t-\w+)\s*\{([^}]*)\}", part):
            before = {} if mode == "light" else found["light"][selector]
            found[mode][selector] = before | dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", body))
    return found


TOKENS = read_tokens()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_reaches_seven_to_one_and_lines_three_to_one(mode):
    colours = TOKENS[mode][":root"]

    short = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 1)
        for pairs, least in ((TEXT_PAIRS, 7), (LINE_PAIRS, 3))
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < least
    }

    assert short == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("threads", THREADS)
def test_every_thread_set_can_be_read_on_its_wash(mode, threads):
    root, own = TOKENS[mode][":root"], TOKENS[mode][f".t-{threads}"]

    assert min(contrast(colour, own["type-wash"]) for colour in (own["type"], root["ink"], root["brand-text"])) >= 7
    assert contrast(own["type"], root["surface"]) >= 7


def test_results_at_the_door_reach_seven_to_one():
    assert min(contrast(*pair) for pair in DOOR_PAIRS) >= 7
    assert all(colour in SHEET for pair in DOOR_PAIRS for colour in pair)


def test_thread_sets_are_those_of_the_weave():
    assert {
        name.removeprefix(".t-"): tuple(colours[f"w{thread}"] for thread in range(4))
        for name, colours in TOKENS["light"].items()
        if name != ":root"
    } == THREADS


def test_the_theme_knows_the_grounds_that_text_stands_on():
    for mode, grounds, second in (("light", LIGHT_GROUNDS, SECOND_INK), ("dark", DARK_GROUNDS, SECOND_DARK_INK)):
        root = TOKENS[mode][":root"]
        washes = {colours["type-wash"] for name, colours in TOKENS[mode].items() if name != ":root"}
        assert set(grounds) == {root["paper"], root["surface"], root["wash"], *washes}
        assert second == root["ink-2"]
    assert contrast(DARK_INK, TOKENS["light"][":root"]["accent"]) >= 7


def test_every_file_that_the_sheet_names_is_here():
    names = re.findall(r'url\("([^"]+)"\)', SHEET)

    assert len(names) > 20
    assert [name for name in names if not (STATIC / "css" / name).resolve().is_file()] == []
    assert "://" not in SHEET


def test_layers_leave_room_for_a_theme():
    assert "@layer tokens, theme, base, layout, components, staff, door, utilities, paper;" in SHEET
