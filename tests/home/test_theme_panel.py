"""Organisers see what becomes of the colours that they picked."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Site

from home.models import SiteDetails
from home.theme import ACCENT, BRAND, build_theme, contrast
from home.theme_panel import swatches

PALE = "#f4b8c1"


def test_swatches_say_which_colour_was_moved():
    brand, accent = swatches(PALE, ACCENT)
    assert (brand.picked, brand.is_moved, accent.is_moved) == (PALE, True, False)
    assert brand.used == build_theme(PALE, ACCENT).light["--brand"]
    assert contrast(brand.used, brand.ink) >= 7
    assert contrast(brand.dark, brand.dark_ink) >= 7
    assert (accent.used, float(accent.contrast) >= 7) == (ACCENT, True)


def test_swatches_of_no_colour_are_none():
    assert swatches("plum", ACCENT) == []


@pytest.fixture
def form(root_page, admin_client):
    """Reads or sends the form of the site's details: what it shows, and what is stored."""
    site = Site.objects.get()
    address = reverse("wagtailsettings:edit", args=["home", "sitedetails", site.pk])
    SiteDetails.objects.create(site=site)

    def send(**colours: str) -> tuple[BeautifulSoup, SiteDetails]:
        boxes = {"name_en": "Croeso", "name_cy": "Croeso", "brand": BRAND, "accent": ACCENT, **colours}
        answer = admin_client.post(address, boxes, follow=True)
        return BeautifulSoup(answer.content, "html.parser"), SiteDetails.objects.get()

    return send


def test_form_shows_the_result_beside_the_colour(form):
    html, details = form(brand=PALE)
    assert (details.brand, details.accent) == (PALE, ACCENT)
    said = html.select_one(".help-info table").get_text(" ", strip=True)
    assert "We moved it, so that it can be read: now 7." in said
    assert "Used as you picked it" in said


def test_form_refuses_what_is_no_colour(form):
    html, details = form(brand="plum")
    assert "Choose a colour, or type one such as #0b5d5b." in html.get_text()
    assert details.brand == BRAND
