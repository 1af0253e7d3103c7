import logging

import pytest

from config.logs import SecretLinks


def logged(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    SecretLinks().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/bookings/AbCdEf0123456789_-xyzw", "/bookings/…"),
        ("/bookings/AbCdEf0123456789_-xyzw/cancel/", "/bookings/…/cancel/"),
        ("/bookings/calendar/AbCdEf0123456789_-xyzw.ics", "/bookings/calendar/….ics"),
        ("/en/whats-on/a-day-of-songs/", "/en/whats-on/a-day-of-songs/"),
    ],
)
def test_secret_links_loses_the_random_part_only(path, kept):
    assert logged("Not Found: %s", path) == f"Not Found: {kept}"
