"""An organisation has a collection of its own, from its first day to its last."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from wagtail.models import Collection

from events.backoffice.appointments import appoint
from events.choices import StaffRole
from events.models.collections import keep_collection, within
from events.models.people_places import Organisation
from tests.factories.events import make_organisation
from tests.factories.files import make_document, make_image
from tests.factories.migrations import migration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root_page")]


def names():
    return [row.name for row in Collection.get_first_root_node().get_children()]


def test_an_organisation_is_made_with_its_collection_in_the_order_of_names():
    make_organisation("b", name_en="B Network")
    make_organisation("a", name_en="A Network")
    assert names() == ["A Network", "B Network"]


def test_its_collection_is_renamed_with_it():
    old = make_organisation("a", name_en="A Network")
    make_organisation("b", name_en="B Network")
    make_organisation("aa", name_en="AA Network")  # moves the others along in the tree
    old.name_en = "C Network"
    old.save()
    assert names() == ["AA Network", "B Network", "C Network"]
    assert Organisation.objects.get(slug="a").collection.name == "C Network"
    assert Collection.find_problems() == ([], [], [], [], [])


def test_a_site_without_collections_gives_none():
    Collection.objects.all().delete()
    assert keep_collection(None, "Sample Network") is None


def test_a_collection_below_ones_own_is_ones_own():
    organisation, other = make_organisation("a", name_en="A Network"), make_organisation("b", name_en="B Network")
    below = Organisation.objects.get(pk=organisation.pk).collection.add_child(name="Below")
    found = Collection.objects.filter(within(Organisation.objects.filter(slug="a")))
    assert {row.pk for row in found} == {organisation.collection_id, below.pk}
    assert other.collection not in found


def test_the_migration_gives_collections_and_moves_what_writers_of_one_organisation_sent():
    one, two = make_organisation("a", name_en="A Network"), make_organisation("b", name_en="B Network")
    Organisation.objects.update(collection=None)
    Collection.get_first_root_node().get_children().delete()
    users = {name: User.objects.create(username=name) for name in ("of-one", "of-both", "finance", "nobody")}
    for name, organisation, role in (
        ("of-one", one, StaffRole.EDITOR),
        ("of-both", one, StaffRole.EDITOR),
        ("of-both", two, StaffRole.ORGANISER),
        ("finance", one, StaffRole.FINANCE),
    ):
        appoint(users[name], organisation, role)
    images = [make_image(title=name, uploaded_by_user=user) for name, user in users.items()]
    document = make_document(uploaded_by_user=users["of-one"])
    migration("collections_of_organisations").give_collections(apps, None)
    for row in (*images, document):
        row.refresh_from_db()
    assert [row.collection.name for row in images] == ["A Network", "Root", "Root", "Root"]
    assert document.collection.name == "A Network"
    assert names() == ["A Network", "B Network"]
    assert Collection.find_problems() == ([], [], [], [], [])
