"""One printed page while it is filled: text, rules, codes, stamps, each tagged for a screen reader or an artifact."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from events.documents.stencil import Box, Stencil
from events.documents.tags import Element
from events.documents.typefaces import Face
from events.documents.typesetting import Line, Run

LEVEL = 6
"""zlib's; 9 takes a good deal longer for a file 2 % smaller."""


class FontUse(NamedTuple):
    """A face of this print job: its name in the PDF's resources, and the words it has set."""

    name: str
    words: set[str]


class Ink:
    """What a print job's pages have used so far: faces (to embed their glyphs) and stamps."""

    def __init__(self) -> None:
        self.faces: dict[Face, FontUse] = {}
        self.stamps: dict[int, str] = {}

    def font(self, face: Face, words: Iterable[str]) -> str:
        use = self.faces.get(face)
        if use is None:
            use = self.faces[face] = FontUse(f"F{len(self.faces)}", set())
        use.words.update(words)
        return use.name

    def stamp(self, stencil: Stencil) -> str:
        return self.stamps.setdefault(stencil.number, f"X{stencil.number}")


class Leaf:
    """Lengths are points from the top left corner of the page."""

    def __init__(self, ink: Ink, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.content = b""
        self._ops: list[str] = []
        self.elements: list[Element] = []
        self._ink = ink
        self._look = ""

    def close(self) -> None:
        """Pack what was drawn into `content`; nothing more can be drawn."""
        self.content = zlib.compress("\n".join(self._ops).encode("ascii"), LEVEL)
        self._ops.clear()

    @contextmanager
    def marked(self, element: Element | None) -> Iterator[None]:
        """What is drawn inside belongs to `element`, or is decoration when that is None."""
        if element is None:
            self._ops.append("/Artifact BMC")
        else:
            mark = len(self.elements)
            self.elements.append(element)
            element.marks += (mark,)
            self._ops.append(f"/{element.tag}<</MCID {mark}>>BDC")
        yield
        self._ops.append("EMC")

    def lines(self, lines: list[Line], box: Box, top: float) -> float:
        """Set lines one under the other from `top` down, aligned within `box`; returns where the next would begin."""
        self._ops.append("BT")
        for line in lines:
            style = line.runs[0].style
            x = box.x
            if style.align != "start":
                x += (box.width - line.width) / (2 if style.align == "center" else 1)
            baseline = self.height - top - style.baseline
            for run in line.runs:
                self._run(run, x, baseline)
                x += run.width + run.style.width(" ")
            top += max(run.style.leading for run in line.runs)
        self._ops.append("ET")
        return top

    def _run(self, run: Run, x: float, y: float) -> None:
        style = run.style
        name = self._ink.font(style.face, [word.text for word in run.words])
        look = f"{style.colour}/{name} {style.size:.2f} Tf {style.spacing:.3f} Tc"
        if look != self._look:
            self._look = look
            self._ops.append(look)
        self._ops.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm[{run.glyphs}]TJ")

    def stamp(self, stencil: Stencil, x: float, y: float, scale: float = 1.0) -> None:
        """Draw a laid out page with its top left corner at (x, y). A form keeps its axes to
        itself, so nothing leaks out; letter spacing would leak in."""
        name = self._ink.stamp(stencil)
        bottom = self.height - y - stencil.height * scale
        self._ops.append(f"q 0 Tc {scale:.5g} 0 0 {scale:.5g} {x:.3f} {bottom:.3f} cm/{name} Do Q")

    def modules(self, rectangles: str, box: Box, modules: int) -> None:
        """Draw a code of `modules` × `modules` squares, given as `re` operators from its top left corner."""
        size = box.width / modules
        self._ops.append(f"q {size:.5f} 0 0 -{size:.5f} {box.x:.3f} {self.height - box.y:.3f} cm 0 g {rectangles} f Q")

    def bounds(self, box: Box) -> str:
        """Where a figure stands, as the attribute that assistive software asks for."""
        bottom, top = self.height - box.bottom, self.height - box.y
        return f"/A<</O/Layout/BBox[{box.x:.1f} {bottom:.1f} {box.right:.1f} {top:.1f}]>>"

    def filled(self, box: Box, colour: str) -> None:
        self._ops.append(
            f"q {colour} {box.x:.2f} {self.height - box.bottom:.2f} {box.width:.2f} {box.height:.2f} re f Q"
        )

    def rules(self, segments: Iterable[tuple[float, float, float, float]], width: float, colour: str) -> None:
        """Straight lines from (x1, y1) to (x2, y2)."""
        path = " ".join(
            f"{x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l" for x1, y1, x2, y2 in segments
        )
        if path:
            self._ops.append(f"q {width:.3f} w {colour} {path} S Q")
