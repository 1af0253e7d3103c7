"""Progress is written now and then, keeps the lease, and ends what is no longer wanted."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from events.choices import WorkState
from events.models.work import Work
from events.work.jobs import ask
from events.work.progress import LEASE, OFTEN, Progress, Stopped
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    user = User.objects.create(username="staff")
    work = ask(kind="list", event=make_event(), by=user, now=NOW, language="en", parameters={})
    Work.objects.update(state=WorkState.RUNNING, leased_by="worker", leased_until=NOW + LEASE, tries=1)
    work.refresh_from_db()
    return work


def clock_of(*moments):
    return iter(moments).__next__


def told(work):
    return Work.objects.values_list("done", "of", "leased_until").get(pk=work.pk)


def test_progress_is_written_and_moves_the_end_of_the_lease(work):
    Progress(work, clock=clock_of(NOW, NOW + OFTEN))(3, 10)
    assert told(work) == (3, 10, NOW + OFTEN + LEASE)


def test_progress_is_not_written_at_every_step(work, django_assert_num_queries):
    progress = Progress(work, clock=clock_of(NOW, *[NOW + OFTEN / 2] * 3))
    with django_assert_num_queries(0):
        for number in range(3):
            progress(number, 3)
    assert told(work) == (0, 0, NOW + LEASE)


@pytest.mark.parametrize(
    "change", [{"state": WorkState.CANCELLED, "expires_at": NOW}, {"tries": 2}, {"leased_by": "x"}]
)
def test_progress_stops_what_is_no_longer_this_workers(work, change):
    Work.objects.update(**change)
    with pytest.raises(Stopped):
        Progress(work, clock=clock_of(NOW, NOW + dt.timedelta(seconds=1)))(1, 2)
