"""All work that becomes due by the clock, in the order in which it is done. `run_due` and `worker` carry it out."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import Error as DatabaseError
from django.db import connection
from django.utils.translation import ngettext

from events.backoffice.work_kinds import KINDS
from events.booking.deadlines import end_overdue, serve_queues
from events.booking.holds import forget_answers
from events.booking.interest import invite_due
from events.errors import CroesoError, PaymentsDown, PublishRefused
from events.management import background_tasks
from events.management.processes import is_gone, this_process
from events.messaging import deliver, mailings
from events.pages.schedule import heal, publish_due
from events.payments import payouts, reconcile, sending
from events.payments.credit_places import credit_helpers, return_credits
from events.payments.debts import remind
from events.payments.gateway import connected
from events.payments.invoices import correct_invoices
from events.retention.purge import purge_due
from events.work import jobs
from home.generation import count_together

log = logging.getLogger(__name__)

EXPECTED = (DatabaseError, CroesoError, OSError)
"""What may go wrong from outside. A step that meets it is tried again later; the others are not held up."""


class Step(NamedTuple):
    """`act` takes the instant that work is done for, and returns how much it did.

    A worker does it `every` so many seconds, and at once again while it does a whole `batch` (0: it does everything).
    """

    name: str
    act: Callable[[dt.datetime], int]
    every: float = 2
    batch: int = 0


@dataclass(frozen=True)
class Outcome:
    """`error` is "" when all went well; `done` counts what was done before an error too."""

    name: str
    done: int
    error: str = ""


def publish(now: dt.datetime) -> int:
    """Publish and take down pages, and mend events that fell behind. Raises PublishRefused for those that failed."""
    found = [publish_due(now), heal(now)]
    failed = [name for each in found for name in each.failed]
    if failed:
        text = ngettext(
            "%(number)d page could not be published.", "%(number)d pages could not be published.", len(failed)
        )
        raise PublishRefused(text % {"number": len(failed)})
    return sum(len(each.published) + len(each.unpublished) + len(each.healed) for each in found)


def send_messages(now: dt.datetime) -> int:
    deliver.free_leases(is_gone=is_gone)
    return deliver.deliver_due(now=now, worker=this_process())


def check_payments(now: dt.datetime) -> int:
    gateway = connected()
    return reconcile.check_open(now, gateway=gateway) if gateway else 0


def look_back(now: dt.datetime) -> int:
    gateway = connected()
    return reconcile.look_back(now, gateway=gateway) if gateway else 0


def read_payouts(now: dt.datetime) -> int:
    gateway = connected()
    return payouts.read_payouts(now, gateway=gateway) if gateway else 0


def send_refunds(now: dt.datetime) -> int:
    sending.free_leases(is_gone=is_gone)
    gateway = connected()
    return sending.send_due(now=now, gateway=gateway, worker=this_process()) if gateway else 0


def carry_out_work(now: dt.datetime) -> int:
    jobs.free_leases(is_gone=is_gone)
    acts = {name: kind.act for name, kind in KINDS.items()}
    return jobs.carry_out_next(acts=acts, now=now, worker=this_process())


def count_shared_changes(_now: dt.datetime) -> int:
    return count_together()


STEPS = (
    Step("publish", publish, every=5),
    Step("payments", check_payments, every=60),
    Step("deadlines", end_overdue),
    Step("interest", invite_due, every=30),
    Step("queues", serve_queues, every=10),
    Step("answers", forget_answers, every=600),
    Step("purge", purge_due, every=600),
    Step("mailings", mailings.send_due, every=20),
    Step("refunds", send_refunds, batch=sending.BATCH),
    Step("look back", look_back, every=3600),
    Step("payouts", read_payouts, every=3600),
    Step("invoices", correct_invoices),
    Step("invoice reminders", remind, every=600),
    Step("credits returned", return_credits),
    Step("credits earned", credit_helpers, every=60),
    Step("messages", send_messages, batch=deliver.BATCH),
    Step("work", carry_out_work, every=1, batch=1),
    Step("old work", jobs.forget_expired, every=300),
    Step("tasks", background_tasks.run_tasks, batch=background_tasks.BATCH),
    Step("shared changes", count_shared_changes, every=60),
    Step("lost tasks", background_tasks.tidy_tasks, every=60),
)


def take(step: Step, *, now: dt.datetime, once: bool = False) -> Outcome:
    """Do one step: all of it, or one batch only. What may go wrong is logged and returned, never raised."""
    done = last = 0
    try:
        while True:
            last = step.act(now)
            done += last
            if once or not step.batch or last < step.batch:
                return Outcome(step.name, done)
    except EXPECTED as error:
        if not isinstance(error, PaymentsDown):  # whoever asked Stripe has said so, and there is no fault to look into
            log.exception("%s could not be finished", step.name)
        if isinstance(error, DatabaseError) and not connection.in_atomic_block:
            connection.close()  # the next step opens a new one, in case this one is broken
        return Outcome(step.name, done, str(error) or type(error).__name__)
