"""Payouts as somebody who keeps books reads them: what they consist of, event by event.

One account with Stripe serves every organisation of a site, so a payout can hold the money of several. Whoever may not
see the money of all sees what is of their own events, and no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.choices import BalanceKind
from events.models.events import Event
from events.models.payouts import BalanceLine, BalanceLineQuerySet, Payout, PayoutQuerySet
from events.models.people_places import Organisation
from events.reports.spreadsheet import Cell

NOTHING = Decimal("0.00")

NEVER_ARRIVED = ("failed", "canceled")
"""States of payouts, as Stripe calls them, whose sum it holds again."""


@dataclass(frozen=True)
class Sight:
    """Whose money somebody may see: that of `hosts`, or all of the site's."""

    hosts: QuerySet[Organisation]

    @property
    def is_whole(self) -> bool:
        return not Organisation.objects.exclude(pk__in=self.hosts.order_by().values("pk")).exists()

    @property
    def lines(self) -> BalanceLineQuerySet:
        lines = BalanceLine.objects.all()
        return lines if self.is_whole else lines.of_hosts(self.hosts)

    @property
    def payouts(self) -> PayoutQuerySet:
        """With `came_in`, `went_back` and `fees` of the lines that are seen."""
        seen = self.lines.filter(payout=OuterRef("pk"))
        payouts = Payout.objects.annotate(
            came_in=seen.filter(kind=BalanceKind.CHARGE).sum_of("gross", by="payout"),
            went_back=seen.exclude(kind=BalanceKind.CHARGE).sum_of("gross", by="payout"),
            fees=seen.sum_of("fee", by="payout"),
        )
        return payouts if self.is_whole else payouts.filter(Exists(seen))


@dataclass
class Share:
    """The part of one event in a payout; of None what is not from here."""

    event: Event | None = None
    came_in: Decimal = NOTHING
    went_back: Decimal = NOTHING
    fees: Decimal = NOTHING

    @property
    def net(self) -> Decimal:
        return self.came_in + self.went_back - self.fees

    def add(self, line: BalanceLine) -> None:
        if line.kind == BalanceKind.CHARGE:
            self.came_in += line.gross
        else:
            self.went_back += line.gross
        self.fees += line.fee


def shares(lines: Iterable[BalanceLine]) -> list[Share]:
    """By event, as their titles are sorted; what is not from here comes last."""
    found: dict[Event | None, Share] = {}
    for line in lines:
        event = line.booking.event if line.booking else None
        found.setdefault(event, Share(event)).add(line)
    return sorted(found.values(), key=lambda share: (share.event is None, str(share.event)))


def together(lines: Iterable[BalanceLine]) -> Share:
    total = Share()
    for line in lines:
        total.add(line)
    return total


def with_events(lines: QuerySet[BalanceLine]) -> QuerySet[BalanceLine]:
    """Ready for `shares` and `payout_rows`, in one query."""
    return lines.select_related("payout", "payment__booking__event", "refund__booking__event")


HEADINGS = (
    gettext_lazy("Date"),
    gettext_lazy("Kind"),
    gettext_lazy("Event"),
    gettext_lazy("Booking"),
    gettext_lazy("Amount"),
    gettext_lazy("Fee of Stripe"),
    pgettext_lazy("money", "Left"),
    gettext_lazy("Currency"),
    gettext_lazy("Payout"),
    gettext_lazy("Name in Stripe"),
)


def payout_rows(lines: QuerySet[BalanceLine], *, zone: Any) -> Iterator[list[Cell]]:
    """The lines of a spreadsheet, read while they are asked for."""
    for line in with_events(lines).order_by("payout__arrives_on", "at", "pk").iterator():
        yield [
            line.at.astimezone(zone).date(),
            str(line.get_kind_display()),
            str(line.booking.event) if line.booking else "",
            line.booking.reference if line.booking else "",
            line.gross,
            line.fee,
            line.gross - line.fee,
            line.payout.currency,
            line.payout.stripe_id,
            line.stripe_id,
        ]
