"""Mails about a payment of an invoice: the finance team gets its own words and link, the booker what concerns them."""

import pytest

from events.booking.links import link_of
from events.choices import LinkPurpose, MessageKind
from events.messaging.compose import compose
from tests.events.messaging.reading import LINK, Seen, about_an_invoice, flat, parts
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation
from tests.factories.messages import make_message
from tests.welsh import english, said_in

pytestmark = pytest.mark.django_db

KINDS = [MessageKind.PAYMENT_FAILED, MessageKind.PAID_TOO_LATE]


def about_a_payment(kind, language="en"):
    booking = book(make_event(title="Sharing & caring", host=make_organisation()), 2, language=language)
    return about_an_invoice(booking, kind, amount="150.00")


@pytest.mark.parametrize("kind", KINDS)
def test_the_finance_team_can_open_the_invoice_and_nothing_else(kind):
    wire, text, html, _ = parts(compose(about_a_payment(kind), now=NOW))
    assert (wire["To"], "INV-0001" in wire["Subject"]) == ("finance@example.org", True)
    (token,) = {found[0] for found in LINK.findall(text)}
    assert link_of(token, now=NOW).purpose == LinkPurpose.INVOICE
    assert "Sample Person" not in text + html
    assert "waitlist" not in text + html


def test_the_finance_team_is_told_what_is_open_again():
    _, text, _, _ = parts(compose(about_a_payment(MessageKind.PAYMENT_FAILED), now=NOW))
    assert "The places stay booked, and the invoice is open again." in text
    assert "Still open: £150.00" in flat(text)
    assert "We keep your places until" not in text


def test_the_booker_is_told_of_the_money_and_gets_no_link():
    to_finance = about_a_payment(MessageKind.PAID_TOO_LATE)
    booking = to_finance.booking
    message = make_message(booking, kind=MessageKind.PAID_TOO_LATE, context=to_finance.context)
    wire, text, _, _ = parts(compose(message, now=NOW))
    assert wire["To"] == booking.email
    assert "The payment of £150.00 for invoice INV-0001 came when the places at Sharing & caring" in text
    assert LINK.findall(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_they_are_welsh_for_a_welsh_booking(kind):
    message = about_a_payment(kind, "cy")
    message.language = message.booking.invoices.get().language
    wire, text, html, _ = parts(compose(message, now=NOW))
    assert english([wire["Subject"], *text.replace("English:", "").splitlines(), *said_in(html)]) == {}
    assert Seen(html).languages[0] == "cy"
