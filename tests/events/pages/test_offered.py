"""The form of an event takes pictures and documents of one's own and shared ones, whatever is posted."""

import pytest
from django.test import Client

from events.backoffice.appointments import appoint
from events.choices import StaffRole
from events.inputs.offered import NOT_OFFERED
from events.models.people_places import Person
from events.pages.event import EventPage
from tests.events.pages.editor import Editor, add_row, errors_in
from tests.factories.events import make_kind, make_venue
from tests.factories.files import make_document, make_image
from tests.factories.pages import make_page

ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def page(index, own):
    return make_page(index, "Own event", host=own)


@pytest.fixture
def writer(own, django_user_model):
    client = Client()
    user = django_user_model.objects.create(username="writer")
    appoint(user, own, StaffRole.EDITOR)
    client.force_login(user)
    return Editor(client)


def block(stream, kind, **values):
    boxes = {f"{stream}-count": "1", f"{stream}-0-deleted": "", f"{stream}-0-order": "0"}
    boxes |= {f"{stream}-0-type": kind, f"{stream}-0-id": ID}
    return boxes | {f"{stream}-0-value{'-' if name else ''}{name}": value for name, value in values.items()}


def as_picture(owner):
    return {"picture": str(make_image(owner).pk)}


def as_picture_block(owner):
    return block("body", "picture", image=str(make_image(owner).pk), alt_text="A hall", decorative="")


def as_document(owner):
    return block("resources", "document", title="A paper", document=str(make_document(owner).pk))


WAYS = [as_picture, as_picture_block, as_document]


@pytest.mark.parametrize("way", WAYS)
def test_what_belongs_to_another_organisation_is_refused_and_says_so(writer, page, foreign, way):
    boxes = writer.open(page) | way(foreign)
    answer = writer.press(page, boxes)
    assert str(NOT_OFFERED) in answer.content.decode()
    assert not EventPage.objects.get(pk=page.pk).has_unpublished_changes


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_shared", [True, False])
def test_ones_own_and_shared_ones_are_taken(writer, page, own, way, is_shared):
    boxes = writer.open(page) | way(None if is_shared else own)
    assert writer.press(page, boxes).status_code == 302
    assert EventPage.objects.get(pk=page.pk).has_unpublished_changes


def test_what_stood_there_before_may_stay(writer, index, own, foreign):
    page = make_page(index, "With a picture", host=own, picture=make_image(foreign))
    version = page.get_latest_revision_as_object()
    version.resources = [("document", {"title": "A paper", "document": make_document(foreign)})]
    version.resources[0].id = ID
    version.save_revision()
    boxes = writer.open(page) | block("resources", "document", title="A paper", document=_document_of(page))
    assert writer.press(page, boxes).status_code == 302


def _document_of(page):
    return str(page.get_latest_revision_as_object().resources[0].value["document"].pk)


def test_an_administrator_takes_from_everywhere(editor, page, foreign):
    assert editor.press(page, editor.open(page) | as_picture(foreign) | as_document(foreign)).status_code == 302


def test_a_venue_kind_or_speaker_of_another_organisation_is_refused(writer, page, foreign):
    boxes = writer.open(page)
    boxes |= {"venue": str(make_venue(owner=foreign).pk), "kind": str(make_kind(owner=foreign).pk)}
    add_row(boxes, "speakers", person=str(Person.objects.create(name="Foreign", owner=foreign).pk), role="")
    answer = writer.press(page, boxes)
    assert errors_in(answer).count(str(NOT_OFFERED)) == 3
    assert not EventPage.objects.get(pk=page.pk).has_unpublished_changes


def test_shared_ones_are_taken_and_any_organisation_can_be_a_partner(writer, page, foreign):
    boxes = writer.open(page) | {"venue": str(make_venue().pk), "kind": str(make_kind().pk)}
    add_row(boxes, "speakers", person=str(Person.objects.create(name="Shared").pk), role="")
    add_row(boxes, "partners", organisation=str(foreign.pk), role="partner")
    assert writer.press(page, boxes).status_code == 302
    version = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [row.organisation for row in version.partners.all()] == [foreign]


def test_a_new_event_begins_with_kinds_of_ones_own_and_shared_ones(writer, index, own, foreign):
    for slug, owner in (("own-kind", own), ("shared-kind", None), ("foreign-kind", foreign)):
        make_kind(slug, name_en=slug, owner=owner)
    html = writer.client.get(writer.new_address(index)).content.decode()
    assert [slug in html for slug in ("own-kind", "shared-kind", "foreign-kind")] == [True, True, False]
