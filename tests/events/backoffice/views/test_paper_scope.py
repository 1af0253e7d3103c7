"""The newer papers: who reaches which, and that another organisation's people are never on one."""

import pytest
from django.urls import reverse

from events.backoffice import paper_urls
from events.backoffice.permissions import ALLOWED, Permission
from events.choices import StaffRole
from events.models.audit import AuditEntry
from tests.events.backoffice.conftest import client_of, member

pytestmark = pytest.mark.django_db

OF_ONE_PERSON = {"work", "work_file", "cancel_work"}  # see test_work.py
ASKS_FOR = {
    "door_list": Permission.PRINT,
    "certificates": Permission.PRINT,
    "kitchen_sheet": Permission.SEE_NEEDS,
    "access_sheet": Permission.SEE_NEEDS,
}


def test_every_address_stands_in_the_table():
    assert {pattern.name for pattern in paper_urls.urlpatterns} == OF_ONE_PERSON | set(ASKS_FOR)


@pytest.mark.parametrize("name", ASKS_FOR)
def test_a_role_reaches_exactly_what_it_may_and_nothing_foreign(own, event, foreign_event, name):
    for role in StaffRole:
        client = client_of(member(own, role))
        allowed = client.get(reverse(f"desk:{name}", args=[event.pk])).status_code != 403
        assert allowed == (ASKS_FOR[name] in ALLOWED[role]), role
        before = AuditEntry.objects.count()
        response = client.get(reverse(f"desk:{name}", args=[foreign_event.pk]))
        assert (response.status_code, b"Secret" in response.content) == (403, False)
        assert AuditEntry.objects.count() == before
