import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import RequestFactory

from config.bodies import Utf8Middleware


def answer(content_type):
    request = RequestFactory().generic("POST", "/", b"a=b", content_type=content_type)
    return Utf8Middleware(lambda _request: HttpResponse("read"))(request)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "application/json; charset=utf-8",
        'application/json; charset="UTF-8"',
        "text/plain; charset=utf8",
    ],
)
def test_bodies_in_utf8_are_read(content_type):
    assert answer(content_type).content == b"read"


@pytest.mark.parametrize("charset", ["hex", "rot13", "utf-16", "unicode_escape", "utf-7", "no-such"])
def test_other_encodings_are_refused(charset):
    with pytest.raises(BadRequest, match="UTF-8"):
        answer(f"multipart/form-data; boundary=b; charset={charset}")
