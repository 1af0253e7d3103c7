"""Steps that become due: each by itself, none in the way of another."""

import datetime as dt

import pytest
from django.core import mail
from django.db import OperationalError

from events.errors import Busy, PublishRefused
from events.management.due import STEPS, Step, publish, send_messages, take
from events.models.bookings import Booking
from events.models.messages import Message
from home.models import HomePage
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


def counting(*results):
    """A step's act that returns (or raises) these one after the other."""
    left = iter(results)

    def act(now):
        result = next(left)
        if isinstance(result, Exception):
            raise result
        return result

    return act


def test_take_says_what_was_done():
    outcome = take(Step("sample", counting(3)), now=NOW)
    assert (outcome.name, outcome.done, outcome.error) == ("sample", 3, "")


def test_take_goes_on_while_batches_are_full():
    assert take(Step("sample", counting(5, 5, 2), batch=5), now=NOW).done == 12


def test_take_stops_after_one_batch_when_asked():
    assert take(Step("sample", counting(5, 5, 2), batch=5), now=NOW, once=True).done == 5


@pytest.mark.parametrize("error", [OperationalError("database is locked"), Busy(), OSError("no space left")])
def test_take_notes_what_goes_wrong_outside(error, caplog):
    outcome = take(Step("sample", counting(5, error), batch=5), now=NOW)
    assert (outcome.done, outcome.error) == (5, str(error))
    assert "sample could not be finished" in caplog.text


def test_take_hides_no_fault_of_the_program():
    with pytest.raises(KeyError):
        take(Step("sample", counting(KeyError("x"))), now=NOW)


def test_messages_come_after_whatever_writes_them():
    names = [step.name for step in STEPS]
    assert names.index("messages") > max(names.index(name) for name in ("publish", "deadlines", "interest", "queues"))


def test_every_step_does_nothing_when_nothing_is_due():
    assert [take(step, now=NOW).done for step in STEPS] == [0] * len(STEPS)


def test_send_messages_delivers_the_outbox():
    book(make_event())
    assert send_messages(NOW) == 1
    assert [message.subject for message in mail.outbox] == ["You are in: Sample event, Thursday 11 February"]


def test_all_steps_together_bring_a_waitlist_to_its_offer_and_its_end():
    event = make_event(capacity=1)
    first, second = book(event), book(event, joins_waitlist=True)
    Booking.objects.filter(pk=first.pk).update(state="held", deadline_at=NOW)
    first.attendees.update(claimed_until=NOW)
    run = {step.name: take(step, now=NOW + dt.timedelta(minutes=1)).done for step in STEPS}
    assert run["deadlines"] == 1
    second.refresh_from_db()
    assert second.state == "offered"
    assert Message.objects.unsent().count() == 0


def test_publish_says_how_many_pages_failed(root_page):
    page = HomePage.objects.get(pk=root_page.pk)
    page.go_live_at = NOW
    revision = page.save_revision(approved_go_live_at=NOW)
    revision.content["title"] = None
    revision.save()
    with pytest.raises(PublishRefused, match="1 page could not be published"):
        publish(NOW)
