"""Gone is gone: in time, once, everywhere; counts stay."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from events.choices import MessageKind
from events.management.due import STEPS
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking, Interest
from events.models.messages import Message, SecretLink
from events.models.needs import ConsentWording, Need, NeedCount
from events.reports.audit.recount import recount
from events.retention.purge import purge_due
from tests.events.retention.people import MARK, book_with_needs, needs
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_question
from tests.factories.messages import make_interest, make_message

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def event(db):
    return make_event(needs_kept_days=30)


@pytest.fixture
def over(event):
    """The instant at which the needs must be gone."""
    return event.ends_at + 30 * DAY


def test_needs_go_on_their_day_and_not_before(event, over):
    book_with_needs(event, *needs(MARK))
    assert purge_due(over - DAY / 86400) == 0
    assert Need.objects.count() == 1
    assert purge_due(over) == 1
    assert Need.objects.count() == 0


def test_how_many_there_were_of_each_stays(event, over):
    book_with_needs(event, *needs(MARK, option="bsl"), *needs("", option="captions"))
    book_with_needs(event, *needs("", option="bsl"))
    purge_due(over)
    assert {row.option: row.number for row in NeedCount.objects.all()} == {"bsl": 2, "captions": 1}
    entry = AuditEntry.objects.get(action="needs.deleted")
    assert (entry.count, MARK in str(entry.detail)) == (3, False)


def test_purging_again_changes_nothing(event, over):
    book_with_needs(event, *needs(MARK, option="bsl"))
    purge_due(over)
    assert purge_due(over) == 0
    assert NeedCount.objects.get().number == 1


def test_a_need_that_comes_late_is_counted_and_deleted_too(event, over):
    book_with_needs(event, *needs(MARK, option="bsl"))
    purge_due(over)
    book_with_needs(event, *needs(MARK, option="bsl"))
    purge_due(over + DAY)
    assert (Need.objects.count(), NeedCount.objects.get().number) == (0, 2)


def test_needs_of_other_events_stay(event, over):
    later = make_event("later", starts_at=over, ends_at=over)
    book_with_needs(later, *needs(MARK))
    assert purge_due(over) == 0
    assert Need.objects.count() == 1


def test_people_who_wanted_to_hear_a_date_are_forgotten(event, over):
    interest = make_interest(event, email="interested@example.org")
    make_message(kind=MessageKind.INTEREST, event=event, interest=interest)
    left = make_interest(make_event("other", starts_at=None, ends_at=None), left_at=NOW)
    purge_due(NOW + 29 * DAY)
    assert Interest.objects.count() == 2
    purge_due(NOW + 30 * DAY)
    assert not Interest.objects.filter(pk=left.pk).exists()
    purge_due(over)
    assert (Interest.objects.count(), Message.objects.filter(kind=MessageKind.INTEREST).count()) == (0, 0)


def test_addresses_of_messages_and_dead_links_go_after_three_months(event):
    booking = book(event, email="ann@example.org")
    Message.objects.update(sent_at=NOW)
    assert purge_due(event.ends_at + 89 * DAY) == 0
    purge_due(event.ends_at + 90 * DAY)
    message = Message.objects.get(booking=booking)
    assert (message.to_email, message.to_name, message.kind) == ("", "", MessageKind.CONFIRMATION)
    assert SecretLink.objects.count() == 0
    booking.refresh_from_db()
    assert booking.email == "ann@example.org"


def test_a_message_that_still_waits_keeps_its_address(event):
    book(event, email="ann@example.org")
    purge_due(event.ends_at + 90 * DAY)
    assert Message.objects.get().to_email == "ann@example.org"


def test_people_are_forgotten_after_two_years_and_numbers_stay(event, settings):
    settings.PEOPLE_KEPT_MONTHS = 24
    question = make_question(event, asked_of="booking")
    booking = book(event, 2, name="Ann Sample", phone="00000 111", answers={question.pk: "An answer"})
    Message.objects.update(sent_at=NOW)
    purge_due(event.ends_at + 700 * DAY)
    assert Booking.objects.get().name == "Ann Sample"
    purge_due(event.ends_at + 732 * DAY)
    found = Booking.objects.get()
    assert (found.name, found.email, found.email_key, found.phone) == ("", "", "", "")
    assert set(Attendee.objects.values_list("name", "sort_name", "email")) == {("", "", "")}
    assert (Attendee.objects.count(), Answer.objects.count(), found.reference) == (2, 0, booking.reference)
    assert purge_due(event.ends_at + 733 * DAY) == 0


def test_the_books_are_clean_after_everything_was_forgotten(event, settings):
    book_with_needs(event, *needs(MARK))
    book(event, 2)
    make_interest(event)
    Message.objects.update(sent_at=NOW)
    end = event.ends_at + 800 * DAY
    purge_due(end)
    found = recount(end)
    assert ([str(line) for line in found.breaches], [str(line) for line in found.due]) == ([], [])


def test_run_due_purges():
    assert "purge" in [step.name for step in STEPS]


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_a_need_is_left_in_a_file(tmp_path, settings):
    """Looks into the database's own files. On SQLite a file is used for it, with a second reader beside."""
    ConsentWording.objects.get_or_create(topic="needs", version=1, defaults={"text_en": "Sample", "text_cy": "Sampl"})
    event = make_event(needs_kept_days=1)
    book_with_needs(event, *needs(MARK * 20))
    if connection.vendor == "sqlite":
        path = _moved_to_file(tmp_path / "kept.sqlite3")
        assert MARK.encode() in _bytes_of(path)
        _purged_in(path, event.ends_at + DAY)
        assert MARK.encode() not in _bytes_of(path)
    else:
        purge_due(event.ends_at + DAY)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM events_need")
            assert cursor.fetchone() == (0,)


def _moved_to_file(path: Path) -> Path:
    connection.ensure_connection()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("UPDATE events_need SET option = 'written anew, through the journal'")
    target.commit()
    target.close()
    return path


def _purged_in(path: Path, now: dt.datetime) -> None:
    """By the command that operators run, in a process of its own."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    subprocess.run(
        [sys.executable, "manage.py", "run_due", "--now", now.isoformat()],
        env=environment | {"VAR_DIR": str(path.parent)},
        check=True,
        capture_output=True,
        timeout=120,
    )


def _bytes_of(path: Path) -> bytes:
    return b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))


def test_the_command_says_what_it_purged(event, over, capsys):
    book_with_needs(event, *needs(MARK))
    call_command("run_due", now=over)
    assert "purge" in capsys.readouterr().out
