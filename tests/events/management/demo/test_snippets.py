import pytest
from django.utils import translation

from events.management.demo import content, snippets
from events.models.people_places import EventKind, Organisation, Person, Venue

pytestmark = pytest.mark.django_db


def test_load_makes_everything_that_events_point_to():
    found = snippets.load()
    assert sorted(found.kinds) == sorted(row["key"] for row in content.read("kinds"))
    counts = (Organisation.objects.count(), Venue.objects.count(), Person.objects.count(), EventKind.objects.count())
    assert counts == (12, 8, 8, 10)


def test_load_twice_changes_nothing():
    first, second = snippets.load(), snippets.load()
    assert first == second


def test_load_leaves_alone_what_somebody_edited():
    snippets.load().organisations["spice"].delete()
    Organisation.objects.filter(slug="network").update(phone="01234")
    assert snippets.load().organisations["network"].phone == "01234"


def test_load_gives_kinds_their_tickets_and_questions():
    kind = snippets.load().kinds["masterclass"]
    assert [(ticket.name_en, ticket.price) for ticket in kind.tickets.all()] == [
        ("If you use services, or care for someone", None),
        ("Organisation", 75),
    ]
    assert [question.label_cy for question in kind.questions.all()] == [
        "Beth hoffech chi fynd adref gyda chi o’r diwrnod?"
    ]


def test_venues_say_what_access_there_is_in_both_languages():
    hall = snippets.load().venues["cardiff-rooms"]
    assert (hall.step_free, hall.hearing_loop, hall.quiet_room, hall.accessible_toilet) == (True, False, False, True)
    assert hall.note_en.startswith("Step-free by the side door.")
    assert hall.note_cy.startswith("Mynediad di-ris drwy’r drws ochr.")
    with translation.override("cy"):
        assert (hall.name, hall.town) == ("Ystafelloedd Enghraifft", "Caerdydd")
