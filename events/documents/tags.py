"""The structure that a screen reader follows: a tree of tagged elements beside the pages (ISO 32000-1, 14.7, 14.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf


class Element:
    """One structure element: a tag such as "P" or "TD", its children, and the marked content that belongs to it.

    A list of 5,000 people has 35,000 of these, so it is lighter than pydyf's own objects; it has the same attributes.
    """

    __slots__ = ("alt", "attributes", "children", "lang", "marks", "number", "offset", "page", "parent", "tag")

    generation, free, compressible = 0, "n", True

    def __init__(self, tag: str, parent: Any, *, alt: str = "", lang: str = "", attributes: str = "") -> None:
        self.tag, self.parent = tag, parent
        self.alt, self.lang, self.attributes = alt, lang, attributes
        self.children: tuple[Element, ...] | list[Element] = ()
        self.marks: tuple[int, ...] = ()
        self.page = b""
        self.number = self.offset = 0

    @property
    def reference(self) -> bytes:
        return b"%d 0 R" % self.number

    def add(self, tag: str, *, alt: str = "", lang: str = "", attributes: str = "") -> Element:
        child = Element(tag, self, alt=alt, lang=lang, attributes=attributes)
        if isinstance(self.children, tuple):
            self.children = []
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def data(self) -> bytes:
        kids = b" ".join([*(child.reference for child in self.children), *(b"%d" % mark for mark in self.marks)])
        pieces = [b"<</S/", self.tag.encode(), b"/P ", self.parent.reference, b"/K[", kids, b"]"]
        if self.page:
            pieces += [b"/Pg ", self.page]
        if self.alt:
            pieces += [b"/Alt ", pydyf.String(self.alt).data]
        if self.lang:
            pieces += [b"/Lang ", pydyf.String(self.lang).data]
        pieces += [self.attributes.encode(), b">>"]
        return b"".join(pieces)


class Tree:
    """Collects elements while pages are filled, and numbers them when the PDF is written."""

    def __init__(self) -> None:
        self.top = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.document = Element("Document", self.top)

    def write(self, pdf: pydyf.PDF, pages: list[list[Element]]) -> None:
        """Add the tree to `pdf`. `pages` has, for each page, the element of each piece of marked content in order."""
        pdf.add_object(self.top)
        for element in self.document.walk():
            pdf.add_object(element)
        numbers = pydyf.Array()
        for number, elements in enumerate(pages):
            numbers += [number, pydyf.Array(element.reference for element in elements)]
        parents = pydyf.Dictionary({"Nums": numbers})
        pdf.add_object(parents)
        self.top["K"] = pydyf.Array([self.document.reference])
        self.top["ParentTree"] = parents.reference
        self.top["ParentTreeNextKey"] = len(pages)
        pdf.catalog["StructTreeRoot"] = self.top.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
