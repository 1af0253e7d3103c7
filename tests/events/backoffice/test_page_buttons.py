"""From a page to the desk and back."""

import pytest
from django.urls import reverse

from tests.factories.pages import event_of, make_index, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(root_page):
    return make_page(make_index(root_page), "Time banking")


def desk(page):
    return reverse("desk:event", args=[event_of(page).pk])


def shown(client, name, pk):
    return client.get(reverse(name, args=[pk])).content.decode()


def test_a_row_of_the_explorer_leads_to_the_desk(administrator, page):
    assert f'href="{desk(page)}"' in shown(administrator, "wagtailadmin_explore", page.get_parent().pk)


def test_the_editor_leads_to_the_desk(administrator, page):
    assert f'href="{desk(page)}"' in shown(administrator, "wagtailadmin_pages:edit", page.pk)


def test_a_page_that_is_no_event_has_no_such_button(administrator, page):
    assert "Bookings and lists" not in shown(administrator, "wagtailadmin_pages:edit", page.get_parent().pk)


def test_a_draft_that_was_never_published_has_none(administrator, page):
    draft = make_page(page.get_parent().specific, "A draft", live=False)
    assert "Bookings and lists" not in shown(administrator, "wagtailadmin_pages:edit", draft.pk)
