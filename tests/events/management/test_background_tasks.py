"""Wagtail's background tasks, run by our worker."""

import datetime as dt
import os

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from events.management import background_tasks
from events.management.background_tasks import MOST_WORKERS, run_tasks, tidy_tasks
from events.management.processes import this_machine, this_process
from events.models.messages import Heartbeat
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db(transaction=True)

GONE = f"{this_machine()}:{os.getpid()}:earlier"
ELSEWHERE = "other-host/1:77:abcd1234"

ran = []


@task()
def note(word):
    ran.append(word)


@task()
def fail():
    raise RuntimeError("as it should")


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ran.clear()


def running(*workers):
    """A task that the last of these workers has begun and not finished."""
    note.enqueue("again")
    row = DBTaskResult.objects.get()
    row.status, row.worker_ids, row.started_at = TaskResultStatus.RUNNING, list(workers), timezone.now()
    row.save()
    return row


def status(row):
    row.refresh_from_db()
    return row.status


def test_tasks_are_run_once_and_in_order():
    for word in ("first", "second"):
        note.enqueue(word)
    assert run_tasks(NOW) == 2
    assert run_tasks(NOW) == 0
    assert ran == ["first", "second"]
    assert DBTaskResult.objects.successful().count() == 2
    assert DBTaskResult.objects.first().worker_ids == [this_process()]


def test_task_that_fails_does_not_hold_up_the_next():
    fail.enqueue()
    note.enqueue("next")
    assert run_tasks(NOW) == 2
    assert ran == ["next"]


def test_no_more_than_a_batch_is_run_in_one_turn(monkeypatch):
    monkeypatch.setattr(background_tasks, "BATCH", 2)
    for word in ("first", "second", "third"):
        note.enqueue(word)
    assert [run_tasks(NOW), run_tasks(NOW)] == [2, 1]


def test_other_places_for_tasks_are_left_alone(settings):
    note.enqueue("later")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert run_tasks(NOW) == 0
    assert ran == []


def test_task_of_a_killed_worker_is_run_again():
    row = running(GONE)
    assert tidy_tasks(NOW) == 1
    assert status(row) == TaskResultStatus.READY
    run_tasks(NOW)
    assert ran == ["again"]


def test_task_of_a_living_worker_is_left_alone():
    row = running(this_process())
    assert tidy_tasks(NOW) == 0
    assert status(row) == TaskResultStatus.RUNNING


def test_task_that_has_cost_three_workers_is_given_up():
    row = running(*[GONE] * MOST_WORKERS)
    assert tidy_tasks(NOW) == 0
    assert status(row) == TaskResultStatus.FAILED


@pytest.mark.parametrize(("silent_for", "again"), [(dt.timedelta(minutes=1), 0), (dt.timedelta(minutes=20), 1)])
def test_worker_elsewhere_counts_as_gone_when_it_has_long_been_silent(silent_for, again):
    running(ELSEWHERE)
    seen_at = timezone.now() - silent_for
    Heartbeat.objects.create(worker=ELSEWHERE, started_at=seen_at, seen_at=seen_at)
    assert tidy_tasks(NOW) == again


def test_old_results_and_heartbeats_are_forgotten():
    now = timezone.now()
    for days in (6, 8):
        note.enqueue(str(days))
        Heartbeat.objects.create(worker=str(days), started_at=now, seen_at=now - dt.timedelta(days=days))
    run_tasks(now)
    old = DBTaskResult.objects.order_by("enqueued_at").last()
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=now - dt.timedelta(days=8))
    tidy_tasks(now)
    assert DBTaskResult.objects.get().args_kwargs["args"] == ["6"]
    assert Heartbeat.objects.get().worker == "6"
