"""Venues, people, kinds of event and organisations of another organisation cannot be listed, opened nor chosen; shared
ones can be read and chosen by all who write, and changed by administrators."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from wagtail.permissions import policy_registry

from events.choices import StaffRole
from events.inputs.offered import offered
from events.models.people_places import EventKind, Organisation, Person, Venue
from events.models.staff import WRITERS, Membership
from tests.events.backoffice.conftest import client_of, member, queries_of
from tests.events.pages.editor import Editor, errors_in
from tests.factories.events import make_kind, make_organisation, make_venue
from tests.factories.migrations import migration

pytestmark = pytest.mark.django_db
WHO = ("Own", "Shared", "Foreign")
MODELS = [Venue, Person, EventKind]


def make(model, who, owner):
    if model is Venue:
        return make_venue(name_en=f"{who} row", owner=owner)
    if model is Person:
        return Person.objects.create(name=f"{who} row", owner=owner)
    return make_kind(who.lower(), name_en=f"{who} row", owner=owner)


def rows_of(model, own, foreign):
    return {who: make(model, who, owner) for who, owner in zip(WHO, (own, None, foreign), strict=True)}


@pytest.fixture(params=MODELS)
def rows(request, own, foreign):
    return rows_of(request.param, own, foreign)


@pytest.fixture
def model(rows):
    return type(rows["Own"])


def address(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def writer(own, role=StaffRole.EDITOR, model=None):
    """Somebody who writes. Of kinds of event they may do as much as of venues once an administrator says so."""
    user = member(own, role)
    if model is EventKind:
        kinds = Permission.objects.filter(content_type__app_label="events", codename__endswith="_eventkind")
        user.groups.get().permissions.add(*kinds.exclude(codename__startswith="delete"))
    return user


def body(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="ignore")


def seen_in(text):
    return {who for who in WHO if f"{who} row" in text}


@pytest.mark.parametrize("role", WRITERS)
def test_the_list_and_its_export_hold_ones_own_and_the_shared(own, rows, model, role):
    client = client_of(writer(own, role, model))
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}, {"q": "row"}):
        found = seen_in(body(client.get(address(model, "list"), query)))
        assert "Foreign" not in found, query
    assert seen_in(body(client.get(address(model, "list")))) == {"Own", "Shared"}


def test_the_list_leads_to_what_may_be_done_with_a_row(own, rows, model):
    page = body(client_of(writer(own, model=model)).get(address(model, "list")))
    own_row, shared = rows["Own"].pk, rows["Shared"].pk
    assert [address(model, name, own_row) in page for name in ("edit", "copy")] == [True, True]
    assert [address(model, name, shared) in page for name in ("edit", "inspect", "copy")] == [False, True, True]


# Copying asks Wagtail's policy before it comes to our door: that leads back to the first page.
REFUSED = {"copy": 302} | dict.fromkeys(["edit", "delete", "usage", "history", "history_results", "inspect"], 403)


@pytest.mark.parametrize("name", REFUSED)
def test_another_organisations_row_is_refused(own, rows, model, name):
    client, row = client_of(writer(own, model=model)), rows["Foreign"]
    before = model.objects.filter(pk=row.pk).values().get()
    for method in (client.get, client.post):
        response = method(address(model, name, row.pk), {"name": "Changed", "name_en": "Changed", "slug": "changed"})
        assert (response.status_code, seen_in(body(response))) == (REFUSED[name], set())
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize(("name", "status"), [("inspect", 200), ("copy", 200), ("edit", 403), ("usage", 403)])
def test_a_shared_row_can_be_read_and_copied_only(own, rows, model, name, status):
    assert client_of(writer(own, model=model)).get(address(model, name, rows["Shared"].pk)).status_code == status


def test_every_view_of_one_row_has_the_door(rows, model, own):
    """Also those that Wagtail adds one day."""
    client, missing = client_of(writer(own, model=model)), []
    for pattern in model.snippet_viewset.get_urlpatterns():
        try:
            url = address(model, pattern.name, rows["Foreign"].pk)
        except NoReverseMatch:
            continue
        if client.get(url).status_code != REFUSED.get(pattern.name, 403):
            missing.append(pattern.name)
    assert missing == []


@pytest.mark.parametrize("pk", ["0", "nobody", "²", "9" * 30])
@pytest.mark.parametrize("name", ["edit", "inspect"])
def test_what_is_no_row_opens_nothing(own, organiser, name, pk):
    assert organiser.get(address(Venue, name, 1).replace("/1/", f"/{pk}/")).status_code in (302, 403, 404)


def test_ones_own_row_can_be_corrected(own, rows, model):
    editor = Editor(client_of(writer(own, model=model)))
    url = address(model, "edit", rows["Own"].pk)
    name = "name" if model is Person else "name_en"
    assert errors_in(editor.client.post(url, editor.boxes(editor.client.get(url)) | {name: "New row"})) == []
    assert getattr(model.objects.get(pk=rows["Own"].pk), name) == "New row"


def test_a_new_row_is_kept_by_ones_only_organisation(own, foreign):
    editor = Editor(client_of(writer(own)))
    boxes = editor.boxes(editor.client.get(address(Venue, "add")))
    assert boxes["owner"] == str(own.pk)
    editor.client.post(address(Venue, "add"), boxes | {"name_en": "New hall"})
    assert Venue.objects.get(name_en="New hall").owner == own


@pytest.mark.parametrize("owner", ["foreign", ""])
def test_a_row_cannot_be_given_to_others_nor_to_all(own, foreign, owner):
    editor = Editor(client_of(writer(own)))
    boxes = editor.boxes(editor.client.get(address(Venue, "add")))
    answer = editor.client.post(
        address(Venue, "add"), boxes | {"name_en": "New hall", "owner": str(foreign.pk) if owner else ""}
    )
    assert (len(errors_in(answer)), Venue.objects.count()) == (1, 0)


def test_who_writes_for_two_organisations_is_asked_which(own, foreign):
    user = writer(own)
    third = make_organisation("third", name_en="Third Network")
    Membership.objects.create(user=user, organisation=third, role=StaffRole.EDITOR)
    Membership.objects.create(user=user, organisation=foreign, role=StaffRole.DOOR_HELPER)
    form = client_of(user).get(address(Venue, "add")).context["form"]
    assert list(form.fields["owner"].queryset) == [own, third]


def test_administrators_change_all_and_share(administrator, rows, model):
    assert {administrator.get(address(model, "edit", row.pk)).status_code for row in rows.values()} == {200}
    editor = Editor(administrator)
    url = address(model, "edit", rows["Own"].pk)
    administrator.post(url, editor.boxes(administrator.get(url)) | {"owner": ""})
    assert model.objects.get(pk=rows["Own"].pk).owner is None


def test_a_group_that_an_administrator_made_counts_for_all(own, rows, model):
    user = member(own, StaffRole.DOOR_HELPER)
    group = Group.objects.create(name="Network desk")
    group.permissions.add(*Permission.objects.filter(content_type__model=model._meta.model_name))
    user.groups.add(group)
    assert client_of(user).get(address(model, "edit", rows["Foreign"].pk)).status_code == 200


def test_another_role_elsewhere_opens_nothing_there(own, foreign, rows, model):
    user = writer(own, model=model)
    Membership.objects.create(user=user, organisation=foreign, role=StaffRole.FINANCE)
    assert client_of(user).get(address(model, "edit", rows["Foreign"].pk)).status_code == 403


@pytest.mark.parametrize("asks_for_all", [True, False])
def test_a_bulk_deletion_leaves_others_alone_and_does_not_name_them(own, rows, model, asks_for_all):
    user = writer(own, model=model)
    delete = Permission.objects.get(codename=f"delete_{model._meta.model_name}")
    user.groups.get().permissions.add(delete)
    client = client_of(user)
    asked = "id=all" if asks_for_all else "&".join(f"id={row.pk}" for row in rows.values())
    url = f"{reverse('wagtail_bulk_action', args=['events', model._meta.model_name, 'delete'])}?{asked}"
    assert seen_in(body(client.get(url))) == {"Own"}
    client.post(url)
    assert seen_in(" ".join(str(row) for row in model.objects.all())) == {"Shared", "Foreign"}


def chooser_of(model, name, *args):
    return reverse(model.snippet_viewset.chooser_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("role", StaffRole)
def test_choosers_offer_ones_own_and_the_shared_to_who_writes(own, rows, model, role):
    client = client_of(member(own, role))
    expected = {"Own", "Shared"} if role in WRITERS else set()
    ids = [row.pk for row in rows.values()]
    assert seen_in(body(client.get(chooser_of(model, "choose")))) == expected
    assert seen_in(body(client.get(chooser_of(model, "choose_results"), {"q": "row"}))) == expected
    assert seen_in(body(client.get(chooser_of(model, "chosen_multiple"), {"id": [*ids, "nobody"]}))) == expected
    chosen = {who: client.get(chooser_of(model, "chosen", row.pk)).status_code for who, row in rows.items()}
    assert {who for who, status in chosen.items() if status == 200} == expected


def test_another_organisation_can_be_named_as_a_partner_but_not_opened(own, foreign):
    user = member(own, StaffRole.ORGANISER)
    assert set(offered(Organisation, user)) == {own, foreign}
    assert set(offered(Organisation, member(own, StaffRole.DATA_LEAD))) == set()
    user.groups.get().permissions.add(Permission.objects.get(codename="change_organisation"))
    client = client_of(user)
    opened = {row.slug: client.get(address(Organisation, "edit", row.pk)).status_code for row in (own, foreign)}
    assert opened == {"own": 200, "foreign": 403}
    assert [row.slug for row in client.get(address(Organisation, "list")).context["object_list"]] == ["own"]


def test_who_was_let_into_the_pages_without_a_role_chooses_from_all(own, rows, model, django_user_model):
    user = django_user_model.objects.create(username="network-editor")
    assert set(offered(model, user)) == set(rows.values())
    user.is_active = False
    assert set(offered(model, user)) == set()


def test_the_list_takes_equally_many_queries(own, organiser):
    numbers = []
    for number in range(3):
        make_venue(name_en=f"Hall {number}", owner=own)
        numbers.append(queries_of(lambda: organiser.get(address(Venue, "list"))))
    assert numbers[1:] == [numbers[1]] * 2


def test_the_migration_lets_people_be_kept_by_their_organisation(own):
    person = Person.objects.create(name="A speaker", organisation=own)
    migration("owners").keep_people(apps, None)
    person.refresh_from_db()
    assert person.owner == own


def test_a_row_that_is_not_kept_yet_asks_for_the_kind_of_row(own):
    policy = policy_registry.get_by_type(Venue)
    found = [policy.user_has_permission_for_instance(member(own, role), "add", Venue()) for role in StaffRole]
    assert found == [role in WRITERS for role in StaffRole]
