"""Theme colours: decides what becomes of the two colours that an organisation picks. Pure.

Whatever is picked, text drawn from it reaches a contrast of 7:1 on every ground of the site, in light and dark: the hue
is kept and the lightness moved. Contrast as WCAG 2.2 defines it (relative luminance). Colours are "#rrggbb".
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BRAND, ACCENT = "#0b5d5b", "#ffc845"
"""Those of the style sheet itself, for a site that has picked none."""

ENOUGH = 7.0
STEP = 0.01

PAPER, WHITE, DARK_INK = "#fcfbf9", "#ffffff", "#14110a"
SECOND_INK = "#425257"
LIGHT_GROUNDS = (PAPER, WHITE, *"#f3f1ed #f7eaf1 #fdece7 #e3f1ee #e7f0f8 #fff3d6 #eceff1".split())
"""Paper, surface, wash and the six washes of the event types, as in the style sheet."""

DARK_PAPER = "#0f181a"
SECOND_DARK_INK = "#c0cbcc"
DARK_GROUNDS = (DARK_PAPER, *"#182426 #1e2c2f #2e1926 #351a15 #12302f #15283a #30240a #202b31".split())


@dataclass(frozen=True)
class Theme:
    """Custom properties of the style sheet for light and dark; `moved` names the picked colours that were changed."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    moved: frozenset[str]


def build_theme(brand: str, accent: str) -> Theme:
    """Raise ValueError for anything that is no colour such as "#0b5d5b" or "#fc4"."""
    brand, accent = _whole(brand), _whole(accent)
    wash = _tint(brand, WHITE, share=0.11, ink=SECOND_INK)
    fill = _reach(brand, (PAPER, WHITE), step=-STEP)
    sun, on_sun = _accent_and_ink(accent)
    dark_wash = _tint(brand, DARK_PAPER, share=0.28, ink=SECOND_DARK_INK)
    dark_text = _reach(brand, (*DARK_GROUNDS, dark_wash), step=STEP)
    light = {
        "--brand": fill,
        "--brand-strong": _lighter(fill, -0.08),
        "--on-brand": _best_ink(fill),
        "--brand-text": _reach(brand, (*LIGHT_GROUNDS, wash), step=-STEP),
        "--brand-wash": wash,
        "--accent": sun,
        "--on-accent": on_sun,
        "--halo": sun,
    }
    dark = {
        "--brand": dark_text,
        "--brand-strong": _lighter(dark_text, 0.1),
        "--on-brand": _best_ink(dark_text),
        "--brand-text": dark_text,
        "--brand-wash": dark_wash,
    }
    moved = {name for name, picked, used in (("brand", brand, fill), ("accent", accent, sun)) if picked != used}
    return Theme(light=light, dark=dark, moved=frozenset(moved))


def style_sheet(theme: Theme) -> str:
    """Return rules in the layer that the site's style sheet keeps for a theme: above its tokens, below everything."""
    return (
        "@layer theme {\n"
        f"  :root {{ {_declarations(theme.light)} }}\n"
        f"  @media (prefers-color-scheme: dark) {{ :root {{ {_declarations(theme.dark)} }} }}\n"
        "}\n"
    )


def contrast(first: str, second: str) -> float:
    """Return 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _declarations(properties: Mapping[str, str]) -> str:
    return " ".join(f"{name}: {colour};" for name, colour in properties.items())


def is_colour(value: str) -> None:
    """A validator of Django's: raise ValidationError for what is no colour."""
    try:
        _whole(value)
    except ValueError as error:
        raise ValidationError(_("Choose a colour, or type one such as #0b5d5b.")) from error


def _whole(colour: str) -> str:
    if not re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour):
        raise ValueError(f"not a colour such as #0b5d5b: {colour!r}")
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _colour(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(max(channel, 0), 1) * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: str, ground: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return _colour(over * share + under * (1 - share) for over, under in pairs)


def _lighter(colour: str, by: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    return _colour(colorsys.hls_to_rgb(hue, min(max(lightness + by, 0), 1), saturation))


def _reach(colour: str, grounds: Iterable[str], *, step: float) -> str:
    """Move the lightness by `step` until the colour stands out enough on every ground."""
    grounds = tuple(grounds)
    end = WHITE if step > 0 else "#000000"
    while colour != end and any(contrast(colour, ground) < ENOUGH for ground in grounds):
        colour = _lighter(colour, step)
    return colour


def _tint(colour: str, ground: str, *, share: float, ink: str) -> str:
    """Mix a wash so pale that `ink` can still be read on it."""
    while contrast(ink, _mix(colour, ground, share)) < ENOUGH and share > STEP:
        share -= STEP
    return _mix(colour, ground, share)


def _best_ink(ground: str) -> str:
    return max((WHITE, DARK_INK), key=lambda ink: contrast(ink, ground))


def _accent_and_ink(accent: str) -> tuple[str, str]:
    """Return the accent, made lighter or darker where neither dark nor white words could be read on it."""
    ink = _best_ink(accent)
    return _reach(accent, (ink,), step=STEP if ink == DARK_INK else -STEP), ink
