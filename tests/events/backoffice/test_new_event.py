"""The way to a new event."""

import pytest
from django.urls import reverse

from events.backoffice.new_event import new_event_address
from events.choices import StaffRole
from tests.events.backoffice.conftest import client_of, member
from tests.factories.pages import make_index


@pytest.fixture
def form(root_page):
    return reverse("wagtailadmin_pages:add", args=["events", "eventpage", make_index(root_page).pk])


@pytest.mark.parametrize("role", [StaffRole.ORGANISER, StaffRole.EDITOR])
@pytest.mark.parametrize("page", ["desk:index", "wagtailadmin_home"])
def test_who_may_write_events_finds_the_form_on_the_desk_and_the_first_page(own, form, role, page):
    client = client_of(member(own, role))
    assert f'href="{form}"' in client.get(reverse(page)).content.decode()
    assert client.get(form).status_code == 200


@pytest.mark.parametrize("role", sorted(set(StaffRole) - {StaffRole.ORGANISER, StaffRole.EDITOR}))
def test_who_may_not_is_offered_none(own, form, role):
    client = client_of(member(own, role))
    assert form not in client.get(reverse("desk:index")).content.decode()
    assert client.get(form).status_code == 302


def test_new_event_address_is_empty_where_the_site_has_no_list_of_events(root_page, admin_user):
    assert new_event_address(admin_user) == ""
