"""An event translated with the translators' tools: words in Welsh, facts from the source, one event for both."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from events.models.events import Event
from events.models.people_places import Person
from events.pages.children import PageSpeaker, PageTicketType
from events.pages.event import EventPage
from tests.events.pages.editor import Editor
from tests.factories.bookings import book
from tests.factories.pages import change, event_of, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def page(index) -> EventPage:
    return make_page(
        index,
        "Time banking",
        summary="Learn to start one.",
        capacity=5,
        invitation_code="sesame",
        tickets=[{"name": "Adult", "price_kind": "pay_what_you_can", "suggested_prices": "5, 10"}],
        questions=[{"label": "Travel", "kind": "choice", "choices": "Bus\nTrain"}],
        speakers=[PageSpeaker(person=Person.objects.create(name="Sample Speaker"), role="Opens the day")],
    )


class Translator:
    """Somebody who sends a page to be translated, types the Welsh and publishes it, each by a real request."""

    def __init__(self, editor: Editor) -> None:
        self.client = editor.client

    def submit(self, page: EventPage) -> EventPage:
        welsh = Locale.objects.get(language_code="cy")
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        assert self.client.post(address, {"locales": welsh.pk, "include_subtree": ""}).status_code == 302
        return EventPage.objects.get(translation_key=page.translation_key, locale=welsh)

    def say(self, welsh: EventPage, **texts: str) -> None:
        """Type the Welsh of each English text. What is asked for must be there to be translated."""
        translation = self.translation(welsh)
        for english, cymraeg in texts.items():
            for segment in StringSegment.objects.filter(source=translation.source, string__data=english):
                names = {"translation_id": translation.pk, "string_segment_id": segment.pk}
                address = reverse("wagtail_localize:edit_string_translation", kwargs=names)
                answer = self.client.put(address, f"value={cymraeg}", content_type="application/x-www-form-urlencoded")
                assert answer.status_code in (200, 201), answer.content

    def publish(self, welsh: EventPage) -> None:
        address = reverse("wagtailadmin_pages:edit", args=[welsh.pk])
        assert self.client.post(address, {"action": "publish"}).status_code == 302

    def sync(self, page: EventPage, *, publish: bool) -> None:
        source = TranslationSource.objects.get(object_id=page.translation_key)
        address = reverse("wagtail_localize:update_translations", args=[source.pk])
        assert self.client.post(address, {"publish_translations": "on"} if publish else {}).status_code == 302

    def translation(self, welsh: EventPage) -> Translation:
        return Translation.objects.get(source__object_id=welsh.translation_key)


@pytest.fixture
def translator(editor: Editor) -> Translator:
    return Translator(editor)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """The translators' tools publish once their transaction is through; a test never commits."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_submitting_a_live_page_makes_a_draft_and_changes_no_event(page, translator):
    before = event_of(page).words
    welsh = translator.submit(page)
    assert (welsh.live, welsh.is_source, event_of(page).words) == (False, False, before)


def test_published_translation_adds_its_words_to_the_same_event(page, translator, commits):
    welsh = translator.submit(page)
    translator.say(welsh, **{"Time banking": "Bancio amser", "Adult": "Oedolyn", "Bus<br/>Train": "Bws<br/>Trên"})
    with commits():
        translator.publish(welsh)
    event, welsh = event_of(page), EventPage.objects.get(pk=welsh.pk)
    assert (Event.objects.count(), event.words["cy"]["title"], welsh.live) == (1, "Bancio amser", True)
    assert event.ticket_types.get().words == {
        "en": {"name": "Adult", "description": ""},
        "cy": {"name": "Oedolyn", "description": ""},
    }
    assert event.questions.get().say("choices", "cy") == ["Bws", "Trên"]


def test_translators_are_offered_words_and_no_facts(page, translator):
    welsh = translator.submit(page)
    strings = StringSegment.objects.filter(source=translator.translation(welsh).source)
    assert set(strings.values_list("string__data", flat=True)) == {
        "Time banking",
        "Learn to start one.",
        "Adult",
        "Travel",
        "Bus<br/>Train",
        "Opens the day",
    }
    assert not translator.translation(welsh).source.overridablesegment_set.exists()


def test_translators_see_the_facts_above_the_words(page, translator):
    welsh = translator.submit(page)
    html = translator.client.get(reverse("wagtailadmin_pages:edit", args=[welsh.pk])).content.decode()
    assert "Thursday 14 February 2030, 10am to 3pm · Online · 5 places" in html
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}">Time banking</a>' in html


def test_sync_with_publication_takes_over_facts_and_keeps_bookings(page, translator, commits):
    welsh = translator.submit(page)
    translator.say(welsh, **{"Time banking": "Bancio amser", "Adult": "Oedolyn"})
    with commits():
        translator.publish(welsh)
    ticket = event_of(page).ticket_types.get()
    booking = book(event_of(page), 2, ticket=ticket, now=NOW, code="sesame")
    version = page.get_latest_revision_as_object()
    version.capacity = 9
    version.ticket_types.add(PageTicketType(name="Child", sort_order=1))
    version.save_revision().publish()
    with commits():
        translator.sync(page, publish=True)
    event = event_of(page)
    assert (event.capacity, booking.attendees.count()) == (9, 2)
    assert [row.say("name", "cy") for row in event.ticket_types.all()] == ["Oedolyn", "Child"]
    welsh.refresh_from_db()
    assert (welsh.capacity, welsh.title) == (9, "Bancio amser")


def test_renamed_and_removed_tickets_go_through_a_sync(page, translator, commits):
    welsh = translator.submit(page)
    translator.say(welsh, Adult="Oedolyn")
    with commits():
        translator.publish(welsh)
    key = event_of(page).ticket_types.get().key
    book(event_of(page), 2, now=NOW, code="sesame")
    version = page.get_latest_revision_as_object()
    version.ticket_types = [PageTicketType(name="Child")]
    version.save_revision().publish()
    with commits():
        translator.sync(page, publish=True)
    rows = {row.key: row for row in event_of(page).ticket_types.all()}
    assert (rows[key].withdrawn, rows[key].say("name", "cy"), len(rows)) == (True, "Oedolyn", 2)
    assert [row.name for row in welsh.ticket_types.all()] == ["Child"]


def test_sync_without_publication_changes_no_word_on_the_site(page, translator, commits):
    welsh = translator.submit(page)
    translator.say(welsh, **{"Time banking": "Bancio amser"})
    with commits():
        translator.publish(welsh)
    change(page, title="Time banking for all", capacity=9)
    with commits():
        translator.sync(page, publish=False)
    event = event_of(page)
    assert (event.words["cy"]["title"], event.words["en"]["title"], event.capacity) == (
        "Bancio amser",
        "Time banking for all",
        9,
    )


def test_rows_keep_one_translation_key_in_both_languages(page, translator, commits):
    """Translators' words hang on it; stock Wagtail gives a row a new one whenever a draft is saved."""
    welsh = translator.submit(page)
    version = page.get_latest_revision_as_object()
    version.ticket_types.add(PageTicketType(name="Child", sort_order=1))
    version.save_revision()
    again = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    again.save_revision().publish()
    with commits():
        translator.sync(page, publish=True)
    keys = [set(PageTicketType.objects.filter(page=found).values_list("translation_key")) for found in (page, welsh)]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 2


def test_a_welsh_address_is_kept_when_facts_are_taken_over(page, translator, commits):
    welsh = translator.submit(page)
    version = welsh.get_latest_revision_as_object()
    version.slug = "bancio-amser"
    version.save_revision().publish()
    change(page, capacity=9)
    with commits():
        translator.sync(page, publish=True)
    welsh.refresh_from_db()
    assert (welsh.slug, event_of(page).words["cy"]["path"]) == ("bancio-amser", "/cy/events/bancio-amser/")


def test_after_translation_is_stopped_facts_still_come_from_the_source(page, translator, editor, commits):
    welsh = translator.submit(page)
    with commits():
        translator.publish(welsh)
    stop = reverse("wagtail_localize:stop_translation", args=[translator.translation(welsh).pk])
    assert translator.client.post(stop, {"next": "/admin/"}).status_code == 302
    boxes = editor.open(welsh)
    assert "capacity" not in boxes
    assert editor.press(welsh, boxes | {"capacity": "99", "title": "Bancio amser"}, "publish").status_code == 302
    assert (event_of(page).capacity, event_of(page).words["cy"]["title"]) == (5, "Bancio amser")
