"""A new event in two screens: choose a kind, fill in a few boxes, publish."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.choices import PriceKind, QuestionKind
from events.models.events import Event
from events.models.people_places import EventKind, KindQuestion, KindTicket
from events.pages.event import EventPage
from events.pages.prefill import prefill
from tests.events.pages.editor import Editor, errors_in
from tests.factories.events import make_kind

WHOLE = {
    "title": "Time banking",
    "slug": "time-banking",
    "summary": "Learn how to start a time bank.",
    "starts_at": "2030-02-14 10:00",
    "ends_at": "2030-02-14 16:00",
}


@pytest.fixture
def masterclass(db: None) -> EventKind:
    kind = make_kind(
        "masterclass", name_en="Masterclass", name_cy="Dosbarth meistr", capacity=40, waitlist=False, max_per_booking=3
    )
    words = {"name_en": "Free", "name_cy": "Am ddim", "description_en": "If you care for somebody."}
    KindTicket.objects.create(kind=kind, sort_order=0, **words)
    KindTicket.objects.create(
        kind=kind, sort_order=1, name_en="Organisation", price_kind=PriceKind.FIXED, price=Decimal("75.00")
    )
    KindQuestion.objects.create(
        event_kind=kind, label_en="How will you travel?", kind=QuestionKind.CHOICE, choices_en="Bus\nTrain"
    )
    return kind


def test_first_screen_offers_the_kinds(index, masterclass, editor: Editor):
    make_kind("workshop")
    html = BeautifulSoup(editor.client.get(editor.new_address(index)).content, "html.parser")
    links = {link["href"]: link.get_text(strip=True) for link in html.select("main a[href^='?kind=']")}
    assert links == {
        "?kind=masterclass": "Masterclass",
        "?kind=workshop": "Workshop",
        "?kind=none": "Something else: start with one free ticket",
    }
    assert "· Free" in html.get_text(" ", strip=True)


def test_first_screen_is_left_out_when_there_are_no_kinds(index, editor: Editor):
    assert editor.open_new(index)["ticket_types-0-name"] == "Place"


def test_second_screen_is_filled_in(index, masterclass, editor: Editor):
    boxes = editor.open_new(index, kind="masterclass")
    assert {name: boxes[name] for name in ("kind", "capacity", "max_per_booking")} == {
        "kind": str(masterclass.pk),
        "capacity": "40",
        "max_per_booking": "3",
    }
    assert "waitlist" not in boxes
    assert (boxes["ticket_types-0-name"], boxes["ticket_types-1-price"]) == ("Free", "75.00")
    assert boxes["questions-0-choices"] == "Bus\nTrain"


def test_two_screens_make_a_bookable_published_event(index, masterclass, venue, editor: Editor):
    boxes = editor.open_new(index, kind="masterclass") | WHOLE | {"venue": str(venue.pk)}
    keys = [boxes["ticket_types-0-key"], boxes["ticket_types-1-key"]]
    answer = editor.press_new(index, boxes, "publish")
    assert errors_in(answer) == []
    assert answer.status_code == 302
    event = Event.objects.get()
    assert (event.is_live, event.is_bookable, event.capacity, event.kind) == (True, True, 40, masterclass)
    assert [str(row.key) for row in event.ticket_types.all()] == keys
    assert event.questions.get().say("choices", "en") == ["Bus", "Train"]


def test_what_was_prefilled_is_kept_when_the_form_is_refused(index, masterclass, editor: Editor):
    boxes = editor.open_new(index, kind="masterclass") | WHOLE
    answer = editor.press_new(index, boxes, "publish")
    assert errors_in(answer) == ["Choose the venue, or say that the event is online."]
    kept = editor.boxes(answer)
    assert kept["ticket_types-1-key"] == boxes["ticket_types-1-key"]
    assert editor.press_new(index, kept | {"attendance": "online"}, "publish").status_code == 302
    assert Event.objects.get().ticket_types.count() == 2


def test_what_was_prefilled_is_kept_by_autosave(index, masterclass, editor: Editor):
    boxes = editor.open_new(index, kind="masterclass") | WHOLE
    said = editor.autosave(editor.new_address(index), boxes)
    page = EventPage.objects.get(pk=said["pk"])
    assert (page.live, page.capacity) == (False, 40)
    editor.autosave(reverse("wagtailadmin_pages:edit", args=[page.pk]), boxes)
    assert editor.press(page, boxes | {"attendance": "online"}, "publish").status_code == 302
    keys = [str(row.key) for row in Event.objects.get().ticket_types.all()]
    assert keys == [boxes["ticket_types-0-key"], boxes["ticket_types-1-key"]]


def test_unknown_kind_leads_to_the_choice(index, masterclass, editor: Editor):
    html = editor.client.get(editor.new_address(index), {"kind": "ball"}).content.decode()
    assert "What kind of event is it?" in html


def test_somebody_who_may_not_add_pages_sees_no_kinds(index, masterclass, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger", "stranger@example.org", "sample"))
    answer = client.get(reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk]))
    assert answer.status_code == 302
    assert "masterclass" not in answer.content.decode()


def test_prefill_speaks_the_language_of_the_page(masterclass):
    page = EventPage(title="Sampl")
    prefill(page, masterclass, language="cy")
    assert [(row.name, row.description) for row in page.ticket_types.all()] == [
        ("Am ddim", "If you care for somebody."),
        ("Organisation", ""),
    ]
    assert page.questions.get().label == "How will you travel?"


def test_prefill_gives_each_event_keys_of_its_own(masterclass):
    pages = [EventPage(title="One"), EventPage(title="Two")]
    for page in pages:
        prefill(page, masterclass, language="en")
    assert len({row.key for page in pages for row in page.ticket_types.all()}) == 4


def test_prefill_without_tickets_gives_one_that_is_free(db):
    page = EventPage(title="Sample")
    prefill(page, make_kind(), language="en")
    assert [(row.name, row.price_kind) for row in page.ticket_types.all()] == [("Place", PriceKind.FREE)]


def test_changing_a_kind_changes_no_event(index, masterclass, editor: Editor):
    boxes = editor.open_new(index, kind="masterclass") | WHOLE | {"attendance": "online"}
    editor.press_new(index, boxes, "publish")
    masterclass.capacity = 5
    masterclass.tickets.all().delete()
    masterclass.save()
    assert (Event.objects.get().capacity, Event.objects.get().ticket_types.count()) == (40, 2)
