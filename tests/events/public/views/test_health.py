"""What the site says to whoever watches it."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from events.models.messages import Heartbeat, Message
from tests.factories.bookings import book
from tests.factories.events import make_event
from tests.factories.messages import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    now = timezone.now()
    return Heartbeat.objects.create(worker="one", started_at=now, seen_at=now)


def waiting_for(**span):
    """One message that has been due for that long."""
    booking = book(make_event())
    Message.objects.all().delete()
    return make_message(booking, now=timezone.now() - dt.timedelta(**span))


def test_healthz_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client, address):
    assert client.head(address).status_code in (200, 503)
    assert client.post(address).status_code == 405


def test_readyz_is_well_with_a_worker_and_no_mail_waiting(client, worker):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "database": {"ok": True},
        "worker": {"ok": True, "silent_seconds": 0},
        "mail": {"ok": True, "oldest_seconds": 0, "waiting": 0, "refused": 0},
    }


def test_readyz_misses_a_worker_that_never_was(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == {"ok": False, "silent_seconds": None}


def test_readyz_misses_a_worker_that_has_fallen_silent(client, worker):
    Heartbeat.objects.update(seen_at=timezone.now() - dt.timedelta(seconds=90))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"]["silent_seconds"] == 90


def test_readyz_tells_how_long_mail_has_waited(client, worker):
    waiting_for(minutes=5)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["mail"] == {"ok": True, "oldest_seconds": 300, "waiting": 1, "refused": 0}


def test_readyz_misses_mail_that_does_not_leave(client, worker):
    waiting_for(minutes=11)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["mail"]["ok"] is False


def test_one_refused_address_does_not_make_the_site_unready(client, worker):
    message = waiting_for(hours=3)
    Message.objects.filter(pk=message.pk).update(attempts=4)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["mail"] == {"ok": True, "oldest_seconds": 0, "waiting": 0, "refused": 1}


def test_mail_of_tomorrow_is_not_late(client, worker):
    message = waiting_for(hours=3)
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now() + dt.timedelta(days=1))
    assert client.get("/readyz").json()["mail"]["waiting"] == 0


def test_readyz_says_that_the_database_is_away(client, worker, caplog):
    def away(execute, sql, params, many, context):
        raise OperationalError("no connection")

    with connection.execute_wrapper(away):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ok": False, "database": {"ok": False}})
