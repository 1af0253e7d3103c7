from decimal import Decimal

import pytest

from home.money import money_text
from home.templatetags.money import money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "GBP", "£1,234.50"),
        ("0", "GBP", "£0.00"),
        ("-3.2", "EUR", "−€3.20"),
        ("7", "SEK", "SEK 7.00"),
    ],
)
def test_money_text_writes_sums_out(amount, currency, text):
    assert money_text(Decimal(amount), currency) == text


@pytest.mark.parametrize(("amount", "text"), [("75", "£75"), ("7.5", "£7.50"), ("1200.00", "£1,200"), ("0", "£0")])
def test_money_text_without_pence_is_short_where_it_can_be(amount, text):
    assert money_text(Decimal(amount), "GBP", pence=False) == text


def test_money_knows_the_currency_of_the_site_and_takes_nothing_for_nought(settings):
    settings.CURRENCY = "EUR"
    assert (money(Decimal("7.5")), money(None), money(Decimal(1), "GBP")) == ("€7.50", "€0.00", "£1.00")
