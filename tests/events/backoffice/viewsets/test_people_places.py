"""Organisations, venues, people and kinds of event in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from events.models.people_places import EventKind, Organisation, Person, Venue
from tests.events.pages.editor import Editor, add_row, errors_in
from tests.factories.events import make_kind, make_organisation, make_venue
from tests.factories.pages import make_index, make_page


def address(model: type, action: str, *args: object) -> str:
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


@pytest.fixture
def editor(admin_client: Client) -> Editor:
    return Editor(admin_client)


def add(editor: Editor, model: type, **fields: str) -> list[str]:
    """Open the form for a new row, fill it in and save. Returns the errors."""
    boxes = editor.boxes(editor.client.get(address(model, "add"))) | fields
    return errors_in(editor.client.post(address(model, "add"), boxes))


@pytest.mark.parametrize("model", [Organisation, Venue, Person, EventKind])
def test_list_and_form_open(editor: Editor, model):
    assert editor.client.get(address(model, "list")).status_code == 200
    assert editor.client.get(address(model, "add")).status_code == 200


def test_organisation_is_added(editor: Editor):
    fields = {"name_en": "Sample Network", "name_cy": "Rhwydwaith Sampl", "slug": "sample-network"}
    assert add(editor, Organisation, **fields, email="people@example.org") == []
    assert Organisation.objects.get().email == "people@example.org"


def test_venue_keeps_unknown_apart_from_no(editor: Editor):
    assert add(editor, Venue, name_en="Example Hall", hearing_loop="true", quiet_room="false") == []
    venue = Venue.objects.get()
    assert (venue.step_free, venue.hearing_loop, venue.quiet_room) == (None, True, False)


def test_person_is_added(editor: Editor):
    assert add(editor, Person, name="Sample Speaker", about_cy="Mae’n siarad.") == []
    assert Person.objects.get().about_cy == "Mae’n siarad."


def test_kind_is_added_with_tickets_and_questions(editor: Editor):
    boxes = editor.boxes(editor.client.get(address(EventKind, "add")))
    boxes |= {"name_en": "Masterclass", "slug": "masterclass", "capacity": "40"}
    add_row(boxes, "tickets", name_en="Free", name_cy="Am ddim", price_kind="free", role="attendee")
    add_row(boxes, "questions", label_en="Travel", kind="choice", asked_of="booking", choices_en="Bus\nTrain")
    assert editor.client.post(address(EventKind, "add"), boxes).status_code == 302
    kind = EventKind.objects.get()
    assert [row.name_cy for row in kind.tickets.all()] == ["Am ddim"]
    assert [row.choices_en for row in kind.questions.all()] == ["Bus\nTrain"]


def test_two_organisations_cannot_have_one_short_name(editor: Editor):
    make_organisation("sample-network")
    assert add(editor, Organisation, name_en="Another", slug="sample-network") != []


def test_search_finds_both_languages(editor: Editor):
    make_venue(name_en="Example Hall", name_cy="Neuadd Enghraifft")
    make_venue(name_en="Another place", name_cy="Lle arall")
    html = editor.client.get(address(Venue, "list"), {"q": "Enghraifft"}).content.decode()
    assert "Example Hall" in html
    assert "Another place" not in html


def test_venue_of_an_event_cannot_be_deleted(editor: Editor, root_page):
    venue = make_venue()
    make_page(make_index(root_page), venue=venue)
    editor.client.post(address(Venue, "delete", venue.pk))
    assert Venue.objects.exists()


def test_kind_of_an_event_can_be_deleted_and_the_event_stays(editor: Editor, root_page):
    kind = make_kind()
    page = make_page(make_index(root_page), kind=kind)
    editor.client.post(address(EventKind, "delete", kind.pk))
    page.refresh_from_db()
    assert (EventKind.objects.exists(), page.kind) == (False, None)


def test_choosers_of_the_event_editor_open(editor: Editor):
    make_venue()
    for model in (Organisation, Venue, Person):
        chooser = model.snippet_viewset.chooser_viewset
        assert editor.client.get(reverse(chooser.get_url_name("choose"))).status_code == 200


def test_somebody_without_permission_sees_nothing(client: Client, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger", "stranger@example.org", "sample"))
    for model in (Organisation, Venue, Person, EventKind):
        assert client.get(address(model, "list")).status_code in (302, 403)
