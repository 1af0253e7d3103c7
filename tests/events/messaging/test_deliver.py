"""Sending the outbox, against a mail server that misbehaves."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.db import OperationalError, connection

from events.choices import MessageKind
from events.errors import MailServerDown
from events.messaging.compose import message_id
from events.messaging.deliver import MOST_TRIES, deliver_due, free_leases
from events.messaging.post import seconds_for_one_mail
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event
from tests.factories.messages import make_message
from tests.fakes.smtp import mail_server

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=7)


class Clock:
    """A clock on the wall that stands still until it is moved."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def server(settings):
    with mail_server() as server:
        for name, value in server.settings.items():
            setattr(settings, name, value)
        yield server


def outbox(number=1):
    """That many messages, each to its own address, due in this order."""
    event = make_event(capacity=None)
    for index in range(number):
        book(event, email=f"person{index}@example.org", now=NOW + dt.timedelta(microseconds=index - number))
    return list(Message.objects.order_by("due_at"))


def address(index):
    return f"person{index}@example.org"


def deliver(clock, *, now=None, worker="first", **options):
    return deliver_due(now=now or clock(), worker=worker, clock=clock, **options)


def state(message):
    """What a row says: sent, failed, put off, leased or new."""
    message.refresh_from_db()
    if message.sent_at:
        return "sent"
    if message.failed_at:
        return "failed"
    if message.leased_by:
        return "leased"
    return "put off" if message.leased_until else "new"


def test_deliver_sends_over_one_connection_and_marks(server, clock):
    messages = outbox(3)
    assert deliver(clock) == 3
    assert server.recipients() == [address(0), address(1), address(2)]
    assert server.connections == 1
    assert [state(message) for message in messages] == ["sent"] * 3
    assert messages[0].sent_at == NOW
    assert (messages[0].leased_by, messages[0].leased_until, messages[0].error) == ("", None, "")


def test_deliver_with_nothing_due_does_not_even_connect(server, clock):
    assert deliver(clock) == 0
    assert server.connections == 0


def test_deliver_sends_nothing_twice(server, clock):
    outbox()
    deliver(clock)
    assert deliver(clock, now=LATER) == 0
    assert len(server.received) == 1


def test_deliver_waits_until_a_message_is_due(server, clock):
    (message,) = outbox()
    Message.objects.update(due_at=NOW + dt.timedelta(hours=1))
    assert deliver(clock) == 0
    assert deliver(clock, now=LATER) == 1
    message.refresh_from_db()
    assert message.sent_at == LATER


def test_deliver_takes_no_more_than_a_batch(server, clock):
    outbox(3)
    assert [deliver(clock, batch=2) for _ in range(3)] == [2, 1, 0]


def test_mail_on_the_wire_is_whole(server, clock):
    (message,) = outbox()
    deliver(clock)
    (received,) = server.received
    assert received.message_id == message_id(message)
    assert [part.get_content_type() for part in received.message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_mails_in_memory_and_files_need_no_connection(clock, settings, tmp_path):
    outbox(2)
    deliver(clock, batch=1)
    assert [each.to for each in mail.outbox] == [[address(0)]]
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    book(make_event("other"))
    Message.objects.update(due_at=NOW)
    assert deliver(clock) == 2
    assert len(list(tmp_path.iterdir())) == 2


# --- Addresses and rows that cannot be used ---------------------------------------------------------------------------


def test_refused_for_good_is_given_up_at_once_and_holds_nobody_up(server, clock, caplog):
    messages = outbox(3)
    server.replies[address(0)] = (550, "No such user person0@example.org")
    assert deliver(clock) == 3
    assert [state(message) for message in messages] == ["failed", "sent", "sent"]
    assert messages[0].error == "550 No such user person0@example.org"
    assert server.connections == 1
    assert "example.org" not in caplog.text


def test_refused_for_now_is_tried_again_with_growing_pauses(server, clock):
    (message,) = outbox()
    server.replies[address(0)] = (451, "Later")
    pauses = []
    for _ in range(4):
        assert deliver(clock) == 1
        message.refresh_from_db()
        pauses.append((message.leased_until - clock()).total_seconds())
        assert deliver(clock, now=LATER) == 0
        clock.now = message.leased_until
    assert pauses == [15, 30, 60, 120]
    del server.replies[address(0)]
    assert deliver(clock) == 1
    assert state(message) == "sent"


def test_refused_for_now_too_often_is_given_up(server, clock):
    (message,) = outbox()
    server.replies[address(0)] = (451, "Later")
    tries = 0
    while state(message) in ("new", "put off"):
        tries += deliver(clock)
        clock.move(hours=6)
    assert (state(message), tries, message.attempts) == ("failed", MOST_TRIES, MOST_TRIES)


def test_text_that_is_refused_is_put_off_and_holds_nobody_up(server, clock):
    messages = outbox(2)
    server.after_data[address(0)] = (554, "Looks like spam")
    assert deliver(clock) == 2
    assert [state(message) for message in messages] == ["put off", "sent"]


def test_row_that_cannot_be_written_is_put_off_and_holds_nobody_up(server, clock, caplog):
    nowhere = make_message(now=NOW - dt.timedelta(days=1))
    broken = make_message(book(make_event("broken")), kind=MessageKind.OFFER, context={"deadline_at": "soon"})
    Message.objects.exclude(pk__in=[nowhere.pk, broken.pk]).delete()
    (good,) = [message for message in outbox() if message.pk not in (nowhere.pk, broken.pk)][-1:]
    assert deliver(clock) == 3
    assert [state(message) for message in (nowhere, broken, good)] == ["put off", "put off", "sent"]
    assert nowhere.error == "ValueError: a message must belong to an event"


def test_address_with_a_line_break_is_never_sent_anywhere(server, clock, caplog):
    (message,) = outbox()
    Message.objects.update(to_email="a@example.org\r\nBcc: all@example.org")
    assert deliver(clock) == 1
    assert state(message) == "put off"
    assert server.received == []


# --- The server -------------------------------------------------------------------------------------------------------


def test_server_that_is_down_leaves_every_row_as_it_was(clock, settings):
    with mail_server() as gone:
        pass
    for name, value in gone.settings.items():
        setattr(settings, name, value)
    messages = outbox(2)
    with pytest.raises(MailServerDown, match="Nothing is lost"):
        deliver(clock)
    assert [state(message) for message in messages] == ["new", "new"]
    with mail_server(gone.port) as back:
        assert deliver(clock) == 2
        assert back.recipients() == [address(0), address(1)]


@pytest.mark.parametrize("trouble", ["busy", "drop"])
def test_server_in_trouble_loses_nothing_and_is_used_again(server, clock, trouble):
    messages = outbox(2)
    server.trouble = trouble
    with pytest.raises(MailServerDown):
        deliver(clock)
    assert [state(message) for message in messages] == ["put off", "new"]
    assert messages[0].attempts == 0
    server.trouble = ""
    clock.move(seconds=11)
    assert deliver(clock) == 2
    assert server.recipients() == [address(1), address(0)]


def test_server_that_hangs_is_left_after_its_time_limit(server, clock):
    messages = outbox(2)
    server.trouble = "hang"
    with pytest.raises(MailServerDown):
        deliver(clock)
    assert [state(message) for message in messages] == ["new", "new"]


def test_text_that_kills_the_line_does_not_hold_up_the_others(server, clock):
    messages = outbox(3)
    server.trouble = "drop"
    with pytest.raises(MailServerDown):
        deliver(clock)
    server.trouble = ""
    assert deliver(clock) == 2
    assert [state(message) for message in messages] == ["put off", "sent", "sent"]


def test_trouble_after_some_were_sent_counts_those(server, clock, caplog):
    outbox(2)
    server.replies[address(1)] = (421, "Going down")
    assert deliver(clock) == 1
    assert "in trouble" in caplog.text


# --- Leases -----------------------------------------------------------------------------------------------------------


class Died(BaseException):
    """The process is gone: nothing of it runs any more."""


def marks(sql):
    """Whether a statement notes that a message was sent."""
    return sql.startswith("UPDATE") and "sent_at" in sql.split(" WHERE ")[0]


def killed_before_marking(clock):
    """The server has taken the mail, and the sender dies before it can note that."""

    def die(execute, sql, params, many, context):
        if marks(sql):
            raise Died
        return execute(sql, params, many, context)

    (message,) = outbox()
    with connection.execute_wrapper(die), pytest.raises(Died):
        deliver(clock)
    return message


def test_killed_between_sending_and_marking_sends_the_same_mail_once_more(server, clock):
    message = killed_before_marking(clock)
    assert state(message) == "leased"
    assert deliver(clock, worker="second") == 0
    clock.move(seconds=seconds_for_one_mail() + 1)
    assert deliver(clock, worker="second") == 1
    assert deliver(clock, worker="second", now=LATER) == 0
    first, second = server.received
    assert first.message_id == second.message_id
    assert state(message) == "sent"


def test_lease_of_a_process_that_is_gone_ends_at_once(server, clock):
    message = killed_before_marking(clock)
    assert free_leases(is_gone=lambda name: name == "somebody else", clock=clock) == 0
    assert free_leases(is_gone=lambda name: name == "first", clock=clock) == 1
    assert state(message) == "put off"
    assert deliver(clock, worker="second") == 1


def test_lease_ends_by_the_clock_and_not_by_the_instant_that_work_is_done_for(server, clock):
    killed_before_marking(clock)
    assert deliver(clock, worker="second", now=NOW + dt.timedelta(days=30)) == 0


def test_row_that_another_sender_leases_first_is_passed_over(server, clock):
    messages = outbox(2)
    taken = []

    def other_takes_the_second(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and "events_message" in sql and not taken:
            taken.append(
                Message.objects.filter(pk=messages[1].pk).update(
                    leased_by="other", leased_until=clock() + dt.timedelta(minutes=1)
                )
            )
        return result

    with connection.execute_wrapper(other_takes_the_second):
        assert deliver(clock) == 1
    assert server.recipients() == [address(0)]
    assert state(messages[1]) == "leased"


def test_no_transaction_is_open_while_the_server_is_spoken_to(server, clock):
    outbox()
    depth = len(connection.savepoint_ids)
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append((len(connection.savepoint_ids), sql.split()[0]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        deliver(clock)
    assert {found for found, _ in seen} == {depth}
    assert "SAVEPOINT" not in {verb for _, verb in seen}


def test_log_says_nothing_of_people(server, clock, caplog):
    caplog.set_level(logging.DEBUG)
    outbox()
    server.replies[address(0)] = (550, "No such user")
    deliver(clock)
    assert "Sample Person" not in caplog.text
    assert "@" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_mark_is_tried_again_when_the_database_was_away(server, clock, caplog):
    (message,) = outbox()
    failed = []

    def away_once(execute, sql, params, many, context):
        if marks(sql) and not failed:
            failed.append(sql)
            raise OperationalError("server closed the connection")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away_once):
        assert deliver(clock) == 1
    assert state(message) == "sent"
    assert len(server.received) == 1
