"""The style sheet of the colours that a site has picked."""

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from home.models import SiteDetails
from home.site_theme import theme_url
from home.theme import ACCENT, BRAND, build_theme, style_sheet

PLUM = ("#5c2449", "#F4B8C1")


def test_theme_url_of_the_usual_colours_is_none():
    assert theme_url(BRAND, ACCENT) == theme_url(BRAND.upper(), ACCENT) == ""


def test_theme_url_leads_to_the_style_sheet_of_its_colours():
    answer = Client().get(theme_url(*PLUM))
    assert answer.content.decode() == style_sheet(build_theme(*PLUM))
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies


def test_theme_url_is_another_one_for_other_colours():
    assert theme_url("#123456", ACCENT) != theme_url("#123457", ACCENT)


def test_theme_sheet_of_an_older_version_is_not_kept():
    address = theme_url(*PLUM)
    older = address[: -len("00000000.css")] + "00000000.css"
    answer = Client().get(older)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("address", ["/theme/zzz-fff.00000000.css", "/theme/12345-ffffff.00000000.css"])
def test_theme_sheet_of_no_colour_is_not_found(address, db):
    assert Client().get(address).status_code == 404


def test_pages_name_the_sheet_of_their_sites_colours(root_page):
    details = SiteDetails.objects.create(site=Site.objects.get(), brand=PLUM[0], accent=PLUM[1])
    assert f'<link rel="stylesheet" href="{theme_url(*PLUM)}">' in Client().get("/en/").content.decode()
    details.brand, details.accent = BRAND, ACCENT
    details.save()
    assert "/theme/" not in Client().get("/en/").content.decode()


def test_pages_show_the_sites_own_logo(root_page):
    file = get_test_image_file(size=(192, 96))
    logo = get_image_model().objects.create(title="Logo", file=file)
    logo.renditions.create(filter_spec="max-480x96|format-png", file=file, width=192, height=96, focal_point_key="")
    SiteDetails.objects.create(site=Site.objects.get(), logo=logo)
    html = Client().get("/en/").content.decode()
    assert '<img src="/media/images/' in html
    assert 'width="96" height="48" alt="">' in html
