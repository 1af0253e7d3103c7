"""Numbers of invoices and credit notes: one after the other in each organisation's series, no gap, none twice."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from events.models.invoices import InvoiceKind, InvoiceSeries
from events.models.people_places import Organisation

USUAL_PREFIX = {InvoiceKind.INVOICE: "INV-", InvoiceKind.CREDIT_NOTE: "CN-"}
DIGITS = 4


def lock_series(organisation_id: int) -> None:
    """Keep everybody else from numbering anything of this organisation until the transaction ends."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are given in the transaction that uses them")
    for kind in InvoiceKind:
        InvoiceSeries.objects.get_or_create(organisation_id=organisation_id, kind=kind)
    InvoiceSeries.objects.filter(organisation=organisation_id, kind=InvoiceKind.INVOICE).update(last=F("last"))


def next_number(organisation: Organisation, kind: InvoiceKind) -> tuple[int, str]:
    """The next number and how it is written. If the transaction is undone, the number is free again."""
    lock_series(organisation.pk)
    rows = InvoiceSeries.objects.filter(organisation=organisation, kind=kind)
    rows.update(last=F("last") + 1)
    number = rows.values_list("last", flat=True).get()
    return number, written(organisation, kind, number)


def written(organisation: Organisation, kind: InvoiceKind, number: int) -> str:
    """Such as "INV-0042"; an organisation's own prefix stands before it."""
    return f"{organisation.invoice_prefix}{USUAL_PREFIX[kind]}{number:0{DIGITS}d}"
