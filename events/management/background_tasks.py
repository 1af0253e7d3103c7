"""Runs the background tasks that Wagtail puts into the database: search index, references, pictures.

django-tasks-db leaves a task whose worker was killed as "running" for ever; here it is run again, three times at most.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from events.management.processes import is_elsewhere, is_gone, this_process
from events.models.messages import Heartbeat

BATCH = 20
MOST_WORKERS = 3
SILENT_FOR = dt.timedelta(minutes=15)
KEEP_RESULTS = dt.timedelta(days=7)


class Turn(Worker):
    """One turn of the library's worker: up to a batch of tasks, without waiting for more."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=BATCH,
            worker_id=this_process(),
            excluded_queue_names=[],
        )
        self.done = 0

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        self.done += 1


def run_tasks(now: dt.datetime) -> int:  # noqa: ARG001  (tasks are due by the library's own clock)
    """Run what is ready, at most a batch. Returns how many were run, whether they succeeded or failed."""
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return 0
    if not DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS).exists():
        return 0
    turn = Turn()
    turn.run()
    return turn.done


def tidy_tasks(now: dt.datetime) -> int:  # noqa: ARG001  (processes live by the clock on the wall)
    """Make tasks ready again whose worker is gone, and forget old results. Returns how many are ready again."""
    clock = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=clock - KEEP_RESULTS).delete()
    Heartbeat.objects.filter(seen_at__lt=clock - KEEP_RESULTS).delete()
    alive = set(Heartbeat.objects.filter(seen_at__gt=clock - SILENT_FOR).values_list("worker", flat=True))
    again = 0
    for task in DBTaskResult.objects.running():
        name = task.worker_ids[-1] if task.worker_ids else ""
        if is_gone(name) or (is_elsewhere(name) and name not in alive):
            again += _run_again(task)
    return again


def _run_again(task: DBTaskResult) -> int:
    """1 when the task is ready again; 0 when it is given up because it has cost enough workers already."""
    held = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    if len(task.worker_ids) < MOST_WORKERS:
        return held.update(status=TaskResultStatus.READY, started_at=None)
    held.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback="Its workers were killed.")
    return 0
