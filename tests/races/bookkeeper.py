"""A process that keeps books: it invoices bookings, or spends time credits, as fast as it can.

Arguments: "invoice" or "spend", then primary keys of bookings (and, for "spend", of the account before them). With
"careless" and a folder before them the lock is taken out: the last number, or what the account holds, is read before
anybody else is kept away. Only for controls.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))

import django

django.setup()

from django.utils import timezone  # noqa: E402  (the apps are ready now)

from events.booking.journal import By  # noqa: E402
from events.errors import TooFewCredits  # noqa: E402
from events.models.invoices import InvoiceKind, InvoiceSeries  # noqa: E402
from events.models.people_places import Organisation  # noqa: E402
from events.models.time_credits import CreditAccount, CreditLine  # noqa: E402
from events.payments import invoices, time_credits  # noqa: E402
from events.payments.credit_places import pay_with_credits  # noqa: E402
from events.payments.invoices import Payer, invoice_booking  # noqa: E402

PATIENCE = 30.0
PAYER = Payer(organisation="Sample Health Board", email="finance@example.org")


def invoice(pks: list[int]) -> None:
    for pk in pks:
        invoice_booking(pk, payer=PAYER, now=timezone.now(), by=By.booker())


def spend(account_pk: int, pks: list[int]) -> None:
    account = CreditAccount.objects.get(pk=account_pk)
    for pk in pks:
        try:
            pay_with_credits(pk, account, now=timezone.now(), by=By.booker())
        except TooFewCredits:
            continue


def wait_for_another(meeting_place: Path) -> None:
    """Go on once another process has read the same."""
    (meeting_place / str(time.monotonic_ns())).touch()
    end = time.monotonic() + PATIENCE
    while len(list(meeting_place.iterdir())) < 2 and time.monotonic() < end:
        time.sleep(0.01)


def careless_number(meeting_place: Path) -> Callable[[Organisation, InvoiceKind], tuple[int, str]]:
    last = InvoiceSeries.objects.filter(kind=InvoiceKind.INVOICE).values_list("last", flat=True).first() or 0
    wait_for_another(meeting_place)
    return lambda _organisation, _kind: (last + 1, f"INV-{last + 1:04d}")


def careless_line(meeting_place: Path, account_pk: int) -> Callable[[CreditAccount, int], CreditLine]:
    """As the rule, but an account holds what it held before the lock."""
    rule, account = time_credits._next_line, CreditAccount.objects.get(pk=account_pk)
    held = account.lines.order_by("-number").first()
    wait_for_another(meeting_place)

    def line(asked: CreditAccount, amount: int) -> CreditLine:
        if asked.pk != account_pk or held is None:
            return rule(asked, amount)
        return CreditLine(account=asked, number=held.number + 1, amount=amount, balance=held.balance + amount)

    return line


what, *rest = sys.argv[1:]
is_careless = what == "careless"
if is_careless:
    folder, what = Path(rest.pop(0)), rest.pop(0)
numbers = [int(text) for text in rest]
if is_careless and what == "invoice":
    invoices.next_number = careless_number(folder)
elif is_careless:
    time_credits._next_line = careless_line(folder, numbers[0])
if what == "invoice":
    invoice(numbers)
else:
    spend(numbers[0], numbers[1:])
