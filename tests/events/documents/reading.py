"""Reads finished PDFs as their users do: by eye (a raster), by copying text, by a screen reader's tree."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
import zxingcpp

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Place:
    """A rectangle on a sheet in mm from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Found:
    """What a person holding one badge sees: the texts on it in reading order, and what its code says."""

    text: str
    codes: list[str]


def grid(columns: int, rows: int, *, left: float, top: float, width: float, height: float) -> list[Place]:
    return [
        Place(left + column * width, top + row * height, width, height)
        for row in range(rows)
        for column in range(columns)
    ]


def found_at(document: bytes, places: list[Place], *, dpi: int = 150) -> list[list[Found]]:
    """For each page, what is found at each place, with codes decoded from a raster of `dpi`."""
    pages = []
    with pypdfium2.PdfDocument(document) as pdf:
        for page in pdf:
            image = page.render(scale=dpi / 72).to_pil().convert("L")
            words = page.get_textpage()
            pages.append([_found(page.get_height(), image, words, place, dpi / 25.4) for place in places])
    return pages


def _found(page_height: float, image: Any, words: Any, place: Place, per_mm: float) -> Found:
    edges = (place.left, place.top, place.left + place.width, place.top + place.height)
    left, top, right, bottom = (edge * POINTS_PER_MM for edge in edges)
    text = words.get_text_bounded(left=left, bottom=page_height - bottom, right=right, top=page_height - top)
    crop = image.crop(tuple(round(edge * per_mm) for edge in edges))
    return Found(" ".join(text.split()), [code.text for code in zxingcpp.read_barcodes(crop)])


def page_texts(document: bytes) -> list[str]:
    with pypdfium2.PdfDocument(document) as pdf:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pdf]


def letters(document: bytes, page: int = 0) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each character of a page with its box (left, bottom, right, top) in points."""
    with pypdfium2.PdfDocument(document) as pdf:
        words = pdf[page].get_textpage()
        return [(words.get_text_range(n, 1), words.get_charbox(n)) for n in range(words.count_chars())]


def reader(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document), strict=True)


@dataclass
class Node:
    """An element of the structure tree, with the text of the marked content directly in it."""

    tag: str
    raw: Any
    children: list[Node]
    text: str

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str) -> list[Node]:
        return [node for node in self.walk() if node.tag == tag]

    @property
    def full_text(self) -> str:
        return " ".join(filter(None, [self.text, *(child.full_text for child in self.children)]))


def tree(document: bytes) -> Node:
    """The structure tree. Fails when a mark is in no element or in two, or the way back from it is wrong."""
    pdf = reader(document)
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    texts = {page.indirect_reference.idnum: _marked_texts(document, number) for number, page in enumerate(pdf.pages)}
    seen: set[tuple[int, int]] = set()
    top = _node(root["/K"][0].get_object(), texts, seen)
    assert seen >= {(page, mark) for page, marks in texts.items() for mark in marks}
    _check_parents(pdf, root)
    return top


def _node(raw: Any, texts: dict[int, dict[int, str]], seen: set[tuple[int, int]]) -> Node:
    children, words = [], []
    kids = raw.get("/K", [])
    for entry in kids if isinstance(kids, list) else [kids]:
        kid = entry.get_object() if hasattr(entry, "get_object") else entry
        if isinstance(kid, dict):
            assert kid["/P"].get_object() is not None
            children.append(_node(kid, texts, seen))
        else:
            mark = (raw.raw_get("/Pg").idnum, int(kid))
            assert mark not in seen
            seen.add(mark)
            words.append(texts[mark[0]].get(mark[1], ""))
    return Node(str(raw["/S"]).removeprefix("/"), raw, children, " ".join(words).strip())


def _check_parents(pdf: pypdf.PdfReader, root: Any) -> None:
    numbers = root["/ParentTree"]["/Nums"]
    entries = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in pdf.pages:
        parents = entries[page["/StructParents"]]
        for mark, parent in enumerate(parents):
            kids = parent.get_object()["/K"]
            assert mark in [int(kid) for kid in kids if not hasattr(kid, "get_object") or isinstance(kid, int)]


def _marked_texts(document: bytes, page: int) -> dict[int, str]:
    """Text by MCID, as pdfium sees the objects of a page; marked content without text counts as ""."""
    raw = pypdfium2.raw
    found: dict[int, list[str]] = {}
    with pypdfium2.PdfDocument(document) as pdf:
        handle = pdf[page]
        words = handle.get_textpage()
        for index in range(raw.FPDFPage_CountObjects(handle)):
            item = raw.FPDFPage_GetObject(handle, index)
            mark = raw.FPDFPageObj_GetMarkedContentID(item)
            if mark >= 0:
                found.setdefault(mark, []).append(_object_text(raw, item, words))
    return {mark: " ".join(filter(None, texts)) for mark, texts in found.items()}


def _object_text(raw: Any, item: Any, words: Any) -> str:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_FORM:
        parts = [
            _object_text(raw, raw.FPDFFormObj_GetObject(item, index), words)
            for index in range(raw.FPDFFormObj_CountObjects(item))
        ]
        return "".join(parts)
    if kind != raw.FPDF_PAGEOBJ_TEXT:
        return ""
    length = raw.FPDFTextObj_GetText(item, words, None, 0)
    buffer = (raw.FPDF_WCHAR * length)()
    raw.FPDFTextObj_GetText(item, words, buffer, length)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
