"""Background work is done once for each wish, also when workers are killed, and its file goes after a day."""

import datetime as dt
import shutil

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.utils.translation import get_language

from events.choices import WorkState
from events.errors import NothingToPrint
from events.models.audit import AuditEntry
from events.models.work import Work
from events.work import files
from events.work.jobs import MOST_TRIES, Result, ask, asked_before, cancel, carry_out_next, forget_expired, free_leases
from events.work.progress import LEASE, OFTEN, Progress
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands for a process that ends here: nothing below it is tidied up."""


@pytest.fixture(autouse=True)
def _no_files():
    """What other tests left is not counted here."""
    shutil.rmtree(storages["private"].path("work"), ignore_errors=True)


@pytest.fixture
def user():
    return User.objects.create(username="staff")


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def work(event, user):
    return wish(event, user)


def wish(event, user, **changes):
    values = {"kind": "list", "language": "en", "parameters": {"start": 1}, "now": NOW, **changes}
    return ask(event=event, by=user, **values)


def carry_out(act, *, worker="worker", now=NOW, clock=lambda: NOW):
    return carry_out_next(acts={"list": act}, now=now, worker=worker, clock=clock)


def paper(work, progress):
    return Result(body=b"%PDF-", file_name="list.pdf", content_type="application/pdf")


def content_of(work):
    with files.fetch(work) as file:
        return file.read()


def kept_files():
    storage = storages["private"]
    return sorted(storage.listdir("work")[1]) if storage.exists("work") else []


def test_ask_makes_one_row_of_the_same_wish_however_often_it_is_sent(event, user, work):
    assert wish(event, user) == work
    assert {wish(event, user, parameters={"start": 2}).pk, wish(event, user, language="cy").pk} & {work.pk} == set()
    assert Work.objects.count() == 3


def test_ask_makes_a_new_row_when_the_last_one_has_ended(event, user, work):
    carry_out(paper)
    assert wish(event, user) != work


def test_carry_out_keeps_the_file_for_a_day(work):
    assert carry_out(paper) == 1
    work.refresh_from_db()
    assert (work.state, work.ended_at, work.expires_at) == (WorkState.DONE, NOW, NOW + dt.timedelta(hours=24))
    assert (work.file_name, content_of(work)) == ("list.pdf", b"%PDF-")


@pytest.mark.parametrize("ends", ["done", "failed", "cancelled"])
def test_what_was_chosen_and_typed_goes_when_the_work_has_ended(event, user, ends):
    asked = {"parameters": {"reason": "Has died", "bookings": [[1, "2"]]}}
    work = wish(event, user, **asked)
    acts = {"done": paper, "failed": lambda *_: [].pop()}
    carry_out(acts[ends]) if ends in acts else cancel(work, now=NOW)
    work.refresh_from_db()
    assert (work.state, work.parameters) == (ends, {})
    assert asked_before(kind="list", event=event, by=user, language="en", **asked) == work


def test_carry_out_takes_what_was_asked_for_first(event, user):
    seen = []
    for number, minutes in ((1, 5), (2, 0), (3, 9)):
        wish(event, user, parameters={"number": number}, now=NOW + dt.timedelta(minutes=minutes))
    while carry_out(lambda work, _: seen.append(work.parameters["number"]) or Result()):
        pass
    assert seen == [2, 1, 3]


def test_carry_out_speaks_the_language_of_who_asked(event, user):
    wish(event, user, language="cy")
    spoken = []
    carry_out(lambda *_: spoken.append(get_language()) or Result())
    assert (spoken, get_language()) == (["cy"], "en")


def test_work_of_a_killed_worker_is_done_again_and_settled_once(work):
    settled = []

    def dies(work, progress):
        files.keep(work, b"half")
        raise Killed

    with pytest.raises(Killed):
        carry_out(dies, worker="first")
    assert carry_out(paper, worker="second") == 0, "while the lease runs nobody else may begin"
    assert free_leases(is_gone=lambda name: name == "first", clock=lambda: NOW) == 1
    assert carry_out(lambda *_: Result(body=b"whole", file_name="a", settle=lambda: settled.append(1))) == 1
    work.refresh_from_db()
    assert (work.state, work.tries, settled, content_of(work)) == (WorkState.DONE, 2, [1], b"whole")


def test_a_lease_ends_by_itself_where_nobody_knows_of_the_worker(work):
    with pytest.raises(Killed):
        carry_out(lambda *_: (_ for _ in ()).throw(Killed()))
    assert free_leases(is_gone=lambda _: False, clock=lambda: NOW) == 0
    assert carry_out(paper, clock=lambda: NOW + LEASE - dt.timedelta(seconds=1)) == 0
    assert carry_out(paper, clock=lambda: NOW + LEASE) == 1


def test_a_worker_that_lost_its_lease_settles_nothing_and_leaves_the_file_of_the_other(work):
    settled = []

    def slow(work, progress):
        later = NOW + LEASE
        assert carry_out(paper, worker="other", clock=lambda: later) == 1
        return Result(body=b"late", file_name="late.pdf", settle=lambda: settled.append("late"))

    carry_out(slow, worker="slow")
    work.refresh_from_db()
    assert (settled, work.file_name, content_of(work)) == ([], "list.pdf", b"%PDF-")


def test_work_that_kills_its_workers_is_given_up(work):
    for _ in range(MOST_TRIES):
        with pytest.raises(Killed):
            carry_out(lambda *_: (_ for _ in ()).throw(Killed()))
        free_leases(is_gone=lambda _: True, clock=lambda: NOW)
    assert carry_out(paper) == 1
    work.refresh_from_db()
    assert (work.state, work.words) == (WorkState.FAILED, "It was begun three times and never came to an end.")


def test_a_refusal_ends_the_work_and_is_told(work):
    def refuses(work, progress):
        raise NothingToPrint

    assert carry_out(refuses) == 1
    work.refresh_from_db()
    assert (work.state, work.words) == (WorkState.FAILED, str(NothingToPrint()))


@pytest.mark.parametrize("mistake", [KeyError("Secret Stranger"), TypeError("x"), ValueError("x")])
def test_a_mistake_of_our_own_ends_the_work_and_not_the_worker(work, mistake, caplog):
    def breaks(work, progress):
        raise mistake

    assert carry_out(breaks) == 1
    work.refresh_from_db()
    assert work.state == WorkState.FAILED
    assert "Secret" not in work.words


def test_a_kind_that_nobody_knows_ends_as_a_mistake(event, user):
    work = wish(event, user, kind="unknown")
    assert carry_out(paper) == 1
    work.refresh_from_db()
    assert work.state == WorkState.FAILED


def test_trouble_from_outside_is_raised_and_the_work_is_free_again_at_once(work):
    def no_disk(work, progress):
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        carry_out(no_disk)
    assert carry_out(paper) == 1


def test_nothing_is_settled_when_the_row_cannot_be_marked(work):
    """Row and consequences are one transaction."""

    def fails():
        AuditEntry.objects.create(at=NOW, actor="staff", action="list.printed")
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  (any)
        carry_out(lambda *_: Result(body=b"x", file_name="x", settle=fails))
    work.refresh_from_db()
    assert (work.state, AuditEntry.objects.filter(action="list.printed").count()) == (WorkState.RUNNING, 0)


def test_cancel_ends_work_that_waits(work):
    assert cancel(work, now=NOW)
    assert not cancel(work, now=NOW)
    assert carry_out(paper) == 0


def test_cancel_is_found_out_at_the_next_step_and_leaves_no_file(work):
    def goes_on(work, progress):
        files.keep(work, b"half")
        cancel(work, now=NOW)
        clock = iter([NOW, NOW + OFTEN]).__next__
        Progress(work, clock=clock)(1, 2)
        raise AssertionError("the step before should have ended it")

    assert carry_out(goes_on) == 1
    work.refresh_from_db()
    assert (work.state, kept_files()) == (WorkState.CANCELLED, [])


def test_cancel_wins_over_a_result_that_comes_later(work):
    settled = []

    def ends(work, progress):
        cancel(work, now=NOW)
        return Result(body=b"x", file_name="x", settle=lambda: settled.append(1))

    carry_out(ends)
    work.refresh_from_db()
    assert (work.state, work.file_name, settled, kept_files()) == (WorkState.CANCELLED, "", [], [])


def test_forget_expired_deletes_file_and_row_after_a_day(work):
    carry_out(paper)
    assert forget_expired(NOW + dt.timedelta(hours=23, minutes=59)) == 0
    assert len(kept_files()) == 1
    assert forget_expired(NOW + dt.timedelta(hours=24)) == 1
    assert (Work.objects.count(), kept_files()) == (0, [])


def test_forget_expired_deletes_the_file_of_somebody_who_is_gone(work, user):
    carry_out(paper)
    user.delete()
    assert forget_expired(NOW + dt.timedelta(hours=24)) == 1
    assert kept_files() == []


def test_forget_expired_leaves_open_work_alone(work):
    assert forget_expired(NOW + dt.timedelta(days=3)) == 0
    assert Work.objects.get() == work
