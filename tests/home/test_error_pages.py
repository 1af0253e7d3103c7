"""Pages that are not there lead on, in the language of the address or of the reader."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from home.models import ContentPage, SiteDetails

pytestmark = pytest.mark.django_db


def missing(address: str, **headers: str) -> BeautifulSoup:
    answer = Client().get(address, headers=headers, follow=True)
    assert answer.status_code == 404
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [("/cy/dim/", "en", "cy"), ("/en/nothing/", "cy", "en"), ("/nothing", "cy", "cy"), ("/nothing", "fr", "en")],
)
def test_missing_page_speaks_the_language_of_its_address_else_of_its_reader(root_page, address, accepts, language):
    assert missing(address, **{"Accept-Language": accepts}).html["lang"] == language


def test_missing_page_leads_to_the_menu_and_to_people(root_page):
    root_page.add_child(instance=ContentPage(title="What is on", locale=root_page.locale, show_in_menus=True))
    SiteDetails.objects.create(site=Site.objects.get(), email="help@example.org")
    soup = missing("/en/nothing/")
    links = [link["href"] for link in soup.select("main section:first-child a")]
    assert links == ["/en/", "/en/what-is-on/", "/bookings/lost/?language=en", "mailto:help@example.org"]


def test_missing_page_repeats_nothing_of_the_address(root_page):
    assert "script" not in str(missing("/en/<script>alert(1)</script>/"))
