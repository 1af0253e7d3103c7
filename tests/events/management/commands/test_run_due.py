"""`manage.py run_due`."""

import json

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from events.management.due import STEPS
from events.models.bookings import Booking
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db


def run(capsys, *options):
    """(exit status, what was printed)"""
    try:
        call_command("run_due", *options)
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_run_due_says_what_it_did(capsys):
    event = make_event(capacity=None)
    for _ in range(25):
        book(event)
    assert run(capsys, "--now", NOW.isoformat()) == (0, "messages: 25\n")
    assert len(mail.outbox) == 25


def test_run_due_twice_does_nothing_the_second_time(capsys):
    book(make_event())
    run(capsys, "--now", NOW.isoformat())
    assert run(capsys, "--now", NOW.isoformat()) == (0, "Nothing was due.\n")
    assert len(mail.outbox) == 1


def test_run_due_does_only_what_is_due_at_that_instant(capsys):
    book(make_event())
    assert run(capsys, "--now", "2027-01-11T09:59:59Z") == (0, "Nothing was due.\n")


def test_run_due_for_programs(capsys):
    book(make_event())
    status, printed = run(capsys, "--now", NOW.isoformat(), "--json")
    told = json.loads(printed)
    assert status == 0
    assert (told["now"], told["ok"]) == ("2027-01-11T10:00:00+00:00", True)
    assert [step["name"] for step in told["steps"]] == [step.name for step in STEPS]
    assert {"name": "messages", "done": 1, "error": ""} in told["steps"]


def test_run_due_ends_with_one_when_a_step_failed_and_still_does_the_others(capsys, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    event = make_event()
    held = book(event)
    Booking.objects.filter(pk=held.pk).update(state="held", deadline_at=NOW)
    status, printed = run(capsys, "--now", NOW.isoformat())
    assert status == 1
    assert "deadlines: 1\n" in printed
    assert "messages: 0, then failed: The mail server cannot be used now." in printed
    status, printed = run(capsys, "--now", NOW.isoformat(), "--json")
    assert (status, json.loads(printed)["ok"]) == (1, False)


def test_run_due_takes_an_instant_without_a_zone_in_the_site_s_own(capsys):
    _, printed = run(capsys, "--json", "--now", "2027-07-01T12:00")
    assert json.loads(printed)["now"] == "2027-07-01T12:00:00+01:00"


def test_run_due_refuses_what_is_no_instant():
    with pytest.raises(CommandError, match="“tomorrow” is no instant"):
        call_command("run_due", "--now", "tomorrow")
