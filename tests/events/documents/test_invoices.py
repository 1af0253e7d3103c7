"""The invoice on paper: its figures, its words in both languages, and nothing that acts."""

from dataclasses import replace

import pytest

from events.documents.invoices import InvoicePaper, Row, VatRow, invoice_pdf
from tests.events.documents.reading import page_texts

PAPER = InvoicePaper(
    name="INV-0042",
    is_credit_note=False,
    language="en",
    slug="sample",
    threads="t-sea",
    seller="Sample Network",
    seller_lines=["2 Example Road"],
    payer_lines=["Sample Health Board", "<b>1 Sample Street</b>"],
    issued_on="Monday 11 January 2027",
    due_on="Wednesday 10 February 2027",
    po_number="PO 77",
    reference="K7QM-4XRD",
    event_title="Sharing & caring",
    event_when="Thursday 11 February 2027",
    rows=[Row("Organisation", 2, "£75.00", "£150.00", "20%")],
    vat_rows=[VatRow("20%", "£125.00", "£25.00", "£150.00")],
    total="£150.00",
    vat_number="GB 000",
    bank_lines=["00-00-00"],
    terms_lines=["Please pay in time."],
)


def test_invoice_pdf_says_who_pays_what_until_when():
    text = " ".join(" ".join(page_texts(invoice_pdf(PAPER))).split())
    for said in (
        "INV-0042",
        "PO 77",
        "Sharing & caring",
        "£150.00",
        "£25.00",
        "Wednesday 10 February 2027",
        "00-00-00",
    ):
        assert said in text
    assert "<b>1 Sample Street</b>" in text


def test_invoice_pdf_is_welsh_for_welsh_readers():
    text = " ".join(page_texts(invoice_pdf(replace(PAPER, language="cy"))))
    assert "Anfoneb" in text
    assert "Archeb brynu" in text
    assert "To be paid by" not in text


def test_invoice_pdf_of_a_credit_note_asks_for_nothing():
    note = replace(PAPER, is_credit_note=True, corrects="INV-0041", due_on="", bank_lines=[], terms_lines=[])
    text = " ".join(page_texts(invoice_pdf(note)))
    assert "Credit note" in text
    assert "INV-0041" in text
    assert "Pay by bank transfer" not in text


@pytest.mark.parametrize("name", ["vat_rows", "bank_lines"])
def test_invoice_pdf_leaves_out_what_there_is_not(name):
    text = " ".join(page_texts(invoice_pdf(replace(PAPER, **{name: []}))))
    assert {"vat_rows": "Without VAT", "bank_lines": "Pay by bank transfer"}[name] not in text
