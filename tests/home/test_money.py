from decimal import Decimal

import pytest

from home.money import money_text


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
