"""Workers in processes of their own, killed and stopped while they send, against a mail server that takes notes."""

from __future__ import annotations

import datetime as dt
import signal
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils import timezone

from events.models.messages import Heartbeat, Message
from home.models import HomePage
from tests.factories.bookings import book
from tests.factories.events import make_event
from tests.fakes.smtp import MailServer, mail_server
from tests.races.server import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(site: Site) -> Iterator[MailServer]:
    with mail_server() as server:
        site.environment["EMAIL_URL"] = server.url
        yield server


def outbox(number: int, first: int = 0) -> set[str]:
    """That many confirmations, due now. Returns their addresses."""
    now = timezone.now()
    event = make_event(f"event-{first}", capacity=None, starts_at=now + dt.timedelta(days=30), ends_at=None)
    addresses = [f"person{index}@example.org" for index in range(first, first + number)]
    for address in addresses:
        book(event, email=address, now=now)
    return set(addresses)


@pytest.fixture
def patient_server(site: Site, server: MailServer) -> MailServer:
    """Lets two workers begin at the same instant, both with the same mails in their hands."""
    server.patience, server.greets_from = 30, 2
    site.environment["EMAIL_URL"] = server.url
    return server


def test_two_workers_send_each_mail_once(site: Site, patient_server: MailServer, root_page: HomePage) -> None:
    server, addresses = patient_server, outbox(80)
    workers = [site.start_worker(), site.start_worker()]
    assert server.wait_for(80)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(20) for worker in workers] == [0, 0]
    assert Counter(server.recipients()) == Counter(addresses)
    assert not Message.objects.unsent().exists()
    assert not Heartbeat.objects.exists()


def test_control_two_workers_without_leases_send_mails_twice(
    site: Site, patient_server: MailServer, root_page: HomePage
) -> None:
    outbox(80)
    for _ in range(2):
        site.start_program("-m", "tests.races.careless_worker")
    assert patient_server.wait_for(80)
    assert max(Counter(patient_server.recipients()).values()) == 2


def test_killed_while_sending_costs_one_second_copy_at_most(
    site: Site, server: MailServer, root_page: HomePage
) -> None:
    kills = 3
    addresses = outbox(60)
    for number in range(1, kills + 1):
        worker = site.start_worker()
        assert server.wait_for(10 * number)
        worker.kill()
        worker.wait(20)
    site.start_worker()
    assert server.wait_for(60)
    copies = Counter(each.message_id for each in server.received)
    assert set(server.recipients()) == addresses
    assert len(server.received) - len(copies) <= kills
    assert max(copies.values()) <= 1 + kills


def test_killed_between_sending_and_marking_is_made_up_for_at_once(
    site: Site, server: MailServer, root_page: HomePage
) -> None:
    outbox(1)
    server.trouble = "mute"
    worker = site.start_worker()
    assert server.wait_for(1)
    worker.kill()
    worker.wait(20)
    server.trouble = ""
    outbox(1, first=1)
    site.start_worker()
    assert server.wait_for(2)
    done = site.manage("run_due")
    assert done.returncode == 0
    copies = Counter(each.message_id for each in server.received)
    assert sorted(copies.values()) == [1, 2]
    assert not Message.objects.unsent().exists()


def test_asked_to_stop_while_sending_leaves_nothing_half_done(
    site: Site, server: MailServer, root_page: HomePage
) -> None:
    addresses = outbox(60)
    worker = site.start_worker()
    assert server.wait_for(5)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert not Message.objects.exclude(leased_by="").exists()
    assert Message.objects.unsent().count() == 60 - len(server.received)
    assert site.manage("run_due").returncode == 0
    assert Counter(server.recipients()) == Counter(addresses)


@pytest.mark.parametrize("trouble", ["hang", "drop"])
def test_server_in_trouble_and_back_gets_every_mail(
    site: Site, server: MailServer, root_page: HomePage, trouble: str
) -> None:
    addresses = outbox(20)
    server.trouble = trouble
    assert site.manage("run_due").returncode == 1
    assert server.received == []
    server.trouble = ""
    site.start_worker()
    assert server.wait_for(20)
    assert Counter(server.recipients()) == Counter(addresses)
