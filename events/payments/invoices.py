"""Decides who gets an invoice or a credit note, for what, and how much of it: places are confirmed, payment is due.

A booking's papers together say what it costs. Whatever changes that (a place cancelled or added, another ticket) is
answered by one more paper and never by changing one that has a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Abs, Coalesce

from events import errors
from events.booking import journal
from events.booking.capacity import Gate, gate
from events.booking.journal import By
from events.booking.paying import confirm, require_payable
from events.choices import ENDED, BookingState, MessageKind, PayBy, PurchaseOrder
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.invoices import Invoice, InvoiceKind, InvoiceLine
from events.models.messages import Message
from events.models.payments import Refund
from events.models.people_places import Organisation
from events.payments.balance import balance
from events.payments.credit_places import require_credits_spent
from events.payments.numbers import lock_series, next_number

NOTHING = Decimal("0.00")
TOO_SMALL = Decimal("0.005")
"""Less than a penny: sums in SQLite are not exact."""

INVOICED = frozenset({BookingState.CONFIRMED, BookingState.CANCELLED})


@dataclass(frozen=True)
class Payer:
    """Who is to pay: often another than whoever books or comes."""

    organisation: str
    email: str
    name: str = ""
    address: str = ""
    po_number: str = ""


def can_be_invoiced(event: Event) -> bool:
    return event.takes_invoices and event.host_id is not None


def invoice_booking(booking_id: int, *, payer: Payer, now: dt.datetime, by: By) -> Invoice:
    """Confirm a booking that is held or unpaid, and write the invoice for it. Pressed twice it is the same invoice.

    Raises NoInvoice where the event has none or nothing is to pay, PoNumberNeeded, HoldExpired when the places have
    gone to others.
    """
    event_id = Booking.objects.values_list("event", flat=True).get(pk=booking_id)
    with gate(event_id, now=now) as passed:
        booking = Booking.objects.select_related("event__host").get(pk=booking_id)
        if earlier := booking.invoices.filter(kind=InvoiceKind.INVOICE).first():
            return earlier
        if by.user is None and not can_be_invoiced(booking.event):
            raise errors.NoInvoice
        if booking.event.purchase_order == PurchaseOrder.REQUIRED and not payer.po_number.strip():
            raise errors.PoNumberNeeded
        _confirm(passed, booking, by=by)
        made = bring_up_to_date(booking, now=now, by=by, payer=payer)
    if not made:
        raise errors.NoInvoice
    return made[0]


def _confirm(passed: Gate, booking: Booking, *, by: By) -> None:
    require_payable(booking)
    owes = booking.state == BookingState.EXPIRED or balance(booking).due  # an ended one owes nothing as yet
    if booking.event.host is None or not owes:
        raise errors.NoInvoice
    require_credits_spent(booking)
    booking.pay_by = PayBy.INVOICE
    booking.save(update_fields=["pay_by"])
    if not confirm(passed, booking, by=by):
        raise errors.HoldExpired


def bring_up_to_date(booking: Booking, *, now: dt.datetime, by: By, payer: Payer | None = None) -> list[Invoice]:
    """Write the invoice or credit note, or both, by which the papers of a booking come to say what it costs now.

    In a transaction; `payer` is needed for the first paper only. Returns what was written.
    """
    host = booking.event.host
    if host is None:
        return []
    lock_series(host.pk)
    last = booking.invoices.filter(kind=InvoiceKind.INVOICE).order_by("pk").last()
    if payer is None and last is None:
        return []
    asked = payer or _same_payer(last)
    more, less = _differences(booking)
    made = []
    if more:
        made.append(_write(booking, more, InvoiceKind.INVOICE, payer=asked, now=now, by=by, corrects=None))
    if less and last is not None:
        made.append(_write(booking, less, InvoiceKind.CREDIT_NOTE, payer=asked, now=now, by=by, corrects=last))
    return made


def _same_payer(invoice: Invoice | None) -> Payer:
    if invoice is None:
        raise ValueError("the first invoice needs a payer")
    return Payer(
        organisation=invoice.payer_organisation,
        email=invoice.payer_email,
        name=invoice.payer_name,
        address=invoice.payer_address,
        po_number=invoice.po_number,
    )


def _differences(booking: Booking) -> tuple[list[InvoiceLine], list[InvoiceLine]]:
    """Unsaved lines of what is still to be invoiced, and of what was invoiced beyond what is due."""
    more: list[InvoiceLine] = []
    less: list[InvoiceLine] = []
    for person, difference in differences([booking.pk]).get(booking.pk, []):
        line = InvoiceLine(
            attendee=person,
            words=_words(person),
            amount=abs(difference),
            vat_rate=person.vat_rate,
        )
        (more if difference > 0 else less).append(line)
    return more, less


def differences(bookings: Collection[int]) -> dict[int, list[tuple[Attendee, Decimal]]]:
    """By booking: the places that now cost more, or less, than papers say, with the difference. Two queries.

    What staff have given back of a price that still stands is taken off the places, the last ones first.
    """
    promised = Refund.objects.promised().filter(booking__in=bookings, forgiven__gt=0).order_by().values("booking")
    forgiven = dict(promised.annotate(sum=Sum("forgiven")).values_list("booking", "sum"))
    people = with_invoiced(Attendee.objects.filter(booking__in=bookings)).select_related("ticket_type")
    found: dict[int, list[tuple[Attendee, Decimal]]] = {}
    for person in people.order_by("booking", "-position", "-pk"):
        wanted, left = Decimal(person.wanted), Decimal(forgiven.get(person.booking_id, 0))  # type: ignore[attr-defined]
        forgiven[person.booking_id] = left - min(left, wanted)
        difference = (wanted - min(left, wanted) - person.invoiced).quantize(NOTHING)  # type: ignore[attr-defined]
        if difference:
            found.setdefault(person.booking_id, []).insert(0, (person, difference))
    return found


def with_invoiced(people: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """People with what their place costs now (`wanted`), and what papers say that it costs (`invoiced`)."""
    sums = InvoiceLine.objects.filter(attendee=OuterRef("pk")).order_by().values("attendee")
    signed = Case(When(invoice__kind=InvoiceKind.INVOICE, then=F("amount")), default=-F("amount"))
    money: DecimalField[Any, Any] = DecimalField(max_digits=9, decimal_places=2)
    nothing = Value(NOTHING, output_field=money)
    return people.annotate(
        invoiced=Coalesce(Subquery(sums.annotate(sum=Sum(signed)).values("sum"), output_field=money), nothing),
        wanted=Case(
            When(cancelled_at__isnull=False, then=F("kept")),
            When(booking__state__in=ENDED, then=F("kept")),
            default=Coalesce(F("price"), nothing),
            output_field=money,
        ),
    )


def _words(person: Attendee) -> dict[str, str]:
    """The ticket in each language. No names: whoever keeps the books needs to know what was sold, not who came."""
    return {code: str(person.ticket_type.say("name", code)) for code, _name in settings.LANGUAGES}


def _write(
    booking: Booking,
    lines: list[InvoiceLine],
    kind: InvoiceKind,
    *,
    payer: Payer,
    now: dt.datetime,
    by: By,
    corrects: Invoice | None,
) -> Invoice:
    host = booking.event.host
    if host is None:
        raise errors.NoInvoice
    number, name = next_number(host, kind)
    today = now.astimezone(booking.event.zone).date()
    invoice = Invoice.objects.create(
        organisation=host,
        kind=kind,
        number=number,
        name=name,
        booking=booking,
        corrects=corrects,
        payer_name=payer.name,
        payer_organisation=payer.organisation,
        payer_address=payer.address,
        payer_email=payer.email,
        po_number=payer.po_number,
        seller=_seller(host),
        language=booking.language,
        currency=booking.currency,
        total=sum((line.amount for line in lines), NOTHING),
        issued_at=now,
        due_on=today + dt.timedelta(days=host.invoice_days) if kind == InvoiceKind.INVOICE else None,
    )
    for line in lines:
        line.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    action = "invoice.issued" if kind == InvoiceKind.INVOICE else "invoice.credited"
    journal.record(action, booking=booking, by=by, now=now, detail={"number": name, "total": str(invoice.total)})
    announce_invoice(MessageKind.INVOICE if corrects is None else MessageKind.CREDIT_NOTE, invoice, now=now)
    return invoice


def _seller(host: Organisation) -> dict[str, Any]:
    """What stands on the paper about the organisation, in each language, as of now."""
    return {
        "name": {code: host.legal_name or str(host.in_language("name", code)) for code, _name in settings.LANGUAGES},
        "address": host.billing_address,
        "vat_number": host.vat_number,
        "bank_details": host.bank_details,
        "terms": {code: str(host.in_language("invoice_terms", code)) for code, _name in settings.LANGUAGES},
        "email": host.email,
        "phone": host.phone,
    }


def announce_invoice(
    kind: MessageKind,
    invoice: Invoice,
    *,
    now: dt.datetime,
    dedupe: str | None = None,
    context: dict[str, Any] | None = None,
) -> None:
    """Write to the finance team. Their mail has a link of its own, which opens the invoice and nothing else."""
    if dedupe is not None and Message.objects.filter(dedupe_key=dedupe).exists():
        return
    Message.objects.create(
        kind=kind,
        event_id=invoice.booking.event_id,
        booking=invoice.booking,
        to_email=invoice.payer_email,
        to_name=invoice.payer_name,
        language=invoice.language,
        context={"invoice": invoice.pk, **(context or {})},
        created_at=now,
        due_at=now,
        dedupe_key=dedupe,
    )


def add_po_number(invoice: Invoice, *, po_number: str, now: dt.datetime, by: By) -> Invoice:
    """The purchase order number that was to follow. An empty one is PoNumberNeeded."""
    if not po_number.strip():
        raise errors.PoNumberNeeded
    with transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(po_number=po_number.strip())
        journal.record("invoice.po_number", booking=invoice.booking, by=by, now=now, detail={"number": invoice.name})
    invoice.po_number = po_number.strip()
    return invoice


def correct_invoices(now: dt.datetime) -> int:
    """Answer every change of an invoiced booking with a paper. Returns how many bookings had changed."""
    changed = changed_bookings()
    for pk in changed:
        with transaction.atomic():
            booking = Booking.objects.select_related("event__host").get(pk=pk)
            bring_up_to_date(booking, now=now, by=By.system())
    return len(changed)


def changed_bookings() -> list[int]:
    """Invoiced bookings whose papers do not say what they cost now. Few queries, however many bookings there are."""
    invoiced = Attendee.objects.filter(booking__pay_by=PayBy.INVOICE, booking__state__in=INVOICED)
    invoiced = invoiced.filter(booking__invoices__isnull=False)
    differing = with_invoiced(invoiced).annotate(difference=Abs(F("wanted") - F("invoiced")))
    forgiven = Refund.objects.filter(forgiven__gt=0, booking__in=invoiced.values("booking"))
    bookings = set(differing.filter(difference__gt=TOO_SMALL).order_by().values_list("booking", flat=True))
    bookings |= set(forgiven.order_by().values_list("booking", flat=True))
    return sorted(differences(bookings))
