"""Images and documents of another organisation: not listed, chosen, changed nor used; those of nobody may be chosen."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permissions import policy_registry

from events.backoffice.own_files import files_of
from events.choices import StaffRole
from events.models.people_places import Organisation
from events.models.staff import WRITERS
from tests.events.backoffice.conftest import member, queries_of
from tests.events.pages.editor import messages_in
from tests.factories.files import make_document, make_image, picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root_page")]
MAKERS = {"image": make_image, "document": make_document}


@pytest.fixture(params=MAKERS)
def files(request, own, foreign):
    make = MAKERS[request.param]
    return {"own": make(own, "Own file"), "foreign": make(foreign, "Foreign file"), "shared": make(None, "Shared file")}


def may(user, action, files):
    rows = policy_registry.get_by_type(type(files["own"])).instances_user_has_permission_for(user, action)
    return {row.title for row in rows}


def each_may(user, action, files):
    """The same, asked for each row."""
    policy = policy_registry.get_by_type(type(files["own"]))
    return {row.title for row in files.values() if policy.user_has_permission_for_instance(user, action, row)}


@pytest.mark.parametrize("role", StaffRole)
def test_who_writes_changes_their_own_and_chooses_the_shared_too(own, files, role):
    user = member(own, role)
    expected = {"change": {"Own file"}, "choose": {"Own file", "Shared file"}} if role in WRITERS else {}
    for action in ("change", "choose"):
        assert may(user, action, files) == each_may(user, action, files) == expected.get(action, set())


def test_who_sent_a_file_does_not_keep_it_in_another_organisations_collection(own, foreign, files):
    user = member(own, StaffRole.EDITOR)
    type(files["foreign"]).objects.update(uploaded_by_user=user)
    assert may(user, "change", files) == {"Own file"}


def test_nobody_may_do_anything_once_they_are_locked_out(own, files):
    user = member(own, StaffRole.EDITOR)
    user.is_active = False
    assert may(user, "choose", files) == each_may(user, "choose", files) == set()


def test_a_roles_group_opens_no_collection_whatever_stands_on_it(own, files):
    """Wagtail makes a group "Editors" that may do everything everywhere, and ours has the same name."""
    user = member(own, StaffRole.EDITOR)
    _allow(Group.objects.get(name="Editors"))
    assert may(user, "change", files) == {"Own file"}


def test_a_group_that_an_administrator_made_counts_as_the_tree_says(own, files):
    user = member(own, StaffRole.DOOR_HELPER)
    user.groups.add(_allow(Group.objects.create(name="Picture desk")))
    assert may(user, "change", files) == {"Own file", "Foreign file", "Shared file"}


def _allow(group):
    for codename in ("change_image", "change_document"):
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=codename),
        )
    return group


def test_a_picture_is_sent_to_ones_own_collection_without_being_asked(own, foreign, organiser):
    form = organiser.get(reverse("wagtailimages:add")).context["form"]
    assert "collection" not in form.fields
    organiser.post(reverse("wagtailimages:add"), {"title": "New", "file": picture_file(), "tags": ""})
    assert get_image_model().objects.get(title="New").collection == own.collection


def test_a_file_cannot_be_moved_into_another_organisations_collection(own, foreign, organiser):
    document = make_document(own)
    url = reverse("wagtaildocs:edit", args=[document.pk])
    organiser.post(url, {"title": "Moved", "tags": "", "collection": foreign.collection_id})
    bulk = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"])
    organiser.post(f"{bulk}?id={document.pk}", {"collection": foreign.collection_id})
    document.refresh_from_db()
    assert document.collection == own.collection


@pytest.mark.parametrize("asks_for_all", [True, False])
def test_bulk_actions_leave_others_alone_and_do_not_name_them(organiser, files, asks_for_all):
    model = type(files["own"])
    asked = "id=all" if asks_for_all else "&".join(f"id={row.pk}" for row in files.values())
    url = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    page = organiser.get(f"{url}?{asked}").content.decode()
    assert [title in page for title in ("Own file", "Foreign file", "Shared file")] == [True, False, False]
    organiser.post(f"{url}?{asked}")
    assert {row.title for row in model.objects.all()} == {"Foreign file", "Shared file"}


def test_an_organisation_with_files_is_not_deleted_and_says_why(administrator, own):
    make_image(own)
    url = reverse("wagtailsnippets_events_organisation:delete", args=[own.pk])
    answer = administrator.post(url, follow=True)
    said = (
        "Own Network cannot be deleted, because its collection holds 1 file. Delete the file or move it to another "
        "collection first."
    )
    assert said in " ".join(messages_in(answer))
    assert (Organisation.objects.count(), files_of(own)) == (1, 1)


def test_an_organisation_without_files_takes_its_collection_along(administrator, own, foreign):
    url = reverse("wagtail_bulk_action", args=["events", "organisation", "delete"])
    administrator.post(f"{url}?id={own.pk}")
    assert [row.name for row in Collection.objects.filter(depth=2)] == ["Foreign Network"]
    assert get_document_model().objects.count() == 0


def test_the_collection_of_an_organisation_cannot_be_deleted(administrator, own):
    url = reverse("wagtailadmin_collections:delete", args=[own.collection_id])
    assert "the organisation Own Network" in administrator.get(url).content.decode()
    assert administrator.post(url).status_code == 403
    assert Collection.objects.filter(pk=own.collection_id).exists()


def test_another_collection_can_be_deleted(administrator, root_page):
    other = Collection.get_first_root_node().add_child(name="Other")
    administrator.post(reverse("wagtailadmin_collections:delete", args=[other.pk]))
    assert not Collection.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("name", ["wagtaildocs:index", "wagtailimages:index"])
def test_the_list_of_files_takes_equally_many_queries(own, organiser, name):
    numbers = []
    for _ in range(3):
        make_document(own)
        make_image(own)
        numbers.append(queries_of(lambda: organiser.get(reverse(name))))
    assert numbers[1:] == [numbers[1]] * 2
