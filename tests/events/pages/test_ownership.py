"""Pages of events belong to organisations: every address of Wagtail's about a page, as people of another one."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from events.backoffice.appointments import appoint, dismiss
from events.choices import StaffRole
from events.models.staff import Membership
from events.pages.event import EventPage
from events.pages.ownership import event_pages_of, owner_of
from tests.factories.pages import in_welsh, make_page


@pytest.fixture
def page(index, own):
    return make_page(index, "Own event", host=own)


@pytest.fixture
def foreign_page(index, foreign):
    return make_page(index, "Marked event", host=foreign)


def somebody(role, *organisations):
    user, _ = User.objects.get_or_create(username="-".join([role, *(row.slug for row in organisations)]))
    for organisation in organisations:
        appoint(user, organisation, role)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page_names():
    patterns = get_resolver().namespace_dict["wagtailadmin_pages"][1].reverse_dict
    return sorted({name for name in patterns if isinstance(name, str)})


def addresses(page):
    """Every address of Wagtail's about this page: name and URL. Bulk actions name what they cannot act on by number."""
    revision = page.latest_revision or page.save_revision()
    for name in page_names():
        for rest in ([], [revision.pk], [revision.pk, "latest"], [page.get_parent().pk]):
            try:
                url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *rest])
            except NoReverseMatch:
                continue
            yield name, url
    yield "submit", reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    yield "privacy", reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    for action in ("delete", "move", "publish", "unpublish"):
        yield f"bulk {action}", reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"


@pytest.mark.parametrize("role", [StaffRole.ORGANISER, StaffRole.DOOR_HELPER])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_opens_another_organisations_page(own, page, foreign_page, role, method):
    client = signed_in(somebody(role, own))
    before = EventPage.objects.filter(pk=foreign_page.pk).values().get()
    opened = [
        (name, answer.status_code)
        for name, url in addresses(foreign_page)
        for answer in [getattr(client, method)(url)]
        if answer.status_code == 200 and b"Marked event" in answer.content and not name.startswith("bulk")
    ]
    assert opened == []
    assert EventPage.objects.filter(pk=foreign_page.pk).values().get() == before


def test_the_walk_reaches_the_views_that_change_a_page(own, page):
    client = signed_in(somebody(StaffRole.ORGANISER, own))
    opened = {name for name, url in addresses(page) if client.get(url).status_code == 200}
    assert {"edit", "delete", "unpublish", "move", "copy", "history", "revisions_compare", "usage"} <= opened


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish"])
def test_ticking_another_organisations_page_does_nothing_to_it(own, page, foreign_page, action):
    client = signed_in(somebody(StaffRole.ORGANISER, own))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    client.post(f"{url}?id={foreign_page.pk}")
    foreign_page.refresh_from_db()
    assert foreign_page.live


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (StaffRole.ORGANISER, {"edit", "publish", "unpublish", "delete", "copy"}),
        (StaffRole.EDITOR, {"edit", "copy"}),
        (StaffRole.EVENT_STAFF, set()),
        (StaffRole.DOOR_HELPER, set()),
        (StaffRole.FINANCE, set()),
        (StaffRole.DATA_LEAD, set()),
    ],
)
def test_a_role_may_do_its_part_with_its_own_pages(own, page, role, may):
    tester = page.permissions_for_user(somebody(role, own))
    acts = ("edit", "publish", "unpublish", "delete", "copy")
    assert {act for act in acts if getattr(tester, f"can_{act}")()} == may


def test_a_role_counts_in_its_own_organisation_only(own, foreign, page, foreign_page):
    user = somebody(StaffRole.EDITOR, own)
    appoint(user, foreign, StaffRole.ORGANISER)
    found = [row.permissions_for_user(User.objects.get(pk=user.pk)).can_publish() for row in (page, foreign_page)]
    assert found == [False, True]


def test_owner_of_a_translation_is_its_sources(own, foreign, page):
    welsh = in_welsh(page)
    EventPage.objects.filter(pk=welsh.pk).update(host=foreign)
    assert (owner_of(page), owner_of(welsh)) == (own.pk, own.pk)


def test_owner_of_a_page_does_not_change_by_a_draft(own, foreign, page):
    page.host = foreign
    page.save_revision()
    assert owner_of(page) == own.pk
    drafted = page.get_latest_revision_as_object()
    assert drafted.permissions_for_user(somebody(StaffRole.ORGANISER, own)).can_edit()
    assert not drafted.permissions_for_user(somebody(StaffRole.ORGANISER, foreign)).can_edit()


def test_event_pages_of_holds_those_of_no_organisation(own, page, index):
    nobodys = make_page(index, "Nobody’s event")
    user = somebody(StaffRole.EDITOR, own)
    assert set(event_pages_of(user, [StaffRole.EDITOR]).values_list("pk", flat=True)) == {page.pk, nobodys.pk}


def test_event_pages_of_somebody_without_the_role_is_empty(own, page):
    assert list(event_pages_of(somebody(StaffRole.EDITOR, own), [StaffRole.ORGANISER])) == []


def test_who_was_dismissed_edits_nothing(own, page):
    user = somebody(StaffRole.EDITOR, own)
    page.owner = user
    page.save()
    dismiss(Membership.objects.get(user=user))
    assert not page.permissions_for_user(User.objects.get(pk=user.pk)).can_edit()


def test_who_left_one_organisation_for_another_keeps_no_page(own, foreign, page):
    user = somebody(StaffRole.EDITOR, own)
    EventPage.objects.filter(pk=page.pk).update(owner=user)
    appoint(user, foreign, StaffRole.EDITOR)
    dismiss(Membership.objects.get(user=user, organisation=own))
    page.refresh_from_db()
    assert not page.permissions_for_user(User.objects.get(pk=user.pk)).can_edit()


def test_the_explorer_lists_own_pages_only(own, index, page, foreign_page):
    answer = signed_in(somebody(StaffRole.EDITOR, own)).get(reverse("wagtailadmin_explore", args=[index.pk]))
    assert [row.pk for row in answer.context["pages"]] == [page.pk]


def test_whose_the_pages_are_is_not_asked_for_each_page_of_a_list(own, index, page):
    user = somebody(StaffRole.EDITOR, own)
    asked = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            signed_in(user).get(reverse("wagtailadmin_explore", args=[index.pk]))
        asked.append(len([row for row in queries if "CASE WHEN" in row["sql"] and "host_id" in row["sql"]]))
        make_page(index, f"Another {number}", host=own)
        make_page(index, f"And another {number}", host=own)
    assert asked[0] == asked[1]


def test_the_way_to_the_events_stays_open(own, root_page, index, page):
    client = signed_in(somebody(StaffRole.EDITOR, own))
    answer = client.get(reverse("wagtailadmin_explore", args=[root_page.get_parent().pk]))
    assert (answer.status_code, [row.pk for row in answer.context["pages"]]) == (200, [root_page.pk])


def test_nobody_edits_the_front_page_by_a_role(own, root_page, index):
    for row in (root_page, index):
        tester = row.permissions_for_user(somebody(StaffRole.ORGANISER, own))
        acts = ("can_edit", "can_unpublish", "can_delete", "can_move", "can_set_view_restrictions")
        assert [act for act in acts if getattr(tester, act)()] == []


def test_events_are_added_and_published_in_a_list(own, index):
    organiser, editor = (index.permissions_for_user(somebody(role, own)) for role in ("organiser", "editor"))
    assert (organiser.can_add_subpage(), organiser.can_publish_subpage()) == (True, True)
    assert (editor.can_add_subpage(), editor.can_publish_subpage()) == (True, False)


def test_a_group_that_an_administrator_made_counts_by_the_tree(own, index, page, foreign_page):
    group = Group.objects.create(name="Web team")
    change = GroupPagePermission.objects.filter(permission__codename="change_page")
    appoint(User.objects.create(username="first"), own, StaffRole.EDITOR)  # makes the editors' group
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=change.first().permission
    )
    user = User.objects.create(username="web")
    user.groups.add(group)
    assert [row.permissions_for_user(user).can_edit() for row in (page, foreign_page, index)] == [True] * 3
    found = policy_registry.get_by_type(Page).explorable_instances(user)
    assert {page.pk, foreign_page.pk, index.pk} <= set(found.values_list("pk", flat=True))


def test_nobody_of_another_organisation_is_told_of_a_page(own, foreign, page):
    ours, theirs = somebody(StaffRole.ORGANISER, own), somebody(StaffRole.ORGANISER, foreign)
    administrator = User.objects.create_superuser("root")
    told = policy_registry.get_by_type(Page).users_with_permission_for_instance("publish", page)
    assert (ours in told, theirs in told, administrator in told) == (True, False, True)
