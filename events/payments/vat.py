"""VAT within a price: prices are shown and charged with it, and papers say how much of them it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class VatLine:
    """All that is sold at one rate: what it costs, and how much of that is the tax. A rate of None is no VAT."""

    rate: Decimal | None
    gross: Decimal
    vat: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.vat


def vat_within(gross: Decimal, rate: Decimal | None) -> Decimal:
    """The tax in a price, to the nearest penny, halves up."""
    if not rate:
        return Decimal("0.00")
    return (gross * rate / (100 + rate)).quantize(PENNY, ROUND_HALF_UP)


def vat_lines(sold: Iterable[tuple[Decimal, Decimal | None]]) -> list[VatLine]:
    """(price, rate) of everything, summed up by rate before it is rounded, so that the pennies add up to the total."""
    sums: dict[Decimal | None, Decimal] = {}
    for gross, rate in sold:
        sums[rate] = sums.get(rate, Decimal(0)) + gross
    ordered = sorted(sums, key=lambda rate: (rate is not None, rate or 0), reverse=True)
    return [VatLine(rate, sums[rate], vat_within(sums[rate], rate)) for rate in ordered]
