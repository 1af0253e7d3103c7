"""A role counts for the events of its own organisation, and for no other."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from events.backoffice.permissions import (
    ALLOWED,
    EVERYTHING,
    Permission,
    events_for,
    permissions_on,
    require,
    works_here,
)
from events.choices import StaffRole
from events.models.staff import Membership
from tests.factories.events import make_event, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return make_organisation("own")


@pytest.fixture
def event(own):
    return make_event("own-event", host=own)


@pytest.fixture
def foreign_event():
    return make_event("foreign-event", host=make_organisation("foreign"))


def member(organisation, *roles):
    user = User.objects.create(username="-".join([organisation.slug, *roles]))
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@pytest.mark.parametrize("role", StaffRole)
def test_every_role_sees_only_the_events_of_its_organisation(event, foreign_event, own, role):
    user = member(own, role)
    assert list(events_for(user)) == [event]
    assert permissions_on(user, foreign_event) == frozenset()


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_allows_what_the_table_says(event, own, role):
    user = member(own, role)
    assert permissions_on(user, event) == ALLOWED[role]
    for permission in Permission:
        assert events_for(user, permission).exists() == (permission in ALLOWED[role])


def test_every_role_stands_in_the_table():
    assert set(ALLOWED) == set(StaffRole)


def test_door_helpers_see_names_and_nothing_behind_them():
    assert ALLOWED[StaffRole.DOOR_HELPER] == {Permission.SEE_NUMBERS, Permission.SEE_NAMES, Permission.CHECK_IN}


def test_needs_are_for_those_who_run_the_event_and_the_data_lead():
    assert {role for role in StaffRole if Permission.SEE_NEEDS in ALLOWED[role]} == {
        StaffRole.ORGANISER,
        StaffRole.EVENT_STAFF,
        StaffRole.DATA_LEAD,
    }


def test_only_organisers_and_finance_move_money():
    assert {role for role in StaffRole if Permission.CHANGE_MONEY in ALLOWED[role]} == {
        StaffRole.ORGANISER,
        StaffRole.FINANCE,
    }


def test_editors_see_no_people():
    assert ALLOWED[StaffRole.EDITOR] == {Permission.SEE_NUMBERS}


def test_several_roles_add_up(event, own):
    user = member(own, StaffRole.DOOR_HELPER, StaffRole.FINANCE)
    assert permissions_on(user, event) == ALLOWED[StaffRole.DOOR_HELPER] | ALLOWED[StaffRole.FINANCE]


def test_a_role_elsewhere_adds_nothing_here(event, foreign_event):
    user = member(event.host, StaffRole.EDITOR)
    Membership.objects.create(user=user, organisation=foreign_event.host, role=StaffRole.ORGANISER)
    assert permissions_on(user, event) == ALLOWED[StaffRole.EDITOR]
    assert list(events_for(user, Permission.EXPORT)) == [foreign_event]


def test_administrators_see_everything_also_what_has_no_host(event):
    homeless, user = make_event("homeless-event"), User.objects.create(username="admin", is_superuser=True)
    assert set(events_for(user)) == {event, homeless}
    assert permissions_on(user, homeless) == EVERYTHING


def test_an_event_without_a_host_is_nobodys(own):
    event, user = make_event("homeless-event"), member(own, StaffRole.ORGANISER)
    assert list(events_for(user)) == []
    assert permissions_on(user, event) == frozenset()


@pytest.mark.parametrize("is_superuser", [True, False])
def test_who_was_switched_off_sees_nothing(event, own, is_superuser):
    user = member(own, StaffRole.ORGANISER)
    user.is_active, user.is_superuser = False, is_superuser
    assert (list(events_for(user)), permissions_on(user, event), works_here(user)) == ([], frozenset(), False)


def test_strangers_see_nothing(event):
    user = AnonymousUser()
    assert (list(events_for(user)), permissions_on(user, event), works_here(user)) == ([], frozenset(), False)


def test_require_lets_pass_and_refuses(event, own):
    user = member(own, StaffRole.EDITOR)
    require(user, event, Permission.SEE_NUMBERS)
    with pytest.raises(PermissionDenied):
        require(user, event, Permission.SEE_NAMES)


def test_works_here_asks_for_a_membership(own):
    assert works_here(member(own, StaffRole.EDITOR))
    assert not works_here(User.objects.create(username="nobody"))
