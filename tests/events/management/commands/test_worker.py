"""`manage.py worker`, in this process: asked to stop while it holds a mail."""

import signal

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from events.models.messages import Heartbeat, Message
from tests.factories.bookings import book
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db

seen = []


class Interrupting(EmailBackend):
    """Somebody asks the worker to stop while it is sending."""

    def send_messages(self, messages):
        seen.append(Heartbeat.objects.count())
        signal.raise_signal(signal.SIGTERM)
        return super().send_messages(messages)


@pytest.fixture
def _handlers_stay():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handlers_stay")
def test_worker_finishes_what_it_holds_when_it_is_asked_to_stop(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Interrupting"
    book(make_event(), now=timezone.now().replace(year=2026, month=1, day=5))
    call_command("worker", "--idle", "0.01")
    assert len(mail.outbox) == 1
    message = Message.objects.get()
    assert message.sent_at is not None
    assert message.leased_by == ""
    assert seen == [1]
    assert not Heartbeat.objects.exists()
