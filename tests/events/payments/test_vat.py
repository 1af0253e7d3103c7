"""The tax within prices, to the penny."""

from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given

from events.payments.vat import VatLine, vat_lines, vat_within

PRICES = st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2)
RATES = st.sampled_from([None, Decimal("0.00"), Decimal("5.00"), Decimal("20.00"), Decimal("17.50")])


@pytest.mark.parametrize(
    ("gross", "rate", "vat"), [("75.00", "20", "12.50"), ("10.00", "17.5", "1.49"), ("0.03", "20", "0.01")]
)
def test_vat_within_is_the_tax_in_a_price(gross, rate, vat):
    assert vat_within(Decimal(gross), Decimal(rate)) == Decimal(vat)


@pytest.mark.parametrize("rate", [None, Decimal(0)])
def test_vat_within_is_nothing_without_a_rate(rate):
    assert vat_within(Decimal("75.00"), rate) == Decimal("0.00")


def test_vat_lines_round_once_for_each_rate():
    """Three times 0.03 at 20 per cent holds 0.015 of tax, and not three times a rounded 0.01."""
    sold = [(Decimal("0.03"), Decimal(20))] * 3 + [(Decimal(5), None)]
    assert vat_lines(sold) == [
        VatLine(Decimal(20), Decimal("0.09"), Decimal("0.02")),
        VatLine(None, Decimal(5), Decimal("0.00")),
    ]


@given(st.lists(st.tuples(PRICES, RATES), max_size=12))
def test_vat_lines_add_up_to_what_was_sold(sold):
    found = vat_lines(sold)
    assert sum(line.gross for line in found) == sum(price for price, _ in sold)
    assert all(line.net + line.vat == line.gross and 0 <= line.vat <= line.gross for line in found)
