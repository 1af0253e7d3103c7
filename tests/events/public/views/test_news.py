"""Wanting no more news: by a press, by the mail program's button, never by opening the link."""

import pytest
from django.test import Client

from events.messaging.opt_out import is_out, opt_out_token, wish_of
from events.models.mailings import OptOut
from tests.factories.events import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(root_page):
    return make_organisation()


@pytest.fixture
def token(host):
    return opt_out_token("ann@example.org", host.pk)


def test_opening_the_link_changes_nothing(client, token):
    for _ in range(2):
        response = client.get(f"/bookings/news/{token}/")
    client.head(f"/bookings/news/{token}/")
    assert "No more news?" in response.content.decode()
    assert OptOut.objects.count() == 0


def test_one_press_ends_the_news_and_another_brings_them_back(client, token):
    assert "sends you no more news" in client.post(f"/bookings/news/{token}/").content.decode()
    assert is_out(wish_of(token))
    client.post(f"/bookings/news/{token}/", {"again": "1"})
    assert not is_out(wish_of(token))


def test_a_mail_program_needs_no_cookie(token):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/bookings/news/{token}/", {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, is_out(wish_of(token))) == (200, True)


def test_the_page_speaks_both_languages_and_is_in_no_search_engine(client, token):
    welsh = client.get(f"/bookings/news/{token}/", {"language": "cy"})
    assert '<html lang="cy">' in welsh.content.decode()
    assert welsh["X-Robots-Tag"] == "noindex"


def test_a_wrong_link_says_so(client, host):
    response = client.post("/bookings/news/nonsense/")
    assert response.status_code in (404, 410)
    assert OptOut.objects.count() == 0
