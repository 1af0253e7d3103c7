"""A database that cannot be written to gets a page of its own, and not a failure."""

from django.db import OperationalError
from django.http import HttpResponse

from config.busy import TRY_AGAIN_SECONDS, BusyMiddleware


def test_a_locked_database_is_said_in_both_languages_with_a_way_on(rf, caplog):
    answer = BusyMiddleware(lambda _: HttpResponse()).process_exception(rf.get("/"), OperationalError("locked"))
    assert (answer.status_code, answer["Retry-After"]) == (503, str(TRY_AGAIN_SECONDS))
    page = answer.content.decode()
    assert 'lang="cy"' in page
    assert 'lang="en"' in page
    assert "could not be used: OperationalError" in caplog.text


def test_other_failures_are_left_to_django(rf):
    assert BusyMiddleware(lambda _: HttpResponse()).process_exception(rf.get("/"), ValueError()) is None
