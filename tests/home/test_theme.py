import itertools

import pytest

from home.theme import DARK_GROUNDS, LIGHT_GROUNDS, SECOND_DARK_INK, SECOND_INK, build_theme, contrast, style_sheet

SUN = "#ffc845"
STEPS = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in itertools.product(range(0, 256, 51), repeat=3)]


def lowest_contrast(brand: str, accent: str) -> float:
    """The lowest contrast of any text that a theme makes, with any ground that it stands on."""
    theme = build_theme(brand, accent)
    light, dark = theme.light, theme.dark
    pairs = [
        (light["--on-brand"], light["--brand"]),
        (light["--on-brand"], light["--brand-strong"]),
        (light["--on-accent"], light["--accent"]),
        (SECOND_INK, light["--brand-wash"]),
        (dark["--on-brand"], dark["--brand"]),
        (dark["--on-brand"], dark["--brand-strong"]),
        (SECOND_DARK_INK, dark["--brand-wash"]),
        *((light["--brand-text"], ground) for ground in (*LIGHT_GROUNDS, light["--brand-wash"])),
        *((dark["--brand-text"], ground) for ground in (*DARK_GROUNDS, dark["--brand-wash"])),
    ]
    return min(contrast(text, ground) for text, ground in pairs)


def test_contrast_runs_from_one_to_twenty_one():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#ffffff", "#000000") == 21
    assert contrast("#0b5d5b", "#0b5d5b") == 1


def test_contrast_agrees_with_a_published_example():
    # WCAG's own example of a grey that just fails 4.5:1 on white
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_build_theme_keeps_text_readable_for_any_brand_colour():
    assert [brand for brand in STEPS if lowest_contrast(brand, SUN) < 7] == []


def test_build_theme_keeps_text_readable_for_any_accent_colour():
    assert [accent for accent in STEPS if lowest_contrast("#0b5d5b", accent) < 7] == []


def test_build_theme_keeps_a_dark_brand_as_it_was_picked():
    theme = build_theme("#0b5d5b", SUN)

    assert theme.light["--brand"] == "#0b5d5b"
    assert theme.light["--accent"] == SUN
    assert theme.moved == frozenset()


def test_build_theme_says_which_colours_were_moved():
    assert build_theme("#7fd8cb", "#808080").moved == {"brand", "accent"}
    assert build_theme("#7fd8cb", SUN).moved == {"brand"}


def test_build_theme_keeps_the_hue():
    theme = build_theme("#ff0000", SUN)

    red, green, blue = (int(theme.light["--brand"][place : place + 2], 16) for place in (1, 3, 5))
    assert (green, blue) == (0, 0)
    assert red > 100


def test_build_theme_takes_short_and_capital_forms():
    assert build_theme("#0CC", "#FC4") == build_theme("#00cccc", "#ffcc44")


@pytest.mark.parametrize("text", ["", "red", "#12", "#0b5d5g", "0b5d5b", "#0b5d5b;", "#0b5d5b}*{", "#0b5d5b\n"])
def test_build_theme_refuses_what_is_no_colour(text):
    with pytest.raises(ValueError, match="not a colour"):
        build_theme(text, SUN)
    with pytest.raises(ValueError, match="not a colour"):
        build_theme("#0b5d5b", text)


def test_style_sheet_has_a_block_for_light_and_one_for_dark():
    assert style_sheet(build_theme("#7a1f4b", SUN)) == (
        "@layer theme {\n"
        "  :root { --brand: #7a1f4b; --brand-strong: #591737; --on-brand: #ffffff; --brand-text: #7a1f4b; "
        "--brand-wash: #f4edf1; --accent: #ffc845; --on-accent: #14110a; --halo: #ffc845; }\n"
        "  @media (prefers-color-scheme: dark) { :root { --brand: #e8a6c8; --brand-strong: #f2cfe1; "
        "--on-brand: #14110a; --brand-text: #e8a6c8; --brand-wash: #2d1a28; } }\n"
        "}\n"
    )
