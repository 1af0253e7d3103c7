"""Administrators give roles; nobody else reaches the page where that is done."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from events.choices import StaffRole
from events.models.staff import Membership
from tests.events.backoffice.conftest import client_of, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create(username="new-colleague")


def add(client, user, organisation, role):
    form = {"user": user.pk, "organisation": organisation.pk, "role": role}
    return client.post(reverse("memberships:add"), form)


def test_a_role_is_given_with_its_group(administrator, user, own):
    assert add(administrator, user, own, StaffRole.FINANCE).status_code == 302
    assert [group.name for group in user.groups.all()] == ["Finance"]


def test_the_same_role_is_not_given_twice(administrator, user, own):
    add(administrator, user, own, StaffRole.FINANCE)
    add(administrator, user, own, StaffRole.FINANCE)
    assert Membership.objects.count() == 1


def test_a_changed_role_takes_the_old_group_away(administrator, user, own):
    add(administrator, user, own, StaffRole.FINANCE)
    url = reverse("memberships:edit", args=[Membership.objects.get().pk])
    administrator.post(url, {"user": user.pk, "organisation": own.pk, "role": StaffRole.DATA_LEAD})
    assert [row.role for row in Membership.objects.all()] == [StaffRole.DATA_LEAD]
    assert [group.name for group in user.groups.all()] == ["Data lead"]


def test_a_role_that_is_taken_away_takes_its_group_along(administrator, user, own):
    add(administrator, user, own, StaffRole.FINANCE)
    administrator.post(reverse("memberships:delete", args=[Membership.objects.get().pk]))
    assert (Membership.objects.count(), user.groups.count()) == (0, 0)


def test_the_list_names_people_and_organisations(administrator, user, own):
    add(administrator, user, own, StaffRole.FINANCE)
    page = administrator.get(reverse("memberships:index")).content.decode()
    assert [word in page for word in ("new-colleague", "Own Network", "Finance")] == [True] * 3


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("name", ["index", "index_results", "add", "edit", "delete", "history", "usage"])
def test_nobody_but_administrators_gets_there(user, own, name, role):
    there = member(own, StaffRole.EDITOR).memberships.get()
    needs_row = name in {"edit", "delete", "history", "usage"}
    url = reverse(f"memberships:{name}", args=[there.pk] if needs_row else [])
    response = client_of(member(own, role)).get(url)
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
