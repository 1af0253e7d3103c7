"""What the head and foot of a page link to."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction, Site

from home.frame import forget_frames, frame_of
from home.models import ContentPage, HomePage, SiteDetails
from home.navigation import Link, front_page, path_of, read_navigation


@pytest.fixture
def site(root_page: HomePage) -> Site:
    forget_frames()
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def welsh_home(root_page: HomePage) -> HomePage:
    page = root_page.copy_for_translation(Locale.objects.get(language_code="cy"))
    page.title = "Croeso (cy)"
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def add(parent, title: str, **fields) -> ContentPage:
    parent.refresh_from_db()
    return parent.add_child(instance=ContentPage(title=title, locale=parent.locale, **fields))


def test_read_navigation_links_pages_chosen_for_the_menu(root_page, site):
    add(root_page, "About us", show_in_menus=True)
    add(root_page, "Not in the menu")
    add(root_page, "A draft", show_in_menus=True, live=False)
    assert read_navigation(site, language="en").main == (Link("About us", "/en/about-us/"),)


def test_read_navigation_links_notes_at_the_foot_from_any_depth(root_page, site):
    about = add(root_page, "About us")
    add(about, "Privacy", in_footer=True)
    assert read_navigation(site, language="en").footer == (Link("Privacy", "/en/about-us/privacy/"),)


def test_read_navigation_leaves_out_pages_behind_a_password(root_page, site):
    page = add(root_page, "Members", show_in_menus=True)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="sample")
    assert read_navigation(site, language="en").main == ()


def test_read_navigation_is_in_the_language_asked_for(root_page, welsh_home, site):
    add(root_page, "About us", show_in_menus=True)
    add(welsh_home, "Amdanom ni", show_in_menus=True)
    read = read_navigation(site, language="cy")
    assert (read.home_url, read.main) == ("/cy/", (Link("Amdanom ni", "/cy/amdanom-ni/"),))


def test_front_page_without_a_translation_is_the_sites_own(root_page, site):
    assert front_page(site, language="cy").pk == root_page.pk


def test_navigation_without_a_site_is_empty(db):
    assert read_navigation(None).main == ()


def test_path_of_a_page_outside_every_site_is_empty(root_page):
    assert path_of(root_page.get_parent()) == ""


def test_navigation_asks_as_often_for_three_pages_as_for_one(root_page, site, django_assert_num_queries):
    add(root_page, "One", show_in_menus=True)
    read_navigation(site, language="en")
    with CaptureQueriesContext(connection) as for_one:
        read_navigation(site, language="en")
    add(root_page, "Two", show_in_menus=True)
    add(root_page, "Three", show_in_menus=True)
    with django_assert_num_queries(len(for_one)):
        assert len(read_navigation(site, language="en").main) == 3


def test_frame_speaks_the_active_language(site):
    SiteDetails.objects.create(site=site, name_en="Welcome", name_cy="Croeso i chi", hours_en="Monday to Friday")
    with override("cy"):
        frame = frame_of(site)
    assert frame["site_name"] == "Croeso i chi"
    assert frame["contact"] == {"phone": "", "email": "", "hours": "Monday to Friday"}


def test_frame_stores_nothing(site):
    frame_of(site)
    assert not SiteDetails.objects.exists()


def test_frame_changes_as_soon_as_a_page_is_published(root_page, site):
    assert frame_of(site)["navigation"] == ()
    page = add(root_page, "About us", show_in_menus=True, live=False)
    page.save_revision().publish()
    assert [link.title for link in frame_of(site)["navigation"]] == ["About us"]
    page.refresh_from_db()
    page.unpublish()
    assert frame_of(site)["navigation"] == ()


def test_frame_changes_as_soon_as_the_details_are_edited(site, admin_client: Client):
    assert frame_of(site)["site_name"] == "Croeso"
    fields = {"name_en": "Welcome", "name_cy": "Croeso", "phone": "", "email": "", "hours_en": "", "hours_cy": ""}
    fields |= {"brand": "#0b5d5b", "accent": "#ffc845"}
    address = f"/admin/settings/home/sitedetails/{site.pk}/"
    answer = admin_client.post(address, {**fields, "footer_en": "A charity", "footer_cy": ""})
    assert answer.status_code == 302
    assert (frame_of(site)["site_name"], frame_of(site)["footer_line"]) == ("Welcome", "A charity")


def test_frame_is_kept_so_that_pages_do_not_ask_again(site, django_assert_num_queries):
    frame_of(site)
    with django_assert_num_queries(0):
        frame_of(site)


def test_page_shows_its_frame_and_where_the_reader_is(root_page, site, client: Client):
    add(root_page, "About us", show_in_menus=True)
    add(root_page, "Privacy", in_footer=True)
    html = client.get("/en/about-us/").content.decode()
    assert '<a href="/en/about-us/" aria-current="page">About us</a>' in html
    assert '<a href="/en/privacy/">Privacy</a>' in html
