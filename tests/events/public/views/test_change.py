"""Changing a booking behind its secret link, without JavaScript."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.changes import replace_needs
from events.booking.links import issue_link
from events.booking.party import NeedGiven
from events.choices import BookingState, LinkPurpose, NeedKind, QuestionKind, SessionChoice
from events.models.bookings import Answer, Booking
from events.models.needs import Need
from home.dates import moment_text
from tests.factories.bookings import book
from tests.factories.events import make_organisation, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(open_event, soon):
    return open_event(capacity=3, **soon)


@pytest.fixture
def booking(event):
    return book(event, 2, now=timezone.now())


def let_in(visitor, booking, purpose=LinkPurpose.MANAGE):
    visitor.client.get(f"/bookings/l/{issue_link(booking=booking, now=timezone.now(), purpose=purpose)}/")


def open_page(visitor, booking, name="change", query=""):
    let_in(visitor, booking)
    return visitor.open(f"/bookings/{booking.reference}/{name}/{query}")


def people(booking):
    return list(booking.attendees.order_by("position", "pk"))


def give_needs(person, needs):
    replace_needs(person, needs, now=timezone.now())


def names(booking):
    return [person.name for person in people(booking)]


# everybody on one page


def test_my_booking_leads_to_what_can_be_changed(booking, visitor):
    let_in(visitor, booking)

    page = visitor.open(f"/bookings/{booking.reference}/")

    first = people(booking)[0]
    assert page.link("Change name or answers of") == f"/bookings/{booking.reference}/change/?place={first.pk}"
    assert page.link("to somebody else") == f"/bookings/{booking.reference}/give/?place={first.pk}"
    assert page.link("Add a person") == f"/bookings/{booking.reference}/add/"
    assert page.link("Change all on one page") == f"/bookings/{booking.reference}/change/"


def test_page_shows_everybody_as_they_are(booking, visitor):
    page = open_page(visitor, booking)

    assert (page.state, page.reference) == ("confirmed", booking.reference)
    assert page.texts("section.person h2") == names(booking)
    first = people(booking)[0]
    assert page.fields()[f"a{first.pk}-name"] == [first.name]


def test_names_are_saved_and_said_to_be(booking, visitor):
    first, second = people(booking)
    typed = {
        f"a{first.pk}-name": "Ŵyn Sampl",
        f"a{first.pk}-pronouns": "nhw",
        f"a{first.pk}-organisation": "Sample Network",
        f"a{second.pk}-no_photos": "on",
    }

    page = visitor.send(open_page(visitor, booking), typed)

    first, second = people(booking)
    assert page.path == f"/bookings/{booking.reference}/"
    assert page.texts(".notice--good") == ["Saved. The changes are in your booking."]
    assert (first.name, first.pronouns, first.organisation) == ("Ŵyn Sampl", "nhw", "Sample Network")
    assert second.no_photos


def test_one_person_can_be_changed_alone(booking, visitor):
    first, second = people(booking)

    page = open_page(visitor, booking, query=f"?place={second.pk}")
    visitor.send(page, {f"a{second.pk}-name": "Ben Sample"})

    assert page.texts("section.person h2") == [second.name]
    assert names(booking) == [first.name, "Ben Sample"]


def test_problems_are_listed_with_everything_kept(booking, visitor):
    first, second = people(booking)
    typed = {f"a{first.pk}-name": "", f"a{second.pk}-email": "nobody", f"a{second.pk}-pronouns": "she"}

    page = visitor.send(open_page(visitor, booking), typed)

    assert page.problems == [
        f"{first.name}: Type the name of this person",
        f"{second.name}: Type the whole address with its @, for example name@example.org",
    ]
    assert page.title.startswith("Error: Change my booking")
    assert page.state == "error"
    assert page.fields()[f"a{second.pk}-pronouns"] == ["she"]
    assert names(booking) == [first.name, second.name]
    ids = {found["id"] for found in page.soup.select("[id]")}
    assert {link["href"][1:] for link in page.soup.select(".errors a")} <= ids


def test_language_changes_with_nothing_lost(booking, visitor):
    first = people(booking)[0]
    page = open_page(visitor, booking, query=f"?place={first.pk}")

    welsh = visitor.send(page, {f"a{first.pk}-name": "Half typed", "switch": "cy"}, to=f"{page.path}?language=cy")

    assert welsh.soup.html["lang"] == "cy"
    assert welsh.fields()[f"a{first.pk}-name"] == ["Half typed"]
    assert len(welsh.soup.select("section.person")) == 1
    assert people(booking)[0].name == first.name


# answers, needs, tickets, sessions


def test_answers_come_back_as_they_were_given_and_are_replaced(open_event, soon, visitor):
    event = open_event(**soon)
    kinds = {
        QuestionKind.CHOICE: ("Train", "1", "Bus"),
        QuestionKind.CHOICES: (["Train"], ["0", "1"], ["Train", "Bus"]),
        QuestionKind.YES_NO: (True, "no", False),
        QuestionKind.NUMBER: (3, "4", 4),
        QuestionKind.DATE: ("2027-02-11", "2027-02-12", "2027-02-12"),
        QuestionKind.SHORT_TEXT: ("short", "shorter", "shorter"),
    }
    rows = {kind: make_question(event, kind=kind, choices=("Train", "Bus"), asked_of="attendee") for kind in kinds}
    once = make_question(event, asked_of="booking")
    booking = book(event, now=timezone.now())
    person = people(booking)[0]
    for kind, (before, _, _) in kinds.items():
        Answer.objects.create(booking=booking, attendee=person, question=rows[kind], value=before)
    Answer.objects.create(booking=booking, question=once, value="once")

    page = open_page(visitor, booking)
    shown = page.fields()
    typed = {f"a{person.pk}-q{rows[kind].pk}": sent for kind, (_, sent, _) in kinds.items()}
    visitor.send(page, {**typed, f"q{once.pk}": "twice"})

    assert [shown[f"a{person.pk}-q{rows[kind].pk}"] for kind in kinds] == [
        ["0"], ["0"], ["yes"], ["3"], ["2027-02-11"], ["short"],
    ]  # fmt: skip
    stored = dict(person.answers.values_list("question", "value"))
    assert stored == {rows[kind].pk: after for kind, (_, _, after) in kinds.items()}
    assert booking.answers.get(attendee=None).value == "twice"


def test_answer_to_a_withdrawn_question_is_kept(open_event, soon, visitor):
    event = open_event(**soon)
    old = make_question(event, asked_of="attendee", withdrawn=True)
    booking = book(event, now=timezone.now())
    Answer.objects.create(booking=booking, attendee=people(booking)[0], question=old, value="kept")

    visitor.send(open_page(visitor, booking))

    assert Answer.objects.get().value == "kept"


def test_needs_are_shown_to_their_owner_and_replaced(event, visitor):
    needs = (NeedGiven(NeedKind.DIET, option="vegan"), NeedGiven(NeedKind.ACCESS, text="a chair near the door"))
    booking = book(event, now=timezone.now())
    person = people(booking)[0]
    give_needs(person, (*needs, NeedGiven(NeedKind.EMERGENCY, text="call Ann")))

    page = open_page(visitor, booking)
    typed = {f"a{person.pk}-diet": ["halal"], f"a{person.pk}-access_text": ""}
    visitor.send(page, typed)

    fields = page.fields()
    assert (fields[f"a{person.pk}-diet"], fields[f"a{person.pk}-access_text"]) == (["vegan"], ["a chair near the door"])
    assert set(Need.objects.values_list("kind", "option", "text")) == {
        ("diet", "halal", ""),
        ("emergency", "", "call Ann"),
    }


def test_needs_that_did_not_change_keep_when_they_were_given(event, visitor):
    booking = book(event, now=timezone.now())
    person = people(booking)[0]
    give_needs(person, (NeedGiven(NeedKind.DIET, option="vegan"),))
    before = Need.objects.values("pk", "given_at", "wording").get()

    visitor.send(open_page(visitor, booking), {f"a{person.pk}-name": "New Name"})

    assert Need.objects.values("pk", "given_at", "wording").get() == before


def test_link_to_the_tickets_alone_shows_no_needs(booking, visitor):
    let_in(visitor, booking, LinkPurpose.TICKET)

    assert visitor.open(f"/bookings/{booking.reference}/change/").status == 410


def test_other_session_is_chosen_and_a_full_one_refused(open_event, soon, visitor):
    event = open_event(session_choice=SessionChoice.ONE, **soon)
    one, two, full = (make_session(event, title=title, capacity=1) for title in ("One", "Two", "Full"))
    booking = book(event, sessions=(one.pk,), now=timezone.now())
    book(event, sessions=(full.pk,), now=timezone.now())
    person = people(booking)[0]
    field = f"a{person.pk}-sessions"

    page = open_page(visitor, booking)
    refused = visitor.send(page, {field: str(full.pk), f"a{person.pk}-name": "Kept Name"})
    moved = visitor.send(refused, {field: str(two.pk)})

    assert page.fields()[field] == [str(one.pk)]
    assert (refused.state, refused.reference) == ("full", booking.reference)
    assert refused.texts(".notice--bad h2") == ["“Full” is fully booked. Nothing was booked."]
    assert refused.fields()[f"a{person.pk}-name"] == ["Kept Name"]
    assert moved.state == "confirmed"
    assert [row.session for row in person.chosen_sessions.all()] == [two]


def test_other_ticket_is_chosen(open_event, soon, visitor):
    event = open_event(tickets=[{"name": "Free"}, {"name": "Other"}], **soon)
    booking = book(event, now=timezone.now())
    person = people(booking)[0]
    other = event.ticket_types.all()[1]

    page = visitor.send(open_page(visitor, booking), {f"a{person.pk}-ticket": str(other.pk)})

    assert page.state == "confirmed"
    assert people(booking)[0].ticket_type == other


def test_ticket_that_is_no_longer_sold_can_be_kept(open_event, soon, visitor):
    event = open_event(tickets=[{"name": "Early"}, {"name": "Usual"}], **soon)
    booking = book(event, now=timezone.now())
    early = event.ticket_types.all()[0]
    type(early).objects.filter(pk=early.pk).update(closes_at=timezone.now() - dt.timedelta(days=1))
    person = people(booking)[0]

    visitor.send(open_page(visitor, booking), {f"a{person.pk}-name": "New Name"})

    assert (people(booking)[0].name, people(booking)[0].ticket_type) == ("New Name", early)


# when it is too late, or not possible


def test_deadline_is_explained_with_whom_to_ask(open_event, soon, visitor):
    host = make_organisation(email="host@example.org", phone="029 2000 0000")
    event = open_event(host=host, change_until_hours=24 * 60, **soon)
    until = moment_text(soon["starts_at"] - dt.timedelta(days=60), event.zone, language="en", year=True)
    booking = book(event, now=timezone.now())

    page = open_page(visitor, booking)
    mine = visitor.open(f"/bookings/{booking.reference}/")

    assert (page.state, page.reference) == ("error", booking.reference)
    assert f"Changes could be made here until {until}." in page.text
    assert page.link("host@example.org") == "mailto:host@example.org"
    assert "Ask the organisers" in mine.texts("h2")
    assert mine.soup.select("a[href*=change]") == []


def test_booking_of_a_cancelled_event_offers_no_change(booking, event, visitor):
    type(event).objects.update(date_state="cancelled")

    page = open_page(visitor, booking)

    assert page.path == f"/bookings/{booking.reference}/"
    assert page.soup.select("a[href*=change], a[href*=give], a[href$='add/']") == []
    assert "Ask the organisers" not in page.texts("h2")


@pytest.mark.parametrize("name", ["change", "give", "add"])
def test_ended_booking_offers_no_change(booking, visitor, name):
    Booking.objects.update(state=BookingState.CANCELLED)

    assert open_page(visitor, booking, name).path == f"/bookings/{booking.reference}/"


@pytest.mark.parametrize("name", ["change", "give", "add"])
def test_nobody_without_the_link_gets_in(booking, visitor, name):
    assert visitor.open(f"/bookings/{booking.reference}/{name}/").status == 410


def test_opening_pages_changes_nothing(booking, visitor, event):
    event.refresh_from_db()
    before = event.revision

    for name in ("change", "give", "add"):
        open_page(visitor, booking, name, f"?place={people(booking)[0].pk}")

    event.refresh_from_db()
    assert event.revision == before


# what nobody's browser sends


HOSTILE = ["x" * 10_000, "\x00", "-1", "<script>alert(1)</script>", "\u202egnp.exe", "=1+1", "１２", "9" * 400]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["change", "give", "add"])
def test_hostile_fields_never_break_a_page(open_event, soon, visitor, name, text):
    event = open_event(session_choice=SessionChoice.ANY, tickets=[{}, {"name": "Other"}], **soon)
    session = make_session(event)
    make_ticket_type(event, name="Supporter", is_supporter=True)
    make_question(event, kind=QuestionKind.NUMBER, asked_of="attendee")
    booking = book(event, 2, sessions=(session.pk,), now=timezone.now())
    form = open_page(visitor, booking, name, f"?place={people(booking)[0].pk}")
    typed = {field: text for field in form.fields() if field != "csrfmiddlewaretoken"}

    page = visitor.send(form, typed)

    assert page.status == 200
    assert "<script>alert" not in page.text
    assert booking.attendees.count() in (2, 3)


def test_people_of_another_booking_are_out_of_reach(booking, event, visitor):
    other = book(event, now=timezone.now())
    stranger = people(other)[0]
    typed = {"place": str(stranger.pk), f"a{stranger.pk}-name": "Mine now"}

    visitor.send(open_page(visitor, booking), typed)
    given = visitor.send(open_page(visitor, booking, "give", f"?place={people(booking)[0].pk}"), typed)

    assert given.path == f"/bookings/{booking.reference}/"
    assert names(other) == [stranger.name]


@pytest.mark.parametrize("name", ["change", "give", "add"])
def test_forged_post_changes_nothing(booking, visitor, name):
    before = names(booking)
    form = open_page(visitor, booking, name, f"?place={people(booking)[0].pk}")
    typed = {"csrfmiddlewaretoken": "x" * 64, "name": "Thief", "p1-name": "Thief"}

    page = visitor.send(form, {**typed, f"a{people(booking)[0].pk}-name": "Thief"})

    assert page.texts(".notice--bad h2")[0].startswith("This form was open for a long time")
    assert names(booking) == before
