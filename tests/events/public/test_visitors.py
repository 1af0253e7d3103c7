"""How often one visitor may press."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from events.public.visitors import address_of, is_too_fast


def request(address="192.0.2.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def test_presses_are_counted_for_each_address_and_thing():
    pressed = [is_too_fast(request(), doing="book", most=2) for _ in range(4)]

    assert pressed == [False, False, True, True]
    assert not is_too_fast(request("192.0.2.8"), doing="book", most=2)
    assert not is_too_fast(request(), doing="lost", most=2)


@pytest.mark.parametrize(
    ("debug", "address", "counted"),
    [(True, "127.0.0.1", 0), (True, "::1", 0), (True, "192.0.2.7", 1), (False, "127.0.0.1", 1)],
)
def test_this_machine_is_not_counted_with_debug(settings, debug, address, counted):
    settings.DEBUG = debug

    pressed = [is_too_fast(request(address), doing="book", most=1) for _ in range(2)]

    assert sum(pressed) == counted


def test_address_behind_a_proxy_is_the_one_the_proxy_wrote(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert address_of(request(**{"x-forwarded-for": "10.0.0.1, 203.0.113.9"})) == "203.0.113.9"
    assert address_of(request()) == "192.0.2.7"


def test_header_of_a_stranger_is_not_believed_without_a_proxy(settings):
    settings.SECURE_PROXY_SSL_HEADER = None

    assert address_of(request(**{"x-forwarded-for": "203.0.113.9"})) == "192.0.2.7"
