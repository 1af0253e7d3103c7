"""Organisations, venues, people and kinds of event of the demo. What is there already is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from events.management.demo import content
from events.management.demo.facts import both, lines_of, question_facts, ticket_facts
from events.models.people_places import EventKind, KindQuestion, KindTicket, Organisation, Person, Venue

ACCESS_IN_NOTE = ("step_free", "hearing_loop", "quiet_room", "toilets", "note")
"""What a venue says about access beyond yes and no, in the order in which it says it."""


@dataclass(frozen=True)
class Snippets:
    """What event pages point to, by the keys of the content."""

    organisations: dict[str, Organisation]
    venues: dict[str, Venue]
    people: dict[str, Person]
    kinds: dict[str, EventKind]


def load() -> Snippets:
    organisations = {row["key"]: _organisation(row) for row in content.read("organisations")}
    return Snippets(
        organisations=organisations,
        venues={row["key"]: _venue(row, organisations) for row in content.read("venues")},
        people={row["key"]: _person(row, organisations) for row in content.read("people")},
        kinds={row["key"]: _kind(row) for row in content.read("kinds")},
    )


def _organisation(row: dict[str, Any]) -> Organisation:
    facts = {**both("name", row["name"]), "email": row["email"], **row.get("invoices", {})}
    return Organisation.objects.get_or_create(slug=row["key"], defaults=facts)[0]


def _venue(row: dict[str, Any], organisations: dict[str, Organisation]) -> Venue:
    access = row["access"]
    notes = {language: " ".join(access[name]["text"][language] for name in ACCESS_IN_NOTE) for language in row["name"]}
    facts = {
        "name_cy": row["name"]["cy"],
        "owner": organisations.get(row.get("kept_by", "")),
        **both("town", row["town"]),
        "postcode": row["postcode"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        **{name: access[name]["has"] for name in ("step_free", "hearing_loop", "quiet_room")},
        "accessible_toilet": access["toilets"]["has"],
        **both("parking", access["parking"]["text"]),
        **both("transport", access["public_transport"]["text"]),
        **both("note", notes),
    }
    return Venue.objects.get_or_create(name_en=row["name"]["en"], address=row["address"], defaults=facts)[0]


def _person(row: dict[str, Any], organisations: dict[str, Organisation]) -> Person:
    facts = {"owner": organisations.get(row.get("kept_by", "")), **both("about", row["bio"])}
    facts |= {"pronouns": row["pronouns"], "speaks_welsh": row["speaks_welsh"]}
    return Person.objects.get_or_create(name=row["name"], defaults=facts)[0]


def _kind(row: dict[str, Any]) -> EventKind:
    if found := EventKind.objects.filter(slug=row["key"]).first():
        return found
    kind = EventKind.objects.create(
        slug=row["key"],
        **both("name", row["name"]),
        threads=row["thread"],
        capacity=row["capacity"],
        waitlist=row["waitlist"],
        max_per_booking=row["max_per_booking"],
    )
    for order, ticket in enumerate(row["tickets"]):
        KindTicket.objects.create(kind=kind, sort_order=order, **both("name", ticket["name"]), **ticket_facts(ticket))
    for order, question in enumerate(row["questions"]):
        KindQuestion.objects.create(
            event_kind=kind,
            sort_order=order,
            **both("label", question["label"]),
            **both("choices", lines_of(question.get("choices", []))),
            **question_facts(question),
        )
    return kind
