"""Reads places and looks out of a laid out page: where CSS put each element marked `data-slot`, and how it styled it.

A template draws what all copies share and leaves hidden slots where the copies differ. So position, size, colour and
font stay in HTML and CSS, and what is set into the slots costs no layout. All lengths are points from the page's top
left corner. `_page_box` is not public: WeasyPrint is pinned, and `tests/events/documents/test_stencil.py` guards it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from events.documents.typefaces import FAMILIES, face
from events.documents.typesetting import Style

POINT = 0.75
"""CSS pixels to points."""


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, x: float, y: float) -> Box:
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True)
class Slot:
    """`box` is the border box, `inside` the content box. `rule` is the width of the lower border."""

    box: Box
    inside: Box
    style: Style
    margin_top: float
    rule: float
    rule_colour: str
    ground: str | None


@dataclass(frozen=True)
class Stencil:
    """One laid out page, the `number`th of its print job, which can also be stamped as a picture."""

    number: int
    width: float
    height: float
    slots: dict[str, Slot]

    def __getitem__(self, name: str) -> Slot:
        return self.slots[name]

    def named(self, prefix: str) -> list[Slot]:
        """Slots "prefix-0", "prefix-1", … in order."""
        found = {name: slot for name, slot in self.slots.items() if name.startswith(prefix + "-")}
        return [found[f"{prefix}-{number}"] for number in range(len(found))]


def read(page: Any, number: int) -> Stencil:
    """Raises KeyError when a slot's first font is not one of ours."""
    slots: dict[str, Slot] = {}
    for name, box in _marked(page._page_box):
        slots.setdefault(name, _slot(box))
    return Stencil(number, page.width * POINT, page.height * POINT, slots)


def ink(page: Any) -> Box:
    """The box around all text of a page, which for text that cannot be broken may reach over its edge."""
    boxes = [box for box in page._page_box.descendants(placeholders=True) if getattr(box, "text", "")]
    if not boxes:
        return Box(0, 0, 0, 0)
    left = min(box.position_x for box in boxes)
    right = max(box.position_x + box.width for box in boxes)
    top = min(box.position_y for box in boxes)
    bottom = max(box.position_y + box.height for box in boxes)
    return Box(left * POINT, top * POINT, (right - left) * POINT, (bottom - top) * POINT)


def _marked(root: Any) -> Iterator[tuple[str, Any]]:
    for box in root.descendants(placeholders=True):
        if box.element is not None and hasattr(box, "border_bottom_width"):
            name = box.element.get("data-slot")
            if name:
                yield name, box


def _slot(box: Any) -> Slot:
    style = box.style
    return Slot(
        box=_box(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()),
        inside=_box(box.content_box_x(), box.content_box_y(), box.width, box.height),
        style=_style(style),
        margin_top=_number(box.margin_top) * POINT,
        rule=_number(box.border_bottom_width) * POINT,
        rule_colour=_colour(style["border_bottom_color"], style["color"], "RG") or "0 0 0 RG",
        ground=_colour(style["background_color"], style["color"], "rg"),
    )


def _style(style: Any) -> Style:
    family = next((name for name in style["font_family"] if name in FAMILIES), "")
    font = face(family, style["font_weight"])
    size = style["font_size"] * POINT
    height = style["line_height"]
    natural = (font.ascent + font.descent) / 1000
    spacing = style["letter_spacing"]
    return Style(
        face=font,
        size=size,
        leading=size * (natural if height == "normal" else height),
        colour=_colour(style["color"], style["color"], "rg") or "0 0 0 rg",
        spacing=0.0 if spacing == "normal" else spacing * POINT,
        align={"center": "center", "right": "end", "end": "end"}.get(style["text_align_all"], "start"),
    )


def _box(*lengths: Any) -> Box:
    return Box(*(_number(length) * POINT for length in lengths))


def _number(value: Any) -> float:
    return 0.0 if value in (None, "auto") else float(value)


def _colour(colour: Any, current: Any, operator: str) -> str | None:
    """A colour as PDF operands; None when it is transparent."""
    colour = current if colour == "currentcolor" else colour
    *channels, alpha = colour.to("srgb")
    return " ".join(f"{channel:.4g}" for channel in channels) + f" {operator}" if alpha else None
