"""Sheets that badges can be printed on: where the labels lie on them, in mm from the top left corner.

Measures of label stock were compared with the templates that gLabels ships ("avery-iso-templates.xml", by measuring
owners) and those of pretix (HERMA 4412, DURABLE 1445 and 1456). Makers centre their labels, and so are these wherever
the sources differ by a few tenths: a printer's own error is larger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHEET_WIDTH, SHEET_HEIGHT = 210.0, 297.0


@dataclass(frozen=True)
class Layout:
    """`name` is what the command line calls it, `label` what people read. A label is `width` × `height`; there are
    `columns` × `rows` of them, each `across` and `down` from the one before, the first at (`left`, `top`).

    `design` is a class in the style sheet: "card", "slip" (low labels) or "lanyard" (hung, so it names the event).
    `foot` is what the words leave free below them, `tiles` how much weave covers the top, across and down. `longest`
    is how many letters of an organisation there is room for; names are never shortened.
    """

    name: str
    label: str | Promise
    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    across: float
    down: float
    design: str = "card"
    foot: float = 20.5
    tiles: tuple[int, int] = (17, 1)
    longest: int | None = None

    @property
    def places(self) -> int:
        return self.columns * self.rows

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Top left corners of the labels, along the rows."""
        return [
            (round(self.left + column * self.across, 3), round(self.top + row * self.down, 3))
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    @property
    def words_width(self) -> float:
        return round(self.width - 2 * MARGINS[self.design], 3)

    @property
    def shows_event(self) -> bool:
        return self.design == "lanyard"

    @property
    def pronouns_follow_name(self) -> bool:
        return self.design != "lanyard"


MARGINS = {"card": 4.0, "slip": 3.0, "lanyard": 6.0}
"""Between the words and the sides of a label; the style sheet has the same."""

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            Layout("a4-90x55", _("90 × 55 mm, 10 on a sheet, to cut"), 90, 55, 2, 5, 15, 11, 90, 55, foot=17.5),
            Layout(
                "a6",
                _("A6 for a lanyard, 4 on a sheet, to cut"),
                105,
                148.5,
                2,
                2,
                0,
                0,
                105,
                148.5,
                "lanyard",
                45.5,
                (9, 3),
            ),
            Layout("a7", _("A7 for a lanyard, 8 on a sheet, to cut"), 105, 74.25, 2, 4, 0, 0, 105, 74.25, foot=17.5),
            Layout("90x54", _("90 × 54 mm, 10 on a sheet (Durable 1445)"), 90, 54, 2, 5, 15, 13.5, 90, 54, foot=17.5),
            Layout("90x60", _("90 × 60 mm, 8 on a sheet (Durable 1456)"), 90, 60, 2, 4, 15, 28.5, 90, 60, foot=17.5),
            Layout("80x50", _("80 × 50 mm, 10 on a sheet (Avery L4785, Herma 4412)"), 80, 50, 2, 5, 17.5, 13.5, 95, 55),
            Layout("99x68", _("99.1 × 67.7 mm, 8 on a sheet (Avery L7165)"), 99.1, 67.7, 2, 4, 4.67, 13.1, 101.6, 67.7),
            Layout(
                "99x38",
                _("99.1 × 38.1 mm, 14 on a sheet (Avery L7163)"),
                99.1,
                38.1,
                2,
                7,
                4.65,
                15.15,
                101.6,
                38.1,
                "slip",
                18,
                longest=60,
            ),
            Layout(
                "63x72",
                _("63.5 × 72 mm, 12 on a sheet (Avery L7164)"),
                63.5,
                72,
                3,
                4,
                7.21,
                4.5,
                66.04,
                72,
                "slip",
                18.5,
            ),
            Layout(
                "63x47",
                _("63.5 × 46.6 mm, 18 on a sheet (Avery L7161)"),
                63.5,
                46.6,
                3,
                6,
                7.21,
                8.7,
                66.04,
                46.6,
                "slip",
                18.5,
                longest=70,
            ),
            Layout(
                "63x38",
                _("63.5 × 38.1 mm, 21 on a sheet (Avery L7160)"),
                63.5,
                38.1,
                3,
                7,
                7.21,
                15.15,
                66.04,
                38.1,
                "slip",
                18.5,
                longest=34,
            ),
        )
    }
)

USUAL_LAYOUT = next(iter(LAYOUTS))
