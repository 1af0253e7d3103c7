"""Sums of money as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from events.inputs.amounts import IN_FIGURES, AmountField


@pytest.mark.parametrize(
    ("typed", "amount"), [("20", 20), (" 7.50 ", "7.5"), ("0", 0), ("7.", 7), (".5", "0.5"), ("123456", 123456)]
)
def test_amount_is_read_from_plain_figures(typed, amount):
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["", "7,50", "1 000", "NaN", "Infinity", "1e5", "1_000", "٢٠", "²", "7.505", "£7", "1234567", "5+5", "-", "."],
)
def test_amount_that_is_no_plain_sum_says_how_to_write_one(typed):
    with pytest.raises(ValidationError) as refused:
        AmountField().clean(typed)
    assert refused.value.messages == [IN_FIGURES]


def test_amount_below_the_least_says_the_same():
    with pytest.raises(ValidationError, match="Type an amount in figures"):
        AmountField(min_value=0).clean("-5")


@pytest.mark.parametrize(
    ("currency", "language", "label"),
    [("GBP", "en", "Amount in pounds"), ("EUR", "en", "Amount in EUR"), ("EUR", "cy", "Swm mewn EUR")],
)
def test_amount_is_asked_for_in_the_site_s_currency(settings, currency, language, label):
    settings.CURRENCY = currency
    with override(language):
        assert str(AmountField().label) == label
