import json
import time

import pytest
from django.test import Client

from events.models.payments import StripeEvent
from tests.fakes.stripe_standin import Trouble, sign
from tests.paying import stripe  # noqa: F401  (a fixture)

PATH = "/webhooks/stripe/"
SECRET = "whsec_only_for_tests"
EVENT = {"id": "evt_1", "type": "checkout.session.completed", "livemode": False, "data": {"object": {"id": "cs_1"}}}


def post(body: bytes, signature: str | None) -> int:
    headers = {"Stripe-Signature": signature} if signature is not None else {}
    return Client().post(PATH, body, content_type="application/json", headers=headers).status_code


def signed(event, at=None) -> tuple[bytes, str]:
    body = json.dumps(event).encode()
    return body, sign(body, SECRET, at=at or int(time.time()))


def test_a_signed_event_is_taken_and_taken_again(db, stripe):  # noqa: F811
    event = {**EVENT, "type": "payout.paid"}
    assert [post(*signed(event)) for _ in range(2)] == [200, 200]
    assert StripeEvent.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        (b"{}", None),
        (b"{}", "t=1,v1=abc"),
        (b"not json", sign(b"not json", SECRET, at=int(time.time()))),
        (b"{}", sign(b"{}", SECRET, at=int(time.time()))),
        (b"[]", sign(b"[]", SECRET, at=int(time.time()))),
        (b"\xff\xfe", "t=1,v1=abc"),
        signed(EVENT, at=int(time.time()) - 1000),
    ],
)
def test_anything_else_changes_nothing(db, stripe, sent):  # noqa: F811
    assert post(*sent) == 400
    assert not StripeEvent.objects.exists()


def test_stripe_is_asked_to_send_again_what_could_not_be_carried_out(db, stripe):  # noqa: F811
    stripe.standin.troubles.append(Trouble("down", times=9))
    assert post(*signed(EVENT)) == 503
    assert not StripeEvent.objects.exists()


def test_a_page_that_stripe_does_not_know_is_no_reason_to_send_it_for_days(db, stripe):  # noqa: F811
    assert post(*signed(EVENT)) == 200


def test_a_site_without_cards_has_no_webhook(db):
    assert post(*signed(EVENT)) == 410


def test_only_posts_are_taken(client, db):
    assert client.get(PATH).status_code == 405
