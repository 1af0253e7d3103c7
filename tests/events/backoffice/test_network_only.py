"""Reports about everybody are for the network's own people, and lines that lead nowhere are not in the menu."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from events.backoffice.colleagues import colleagues_of
from events.backoffice.network_only import REPORTS, works_for_the_network
from events.choices import StaffRole
from tests.events.backoffice.conftest import member
from tests.factories.pages import make_index, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root_page")]


@pytest.fixture
def network_editor():
    group = Group.objects.create(name="Network desk")
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create(username="network-editor")
    user.groups.add(group)
    return user


@pytest.mark.parametrize("at", REPORTS)
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
def test_reports_open_to_the_networks_people_only(own, organiser, administrator, at):
    for url in (f"/admin/{at}", f"/admin/{at}results/"):
        assert (organiser.get(url).status_code, administrator.get(url).status_code) == (403, 200)


def test_a_group_that_an_administrator_gave_pages_to_works_for_the_network(own, network_editor):
    assert works_for_the_network(network_editor)
    assert not works_for_the_network(member(own, StaffRole.ORGANISER))
    network_editor.is_active = False
    assert not works_for_the_network(network_editor)


def test_who_has_not_signed_in_is_asked_to(client):
    answer = client.get(reverse("wagtailadmin_reports:site_history"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_menu_has_no_lines_that_lead_nowhere(own, organiser, administrator, language):
    asked = {"accept-language": language}
    ours, all_of_it = (client.get("/admin/", headers=asked).content.decode() for client in (organiser, administrator))
    assert [at for at in REPORTS if f"/admin/{at}" in ours] == []
    assert "/admin/reports/site-history/" in all_of_it


def test_colleagues_are_who_works_for_ones_own_organisations(own, foreign, network_editor):
    organiser, finance = member(own, StaffRole.ORGANISER), member(own, StaffRole.FINANCE)
    stranger = member(foreign, StaffRole.EDITOR)
    assert set(colleagues_of(organiser)) == {organiser, finance}
    assert set(colleagues_of(stranger)) == {stranger}
    assert set(colleagues_of(network_editor)) == {organiser, finance, stranger, network_editor}


@pytest.mark.parametrize("is_full", [True, False])
def test_the_list_of_all_events_opens(own, organiser, root_page, is_full):
    page = make_page(make_index(root_page), "Own event", host=own)
    name = "type_use" if is_full else "type_use_results"
    url = reverse(f"wagtailadmin_pages:{name}", args=["events", "eventpage"])
    assert page.title in organiser.get(url).content.decode()


def test_links_lead_to_public_pages_and_ones_own(own, foreign, organiser, root_page):
    index = make_index(root_page)
    for title, facts in (
        ("Own draft", {"host": own, "live": False}),
        ("Foreign page", {"host": foreign}),
        ("Foreign draft", {"host": foreign, "live": False}),
        ("Foreign invitation", {"host": foreign, "invitation_code": "SAMPLE"}),
    ):
        make_page(index, title, **facts)
    shown = organiser.get(reverse("wagtailadmin_choose_page_child", args=[index.pk])).content.decode()
    titles = ("Own draft", "Foreign page", "Foreign draft", "Foreign invitation")
    assert [title for title in titles if title in shown] == ["Own draft", "Foreign page"]
