"""How long Stripe is waited for, and what becomes of a payment that it does not answer."""

import runpy
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from events import errors
from events.choices import BookingState
from events.management.due import Step, take
from events.models.bookings import Attendee
from events.payments.reconcile import check_open
from events.payments.stripe_gateway import RETRIES, TIMEOUT, StripeGateway
from tests.fakes.stripe_standin import Trouble

SOON = (0.05, 0.05)


def most_seconds(timeout: tuple[float, float], retries: int) -> float:
    """How long one question can take: each try is connected and answered at the last moment, with a pause between."""
    return sum(timeout) * (1 + retries) + retries * stripe.HTTPClient.INITIAL_DELAY


def test_nobody_waits_twenty_seconds_for_stripe():
    assert most_seconds(TIMEOUT, RETRIES) < 20


def test_a_web_process_is_not_given_up_while_it_waits_for_stripe():
    """Three questions at most follow one another for one press: how the page is, close it, open another."""
    gunicorn = runpy.run_path(str(Path(__file__).parents[3] / "gunicorn.conf.py"))
    assert 3 * most_seconds(TIMEOUT, RETRIES) < gunicorn["timeout"]


def test_the_connection_waits_as_long_as_is_written_down():
    gateway = StripeGateway(key="sk_test_only", base="https://stripe.example", webhook_secrets=())
    requestor = gateway._client._requestor  # the library shows it nowhere else
    assert (requestor._client._timeout, requestor._options.max_network_retries) == (TIMEOUT, RETRIES)


@pytest.fixture
def silent() -> Iterator[StripeGateway]:
    """A connection to something that takes every request and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        base = f"http://127.0.0.1:{server.getsockname()[1]}"
        http_client = stripe.RequestsClient(timeout=SOON)
        yield StripeGateway(key="sk_test_only", base=base, webhook_secrets=(), http_client=http_client)


def test_a_stripe_that_never_answers_costs_nobody_their_place(till, silent):
    booking = till.book(2)
    answering, till.gateway = till.gateway, silent
    with pytest.raises(errors.PaymentsDown):
        till.open_page(booking)
    assert till.rival().state == BookingState.CONFIRMED  # nobody else is held up
    assert Attendee.objects.claiming(till.now).count() == 3
    till.gateway = answering
    page = till.open_page(booking)
    till.stripe.pay(page)
    till.settle(page)
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_a_worker_that_starts_while_stripe_is_down_says_so_in_one_line(till, silent, caplog):
    till.open_page(till.book())
    caplog.clear()
    outcome = take(Step("payments", lambda now: check_open(now, gateway=silent)), now=till.now)
    assert outcome.error == str(errors.PaymentsDown())
    (line,) = [record for record in caplog.records if record.name.startswith("events.")]
    assert (line.levelname, line.exc_info) == ("WARNING", None)
    assert line.getMessage() == "Stripe cannot be asked (page): APIConnectionError"


def test_others_book_while_stripe_is_being_asked(till):
    """The stand-in is held in the middle of a request; whoever books meanwhile waits for nothing."""
    booking, others = till.book(), []
    handle = till.stripe.handle

    def held(*request):
        if request[0] == "post" and request[1].endswith("/sessions"):
            others.append(till.rival().state)
        return handle(*request)

    till.stripe.handle = held
    till.open_page(booking)
    assert others == [BookingState.CONFIRMED]


@pytest.mark.parametrize("kind", ["down", "500"])
def test_who_the_key_belongs_to_must_be_known_before_anybody_pays(till, kind):
    """A payment whose account is not known could not be told from one of another account."""
    booking = till.book()
    till.stripe.troubles.append(Trouble(kind, only="get /v1/account"))
    with pytest.raises(errors.PaymentsDown):
        till.open_page(booking)
    assert (booking.payments.count(), len(till.stripe.sessions)) == (0, 0)
    till.open_page(booking)
    assert booking.payments.get().account == "acct_pretend"
