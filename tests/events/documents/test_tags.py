"""The tree of tagged elements, as bytes of a PDF."""

from __future__ import annotations

import pydyf

from events.documents.tags import Element, Tree


def numbered(*elements: Element) -> None:
    for number, element in enumerate(elements, 7):
        element.number = number


def test_an_element_names_its_parent_children_and_marks() -> None:
    tree = Tree()
    tree.top.number = 3
    table = tree.document.add("Table")
    cell = table.add("TD")
    cell.marks = (4, 5)
    cell.page = b"2 0 R"
    numbered(tree.document, table, cell)
    assert tree.document.data == b"<</S/Document/P 3 0 R/K[8 0 R]>>"
    assert table.data == b"<</S/Table/P 7 0 R/K[9 0 R]>>"
    assert cell.data == b"<</S/TD/P 8 0 R/K[4 5]/Pg 2 0 R>>"


def test_an_element_says_its_words_language_and_attributes() -> None:
    tree = Tree()
    figure = tree.document.add("Figure", alt="Cod (QR)", lang="cy", attributes="/A<</O/Layout>>")
    numbered(tree.document, figure)
    assert figure.data == b"<</S/Figure/P 7 0 R/K[]/Alt (Cod \\(QR\\))/Lang (cy)/A<</O/Layout>>>>"


def test_walk_goes_down_before_it_goes_on() -> None:
    tree = Tree()
    first, second = tree.document.add("P"), tree.document.add("P")
    inner = first.add("Span")
    assert list(tree.document.walk()) == [tree.document, first, inner, second]


def test_write_maps_marks_of_each_page_back_to_their_elements() -> None:
    tree, pdf = Tree(), pydyf.PDF()
    first, second = tree.document.add("P"), tree.document.add("P")
    tree.write(pdf, [[first], [second, first]])
    numbers = pdf.objects[-1]["Nums"]
    assert numbers == [0, [first.reference], 1, [second.reference, first.reference]]
    assert tree.top["ParentTree"] == pdf.objects[-1].reference
    assert pdf.catalog["StructTreeRoot"] == tree.top.reference
    assert pdf.catalog["MarkInfo"]["Marked"] == "true"
