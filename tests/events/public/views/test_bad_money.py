"""Whatever somebody types about money that cannot be right has an error of its own, in their language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.links import issue_link
from events.choices import PurchaseOrder
from events.models.bookings import Booking
from tests.factories.bookings import book
from tests.factories.invoices import make_seller
from tests.factories.payments import make_code

pytestmark = pytest.mark.django_db

FORM = {"en": "/en/events/sample-event/book/", "cy": "/cy/digwyddiadau/sample-event/book/"}
SAM = {"name": "Sam Sample", "email": "sam@example.org"}
IN_FIGURES = {
    "en": "Type an amount in figures, for example 20 or 7.50",
    "cy": "Teipiwch swm mewn ffigurau, er enghraifft 20 neu 7.50",
}
AMOUNTS = ("7,50", "1 000", "-5", "NaN", "1e5", "7.505", "٢٠")
CODES = {
    "unknown": {"en": "We do not know this code for this event.", "cy": "Nid ydym yn adnabod y cod hwn"},
    "old": {"en": "This code is not good at this time.", "cy": "Nid yw’r cod hwn yn ddilys ar hyn o bryd"},
    "used": {"en": "This code has been used as often as it can be.", "cy": "Mae’r cod hwn wedi’i ddefnyddio"},
}
LANGUAGES = ["en", "cy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_amount_that_is_no_sum_of_money(open_event, soon, visitor, language):
    ticket = {"price_kind": "pay_what_you_can", "minimum_price": "5.00"}
    open_event(tickets=[ticket], takes_at_door=True, **soon)
    form = visitor.open(FORM[language])
    for typed in AMOUNTS:
        page = visitor.send(form, {**SAM, "p1-amount": typed})
        assert page.problems == [IN_FIGURES[language]], typed
        assert page.fields()["p1-amount"] == [typed]
    assert not Booking.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_discount_code_that_is_not_good(open_event, soon, visitor, language):
    ticket = {"price_kind": "fixed", "price": "75.00"}
    event = open_event(tickets=[ticket], takes_at_door=True, host=make_seller(), **soon)
    make_code(event, "old", expires_at=timezone.now() - dt.timedelta(days=1))
    make_code(event, "used", limit=1)
    book(event, discount="used", now=timezone.now())
    form = visitor.open(FORM[language])
    for typed, said in CODES.items():
        page = visitor.send(form, {**SAM, "discount": typed})
        assert page.problems[0].startswith(said[language]), typed
        assert page.fields()["discount"] == [typed]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
def test_purchase_order_that_is_empty(open_event, soon, visitor, language, typed):
    ticket = {"price_kind": "fixed", "price": "75.00"}
    facts = {"takes_invoices": True, "purchase_order": PurchaseOrder.REQUIRED, "host": make_seller()}
    booking = book(open_event(tickets=[ticket], **facts, **soon), now=timezone.now(), language=language)
    visitor.open(f"/bookings/l/{issue_link(booking=booking, now=timezone.now())}/")
    page = visitor.open(f"/bookings/{booking.reference}/invoice/ask/")
    payer = {"organisation": "Sample Health Board", "email": "finance@example.org", "address": "1 Sample Street"}
    page = visitor.send(page, {**payer, "po_number": typed})
    assert page.problems != []
    assert (page.state, booking.invoices.count()) == ("error", 0)
