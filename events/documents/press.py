"""Prints a job: WeasyPrint lays out stencils and stamps, the leaves say what is set on each page, this joins the two.

WeasyPrint's pages never reach the reader. Those that a leaf stamps become form XObjects, which many pages share; the
others only told where things stand. Each printed page is a content stream of ours, so WeasyPrint's flipped axes cannot
turn what is set on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pydyf
from django.template.loader import render_to_string

from events.documents.leaf import Ink, Leaf
from events.documents.pdf import Workshop
from events.documents.stencil import Stencil, read
from events.documents.tags import Tree

Tell = Callable[[int, int], None]
"""Told (done, of) while a long document is made."""

FORM = {"Type": "/XObject", "Subtype": "/Form"}


def tell_nobody(done: int, of: int) -> None:
    """For documents that are made while somebody waits."""


class Press:
    """One PDF in the making. `language` is what it says it is written in; the caller activates it for its words."""

    def __init__(self, *, title: str, language: str) -> None:
        self.title, self.language = title, language
        self.leaves: list[Leaf] = []
        self.tree = Tree()
        self._ink = Ink()
        self._workshop = Workshop()
        self._documents: list[Any] = []
        self._pages = 0

    def lay_out(self, template: str, context: Mapping[str, Any]) -> list[Stencil]:
        """The pages of a template under templates/events/documents/, in order."""
        return [read(page, number) for number, page in self.lay_out_pages(template, context)]

    def lay_out_pages(self, template: str, context: Mapping[str, Any]) -> list[tuple[int, Any]]:
        """The same, numbered but not read: for callers that measure the page themselves."""
        context = {"title": self.title, "language": self.language, **context}
        document = self._workshop.lay_out(render_to_string(f"events/documents/{template}", context))
        start = self._pages
        self._documents.append(document)
        self._pages += len(document.pages)
        return list(enumerate(document.pages, start))

    def leaf(self, width: float, height: float) -> Leaf:
        """Add a page to print, and close the one before."""
        self._close()
        leaf = Leaf(self._ink, width, height)
        self.leaves.append(leaf)
        return leaf

    def _close(self) -> None:
        if self.leaves:
            self.leaves[-1].close()

    def print(self) -> bytes:
        self._close()
        cases = [
            {"family": face.family, "weight": face.weight, "letters": "".join(sorted({*"".join(use.words), " "}))}
            for face, use in self._ink.faces.items()
        ]
        self.lay_out_pages("type_case.html", {"cases": cases})
        return self._workshop.write(self._documents, self._finish)

    def _finish(self, document: Any, file: pydyf.PDF) -> None:
        drawn = [item for item in file.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
        resources = pydyf.Dictionary({"Font": self._fonts(document, drawn[0], file), "XObject": pydyf.Dictionary()})
        for number, page in enumerate(drawn):
            form = _object(file, page["Contents"])
            if number in self._ink.stamps:
                form.extra = pydyf.Dictionary({**FORM, "BBox": page["MediaBox"], "Resources": page["Resources"]})
                resources["XObject"][self._ink.stamps[number]] = form.reference
            else:
                form.stream.clear()
            page.clear()
        file.add_object(resources)
        file.pages.update({"Kids": pydyf.Array(), "Count": 0})
        for number, leaf in enumerate(self.leaves):
            _add_page(file, leaf, number, resources)
        self.tree.write(file, [leaf.elements for leaf in self.leaves])
        file.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        document.metadata.include_in_pdf(file, "ua", 1, conformance=None, compress=True)

    def _fonts(self, document: Any, page: Any, file: pydyf.PDF) -> pydyf.Dictionary:
        embedded = _object(file, _object(file, page["Resources"])["Font"])
        names = {(font.family, font.weight): font.hash for font in document.fonts.values()}
        return pydyf.Dictionary(
            {use.name: embedded[names[face.family, face.weight]] for face, use in self._ink.faces.items()}
        )


def _object(file: pydyf.PDF, reference: bytes) -> Any:
    return file.objects[int(reference.split()[0])]


def _add_page(file: pydyf.PDF, leaf: Leaf, number: int, resources: pydyf.Dictionary) -> None:
    stream = pydyf.Stream([leaf.content], {"Filter": "/FlateDecode"})
    file.add_object(stream)
    page = pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": file.pages.reference,
            "MediaBox": pydyf.Array([0, 0, round(leaf.width, 3), round(leaf.height, 3)]),
            "Contents": stream.reference,
            "Resources": resources.reference,
            "StructParents": number,
            "Tabs": "/S",
        }
    )
    file.add_page(page)
    for element in leaf.elements:
        element.page = page.reference
