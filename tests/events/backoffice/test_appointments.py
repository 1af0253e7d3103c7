"""Being given a role opens the admin; losing the last one closes it."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from events.backoffice.appointments import GROUPS, appoint, dismiss, group_of
from events.choices import StaffRole
from events.models.staff import Membership
from tests.factories.events import make_organisation
from tests.factories.migrations import migration

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create(username="staff")


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", StaffRole)
def test_every_role_opens_the_admin(user, role):
    appoint(user, make_organisation(), role)
    assert fresh(user).has_perm("wagtailadmin.access_admin")
    assert [group.name for group in user.groups.all()] == [GROUPS[role]]


def test_appointing_twice_changes_nothing(user):
    organisation = make_organisation()
    assert appoint(user, organisation, StaffRole.FINANCE) == appoint(user, organisation, StaffRole.FINANCE)
    assert (Membership.objects.count(), user.groups.count()) == (1, 1)


def test_the_group_goes_with_the_last_membership(user):
    first = appoint(user, make_organisation("first"), StaffRole.FINANCE)
    second = appoint(user, make_organisation("second"), StaffRole.FINANCE)
    dismiss(first)
    assert user.groups.count() == 1
    dismiss(second)
    assert not fresh(user).has_perm("wagtailadmin.access_admin")


def test_another_role_keeps_its_group(user):
    organisation = make_organisation()
    gone = appoint(user, organisation, StaffRole.FINANCE)
    appoint(user, organisation, StaffRole.EDITOR)
    dismiss(gone)
    assert [group.name for group in user.groups.all()] == ["Editors"]


@pytest.mark.parametrize(
    ("role", "codenames"),
    [
        (StaffRole.ORGANISER, ["add_page", "change_page", "publish_page"]),
        (StaffRole.DOOR_HELPER, []),
        (StaffRole.FINANCE, []),
    ],
)
def test_only_who_writes_pages_may_change_them(root_page, role, codenames):
    group = group_of(role)
    allowed = GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True)
    assert sorted(allowed) == codenames


@pytest.mark.parametrize("role", [StaffRole.ORGANISER, StaffRole.EDITOR])
def test_who_writes_may_add_venues_and_people_but_no_organisations(user, role):
    appoint(user, make_organisation(), role)
    allowed = fresh(user).get_all_permissions()
    assert {"events.add_venue", "events.change_person"} <= allowed
    assert "events.change_organisation" not in allowed


def test_a_group_that_an_administrator_changed_is_left_alone():
    group = group_of(StaffRole.ORGANISER)
    GroupPagePermission.objects.filter(group=group).delete()
    group_of(StaffRole.ORGANISER)
    assert (Group.objects.filter(name="Organisers").count(), group.page_permissions.count()) == (1, 0)


def test_organisers_may_begin_a_page_in_the_other_language(user):
    appoint(user, make_organisation(), StaffRole.ORGANISER)
    assert fresh(user).has_perm("wagtail_localize.submit_translation")
    door = User.objects.create(username="door")
    appoint(door, make_organisation("other"), StaffRole.DOOR_HELPER)
    assert not fresh(door).has_perm("wagtail_localize.submit_translation")


adopt = migration("editors").adopt


@pytest.fixture
def wagtails_editors(root_page):
    group = Group.objects.create(name="Editors")
    for codename in ("add_image", "change_image"):
        permission = Permission.objects.get(codename=codename)
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    return group


def test_the_migration_lets_wagtails_editors_go_while_nobody_is_one(wagtails_editors):
    adopt(apps, None)
    adopt(apps, None)
    assert not Group.objects.filter(name="Editors").exists()


def test_the_migration_gives_editors_who_are_there_what_editors_have(user, wagtails_editors):
    user.groups.add(wagtails_editors)
    adopt(apps, None)
    assert wagtails_editors.collection_permissions.count() == 0
    assert {"events.add_venue", "events.change_person"} <= fresh(user).get_all_permissions()
