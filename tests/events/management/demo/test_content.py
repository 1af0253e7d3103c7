"""What the demo says is complete, in both languages, and adds up."""

import re
from collections import Counter
from typing import Any

import pytest

from events import choices
from events.management.demo import content
from events.models.codes import ALPHABET

EVENTS = {event["key"]: event for event in content.events()}
each_event = pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)

TITLES = [
    "Together for better outcomes: homecare and community initiatives",
    "Time-banking masterclass",
    "Time credits, alternative currencies and the core economy: a 'think' session",
    "There is more to life than services",
    "Swansea Behaviour Change Festival",
    "Dementia Care Meet-up 2",
    "Asset-based community development training",
    "What do we mean by well-being, and how can we measure it in dementia care?",
    "A time bank for Wales",
    "Coffee and co-production",
    "Together Stronger: nothing about us without us",
    "Community engagement workshop",
    "Members' forum",
]
FILES = ["site", "kinds", "organisations", "venues", "people", *(f"events/{n}" for n in sorted(
    path.stem for path in (content.FOLDER / "events").glob("*.json")
))]  # fmt: skip


def texts(node: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """(where, pair) of every text in both languages beneath a node."""
    if isinstance(node, dict):
        if {"en", "cy"} & set(node):
            return [(path, node)]
        return [found for key, value in node.items() for found in texts(value, f"{path}/{key}")]
    if isinstance(node, list):
        return [found for n, value in enumerate(node) for found in texts(value, f"{path}/{n}")]
    return []


def keys(name: str) -> set[str]:
    return {row["key"] for row in content.read(name)}


def parties(event: dict[str, Any]) -> list[dict[str, Any]]:
    return event["sample"]["parties"] + event["sample"].get("requested", [])


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_there_in_both_languages(name):
    found = texts(content.read(name))
    assert found
    lopsided = [(w, p) for w, p in found if set(p) != {"en", "cy"} or bool(p["en"]) != bool(p["cy"])]
    assert lopsided == []


@pytest.mark.parametrize("name", FILES)
def test_texts_are_tidy_and_do_not_shout(name):
    spoken = [(where, text) for where, pair in texts(content.read(name)) for text in pair.values()]
    untidy = re.compile(r"!|  |^\s|\s$|\bplease wait\b|\boops\b|\bspecial needs\b|\bhard to reach\b", re.IGNORECASE)
    assert [(w, t) for w, t in spoken if isinstance(t, str) and untidy.search(t)] == []


@pytest.mark.parametrize("name", FILES)
def test_apostrophes_are_typographic_but_in_titles(name):
    found = [(w, p) for w, p in texts(content.read(name)) if not re.search(r"/title$", w)]
    assert [(w, p) for w, p in found if any("'" in str(text) for text in p.values())] == []


def test_all_thirteen_events_are_there_under_their_own_titles():
    assert [event["title"]["en"] for event in content.events()] == TITLES


def test_three_hundred_people_have_places():
    assert sum(content.attendees(event) for event in content.events()) == 300
    assert [event["sample"]["attendees"] - content.attendees(event) for event in content.events()] == [0] * 13


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_slugs_are_addresses_and_unique(language):
    slugs = [event["slug"][language] for event in content.events()]
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert len(set(slugs)) == 13


@each_event
def test_events_refer_only_to_what_there_is(event):
    assert event["kind"] in keys("kinds")
    assert {event["host"], *event["partners"]} <= keys("organisations")
    assert event["venue"] is None or event["venue"] in keys("venues")
    assert set(event["speakers"]) <= keys("people")
    said = [*event["programme"], *event.get("sessions", [])]
    assert {speaker for item in said for speaker in item.get("speakers", [])} <= set(event["speakers"])


@each_event
@pytest.mark.parametrize("language", content.LANGUAGES)
def test_texts_fit_their_fields(event, language):
    limits = [(event["title"], 255), (event["summary"], 400), (event["who_for"], 250), (event["bring"], 250)]
    limits += [(ticket["name"], 120) for ticket in event["tickets"]]
    limits += [(ticket["description"], 250) for ticket in event["tickets"]]
    limits += [(question["label"], 250) for question in event["questions"]]
    assert [words[language] for words, limit in limits if len(words[language]) > limit] == []


@each_event
def test_events_use_only_states_that_can_be_stored(event):
    assert event["date"]["state"] in choices.DateState
    assert event["attendance"] in choices.Attendance
    assert event["languages"] in choices.EventLanguages
    assert event["session_choice"] in choices.SessionChoice
    assert {ticket["price_kind"] for ticket in event["tickets"]} <= set(choices.PriceKind)
    assert {question["kind"] for question in event["questions"]} <= set(choices.QuestionKind)
    assert {question["asked_of"] for question in event["questions"]} <= set(choices.AskedOf)
    assert {need["kind"] for need in event["sample"]["needs"]} <= set(choices.NeedKind)


@each_event
def test_places_are_never_oversold(event):
    assert content.attendees(event) <= event["capacity"]
    taken = Counter(ticket for party in parties(event) for ticket in party["tickets"] * party["times"])
    limits = {ticket["key"]: ticket.get("capacity", 10**6) for ticket in event["tickets"]}
    assert {key: number for key, number in taken.items() if number > limits[key]} == {}


@each_event
def test_parties_fit_one_booking(event):
    sizes = [len(party["tickets"]) for party in parties(event)] + event["sample"]["waiting"]
    assert [size for size in sizes if size > event["max_per_booking"]] == []


@each_event
def test_sample_answers_fit_their_questions(event):
    for question in event["questions"]:
        if question["kind"] in {"choice", "choices"}:
            assert [answer for answer in question["answers"] if answer not in question["choices"]] == []
        if question["kind"] == "yes_no":
            assert {answer["en"] for answer in question["answers"]} <= {"yes", "no"}
        assert question["answers"] or not question["required"]


def test_the_festival_fills_its_letter_session_and_no_other():
    festival = EVENTS["behaviour-festival"]
    chosen = Counter(session for p in parties(festival) for session in p["sessions"] * len(p["tickets"]) * p["times"])
    limits = {row["key"]: row["capacity"] for row in festival["sessions"] if row["bookable"]}
    assert len(festival["sessions"]) == 12
    assert [key for key, limit in limits.items() if chosen[key] >= limit] == ["letters"]
    assert chosen["letters"] == 12


def test_supporters_come_with_somebody_they_support():
    for event in content.events():
        supporter = {ticket["key"] for ticket in event["tickets"] if ticket.get("supporter")}
        alone = [p for p in parties(event) if p["tickets"] and set(p["tickets"]) <= supporter]
        assert alone == []


def test_the_homecare_queue_holds_a_party_of_three():
    waiting = EVENTS["homecare"]["sample"]["waiting"]
    assert (sum(waiting), waiting[2]) == (11, 3)


def test_the_invitation_code_can_be_read_aloud():
    code = EVENTS["think-session"]["invitation_code"]
    assert code == "AMSER347"
    assert set("0O1IL8B") & set(code) == set()
    assert [event["key"] for event in content.events() if event.get("invitation_code")] == ["think-session"]
    assert set("0O1IL8B") & set(ALPHABET) == set()


def test_one_event_keeps_the_promise_of_a_plain_free_place():
    event = content.keeps_contract()
    assert event["key"] == "coffee"
    assert event["date"]["state"] == "fixed"
    assert [ticket["price_kind"] for ticket in event["tickets"]] == ["free"]
    assert (event["questions"], event["sample"]["waiting"]) == ([], [])
    assert (event["waitlist"]["open"], event["asks_needs"], event["session_choice"]) == (False, False, "whole")
    assert "invitation_code" not in event
    assert "approval" not in event
    assert 0 < content.attendees(event) < event["capacity"]


def test_coffee_has_a_title_for_each_of_its_mornings():
    coffee = EVENTS["coffee"]
    assert len(coffee["session_titles"]) == coffee["date"]["rule"]["times"] == 12


def test_the_seminar_has_six_organisations():
    seminar = EVENTS["more-to-life"]
    assert len({seminar["host"], *seminar["partners"]}) == 6


def test_only_events_without_a_date_propose_some():
    proposing = [event["key"] for event in content.events() if event["date"].get("proposed")]
    assert proposing == ["abcd-training", "well-being", "time-bank-for-wales"]
    assert [EVENTS[key]["date"]["state"] for key in proposing] == ["to_be_confirmed"] * 3


@pytest.mark.parametrize("kind", content.read("kinds"), ids=lambda kind: kind["key"])
def test_kinds_prefill_what_can_be_stored(kind):
    assert kind["thread"] in choices.ThreadSet
    assert {ticket["price_kind"] for ticket in kind["tickets"]} <= set(choices.PriceKind)


def test_every_kind_is_used():
    assert {event["kind"] for event in content.events()} == keys("kinds")


def test_speakers_are_plainly_samples():
    assert [person["name"] for person in content.read("people") if not person["name"].startswith("Sample ")] == []


def test_venues_are_plainly_samples_but_for_the_senedd():
    names = [(venue["key"], venue["name"]["en"]) for venue in content.read("venues")]
    assert [key for key, name in names if not re.search("Example|Sample", name)] == ["senedd"]
