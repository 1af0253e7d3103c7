import pytest
from django.contrib.auth import authenticate, get_user_model

from events.choices import StaffRole
from events.management.demo import snippets, staff
from events.models.staff import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(settings):
    settings.DEBUG = True
    return snippets.load().organisations


def test_load_makes_somebody_for_each_role(organisations):
    staff.load()
    assert set(Membership.objects.values_list("role", flat=True)) == set(StaffRole)
    assert get_user_model().objects.get(username="admin").is_superuser
    assert get_user_model().objects.filter(is_superuser=True).count() == 1


def test_load_opens_the_admin_to_everybody(organisations):
    staff.load()
    barred = [
        user.username for user in get_user_model().objects.all() if not user.has_perm("wagtailadmin.access_admin")
    ]
    assert barred == []


def test_load_lets_everybody_sign_in_with_the_password_that_is_printed(organisations):
    staff.load()
    for login in staff.logins():
        user = authenticate(username=login["username"], password=login["password"])
        assert user is not None, login["username"]


def test_load_twice_leaves_a_changed_password_alone(organisations):
    staff.load()
    user = get_user_model().objects.get(username="door")
    user.set_password("another one")
    user.save()
    staff.load()
    assert get_user_model().objects.get(username="door").check_password("another one")
    assert get_user_model().objects.count() == len(staff.logins())


def test_load_makes_nobody_without_debug(settings):
    settings.DEBUG = False
    staff.load()
    assert get_user_model().objects.count() == 0
