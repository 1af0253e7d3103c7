"""Books kept by several processes at once: no number twice, none left out, no credit spent twice."""

import subprocess
import sys
from pathlib import Path

from django.utils import timezone

from events.choices import PriceKind
from events.models.invoices import Invoice
from events.payments.time_credits import balance_of
from tests.factories.bookings import book
from tests.factories.events import make_event
from tests.factories.invoices import make_seller
from tests.factories.time_credits import make_account
from tests.races.server import PATIENCE, ROOT

PROGRAM = str(Path(__file__).with_name("bookkeeper.py"))


def run_beside_each_other(site, *jobs):
    """Each job's arguments go to a process of its own; returns their exit codes."""
    command = [sys.executable, PROGRAM]
    environment = {**site.environment, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([*command, *map(str, job)], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        for job in jobs
    ]
    return [process.wait(PATIENCE) for process in running]


def parties(host, number, **ticket):
    """One booking at an event of its own for each, so that no event's lock helps."""
    now = timezone.now()
    events = [make_event(f"race-{n}", host=host, tickets=[ticket], takes_invoices=True) for n in range(number)]
    return [book(event, now=now).pk for event in events]


def test_numbers_follow_each_other_whoever_gives_them(site):
    pks = parties(make_seller(), 9, price_kind=PriceKind.FIXED, price="10.00")
    codes = run_beside_each_other(site, *[["invoice", *pks[start::3]] for start in range(3)])
    assert codes == [0, 0, 0]
    numbers = Invoice.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 10))


def test_control_a_number_read_before_the_lock_is_given_twice(site, tmp_path):
    meeting_place = tmp_path / "meeting"
    meeting_place.mkdir()
    pks = parties(make_seller(), 2, price_kind=PriceKind.FIXED, price="10.00")
    codes = run_beside_each_other(site, *[["careless", meeting_place, "invoice", pk] for pk in pks])
    assert sorted(codes) == [0, 1]  # the database refuses the second of the two


def test_credits_are_spent_once_whoever_asks(site):
    host = make_seller()
    pks = parties(host, 9, price_kind=PriceKind.TIME_CREDITS, credits=2)
    account = make_account(host, 9)
    run_beside_each_other(site, *[["spend", account.pk, *pks[start::3]] for start in range(3)])
    assert balance_of(account) == 1


def test_control_credits_read_before_the_lock_are_spent_twice(site, tmp_path):
    meeting_place = tmp_path / "meeting"
    meeting_place.mkdir()
    host = make_seller()
    pks = parties(host, 2, price_kind=PriceKind.TIME_CREDITS, credits=2)
    account = make_account(host, 2)
    codes = run_beside_each_other(site, *[["careless", meeting_place, "spend", account.pk, pk] for pk in pks])
    assert sorted(codes) == [0, 1]  # both think that they may; the database refuses the second of the two
