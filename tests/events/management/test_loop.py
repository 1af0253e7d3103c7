"""The worker's loop, with its clock in our hands."""

import datetime as dt

import pytest
from django.db import OperationalError, connection

from events.management.due import Step
from events.management.loop import BEAT_EVERY, Loop
from events.management.processes import this_process
from events.models.messages import Heartbeat
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db


class Act:
    """A step's act that notes its calls and does (or raises) what it is told."""

    def __init__(self, result=0):
        self.result, self.calls = result, []

    def __call__(self, now):
        self.calls.append(now)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def rounds(loop, *seconds):
    return [loop.round(now=NOW + dt.timedelta(seconds=at), at=float(at)) for at in seconds]


def test_round_takes_steps_in_order_and_only_when_they_are_due():
    often, seldom = Act(), Act()
    loop = Loop(steps=[Step("often", often, every=2), Step("seldom", seldom, every=10)])
    assert rounds(loop, 0, 1, 2, 4, 10) == [False] * 5
    assert [(now - NOW).seconds for now in often.calls] == [0, 2, 4, 10]
    assert [(now - NOW).seconds for now in seldom.calls] == [0, 10]


def test_round_says_that_there_is_more_after_a_full_batch():
    act = Act(5)
    loop = Loop(steps=[Step("sample", act, every=2, batch=5)])
    assert rounds(loop, 0, 0) == [True, True]
    act.result = 4
    assert rounds(loop, 0, 1) == [False, False]
    assert len(act.calls) == 3


def test_step_that_does_everything_at_once_never_asks_for_more():
    assert rounds(Loop(steps=[Step("sample", Act(5))]), 0) == [False]


def test_step_that_fails_is_left_alone_for_longer_and_longer_and_then_as_before(caplog):
    act = Act(OperationalError("locked"))
    loop = Loop(steps=[Step("sample", act, every=2)])
    rounds(loop, *range(20))
    assert [(now - NOW).seconds for now in act.calls] == [0, 2, 6, 14]
    act.result = 0
    rounds(loop, *range(30, 36))
    assert [(now - NOW).seconds for now in act.calls[4:]] == [30, 32, 34]


def test_pause_after_failures_has_an_end(caplog):
    act = Act(OSError("down"))
    loop = Loop(steps=[Step("sample", act)])
    rounds(loop, *range(0, 1200, 10))
    assert {(later - now).seconds for now, later in zip(act.calls[6:], act.calls[7:], strict=False)} == {60}


def test_failing_step_holds_up_no_other(caplog):
    other = Act()
    loop = Loop(steps=[Step("bad", Act(OSError("down"))), Step("good", other)])
    rounds(loop, 0)
    assert len(other.calls) == 1


def test_round_ends_early_when_asked_to_stop():
    second = Act()
    loop = Loop(steps=[Step("first", lambda now: loop.stop() or 0), Step("second", second)])
    rounds(loop, 0)
    assert second.calls == []


def test_heartbeat_is_written_now_and_then():
    loop = Loop(steps=[])
    rounds(loop, 0, 3)
    beat = Heartbeat.objects.get()
    assert (beat.worker, beat.seen_at, beat.started_at) == (this_process(), NOW, loop.started_at)
    rounds(loop, BEAT_EVERY)
    beat.refresh_from_db()
    assert beat.seen_at == NOW + dt.timedelta(seconds=BEAT_EVERY)


def test_heartbeat_that_cannot_be_written_stops_nothing(caplog):
    def away(execute, sql, params, many, context):
        raise OperationalError("no connection")

    act = Act()
    with connection.execute_wrapper(away):
        rounds(Loop(steps=[Step("sample", act)]), 0)
    assert len(act.calls) == 1
    assert "the heartbeat could not be written" in caplog.text


def test_run_stops_and_takes_its_heartbeat_away():
    loop = Loop(steps=[Step("sample", lambda now: loop.stop() or 1, batch=1)])
    loop.run()
    assert not Heartbeat.objects.exists()
