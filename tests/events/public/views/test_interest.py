"""Asking to hear the date of an event, and leaving that list again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.links import keep_interest_link
from events.choices import MessageKind
from events.models.bookings import Booking, Interest
from events.models.events import Event, ProposedDate
from events.models.messages import Message
from tests.factories.messages import make_interest
from tests.public_site import Page

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/interest/"
SAM = {"name": "Sam Sample", "email": "sam@example.org"}


@pytest.fixture
def undated(open_event):
    def make(**facts):
        return open_event(**{"date_state": "to_be_confirmed", "starts_at": None, "ends_at": None, **facts})

    return make


@pytest.fixture
def event(undated):
    return undated()


def propose(event, *days):
    instants = [dt.datetime(2027, 9, day, 9, tzinfo=dt.UTC) for day in days]
    return [ProposedDate.objects.create(event=event, sort_order=at.day, starts_at=at) for at in instants]


# registering


def test_interest_is_noted_once_with_its_mail(event, visitor):
    form = visitor.open(FORM)

    pages = [visitor.send(form, {**SAM, "people": "2"}) for _ in range(2)]

    found = Interest.objects.get()
    assert (found.event, found.name, found.email, found.party_size, found.language) == (
        event,
        "Sam Sample",
        "sam@example.org",
        2,
        "en",
    )
    assert [(page.state, page.heading) for page in pages] == [("waiting", "We will write to you")] * 2
    assert Message.objects.filter(kind=MessageKind.INTEREST, interest=found).count() == 1
    assert Booking.objects.count() == 0


def test_dates_that_suit_are_noted(event, visitor):
    first, second = propose(event, 14, 21)
    form = visitor.open(FORM)

    visitor.send(form, {**SAM, "dates": [str(second.pk)]})

    assert form.texts("fieldset .choice label") == [
        "Tuesday 14 September 2027, 10am",
        "Tuesday 21 September 2027, 10am",
    ]
    assert list(Interest.objects.get().dates.all()) == [second]
    assert first.interests.count() == 0


def test_form_in_welsh_is_noted_in_welsh(event, visitor):
    page = visitor.send(visitor.open("/cy/digwyddiadau/sample-event/interest/"), SAM)

    assert (page.state, page.soup.html["lang"]) == ("waiting", "cy")
    assert Interest.objects.get().language == "cy"


def test_problems_are_listed_with_everything_kept(event, visitor):
    page = visitor.send(visitor.open(FORM), {"name": "", "email": "sam@", "people": "7"})

    assert page.problems == [
        "Type your name",
        "Add the part after the @, for example name@example.org",
        "One booking is for at most 6 people",
    ]
    assert (page.state, page.title.startswith("Error: Tell me the date")) == ("error", True)
    assert (page.fields()["email"], page.fields()["people"]) == (["sam@"], ["7"])
    assert Interest.objects.count() == 0


def test_language_changes_with_nothing_lost(event, visitor):
    (date,) = propose(event, 14)
    typed = {"name": "Half typed", "dates": [str(date.pk)], "switch": "cy"}

    page = visitor.send(visitor.open(FORM), typed, to="/cy/digwyddiadau/sample-event/interest/")

    assert page.soup.html["lang"] == "cy"
    assert (page.fields()["name"], page.fields()["dates"]) == (["Half typed"], [str(date.pk)])
    assert Interest.objects.count() == 0


def test_party_of_one_is_not_asked_how_many(undated, visitor):
    undated(max_per_booking=1)

    form = visitor.open(FORM)
    visitor.send(form, SAM)

    assert "people" not in form.fields()
    assert Interest.objects.get().party_size == 1


@pytest.mark.parametrize("facts", [{"date_state": "fixed", "starts_at": timezone.now() + dt.timedelta(days=9)}])
def test_event_with_a_date_leads_to_its_page(undated, visitor, facts):
    undated(**facts)

    answer = visitor.client.get(FORM)

    assert (answer.status_code, answer["Location"]) == (303, "/en/events/sample-event/")


def test_date_set_meanwhile_leads_to_the_page_and_notes_nobody(event, visitor):
    form = visitor.open(FORM)
    Event.objects.update(date_state="fixed")

    answer = visitor.client.post(FORM, {**form.fields(), **SAM})

    assert (answer.status_code, answer["Location"], Interest.objects.count()) == (303, "/en/events/sample-event/", 0)


def test_event_that_is_not_booked_here_takes_no_interest(undated, visitor):
    undated(is_bookable=False)

    page = visitor.open(FORM)

    assert (page.state, page.heading) == ("error", "This cannot be booked just now")


def test_invitation_code_is_needed_and_passed_on(undated, visitor):
    undated(invitation_code="sesame")

    away = visitor.client.get(f"{FORM}?code=wrong")
    form = visitor.open(f"{FORM}?code=sesame")
    page = visitor.send(form, SAM)

    assert (away.status_code, away["Location"]) == (302, "/en/events/sample-event/?code=wrong")
    assert (page.state, Interest.objects.count()) == ("waiting", 1)


def test_unknown_address_is_a_missing_page(event, visitor):
    assert visitor.open("/en/events/nothing/interest/").status == 404


def test_opening_the_form_notes_nothing_and_sets_no_cookie(event, visitor):
    visitor.open(FORM)
    visitor.client.head(FORM)

    assert (Interest.objects.count(), Event.objects.get().revision, dict(visitor.client.cookies)) == (0, 0, {})


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ({}, 1),
        ({"Origin": "http://testserver"}, 1),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 1),
        ({"Origin": "http://elsewhere.example"}, 0),
        ({"Origin": "null"}, 0),
        ({"Sec-Fetch-Site": "cross-site"}, 0),
    ],
)
def test_posts_from_other_sites_note_nobody(event, visitor, said, noted):
    page = Page(visitor.client.post(FORM, {**SAM, "people": "1"}, headers=said, follow=True))

    assert (Interest.objects.count(), page.state) == (noted, "waiting" if noted else "error")


HOSTILE = ["x" * 10_000, "\x00", "-1", "0", "<script>alert(1)</script>", "\u202egnp.exe", "９", "9" * 400, "1e9"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_fields_never_break_the_page(event, visitor, text):
    propose(event, 14)

    page = visitor.send(visitor.open(FORM), dict.fromkeys(("name", "email", "people", "dates"), text))

    assert (page.status, page.state, Interest.objects.count()) == (200, "error", 0)
    assert "<script>alert" not in page.text


def test_date_of_another_event_is_refused(event, undated, visitor):
    (foreign,) = propose(undated(slug="other-event"), 14)
    propose(event, 15)

    page = visitor.send(visitor.open(FORM), {**SAM, "dates": [str(foreign.pk)]})

    assert page.problems == ["One of these dates is no longer proposed. Choose again"]


# leaving


def leaving(interest):
    return f"/bookings/interest/{keep_interest_link(interest)}/"


def test_list_is_left_by_a_press_and_not_by_opening_the_link(event, visitor):
    interest = make_interest(event)

    page = visitor.open(leaving(interest))
    visitor.client.head(leaving(interest))
    stayed = Interest.objects.get().left_at
    pages = [visitor.send(page) for _ in range(2)]

    assert (page.state, page.heading, stayed) == ("waiting", "Leave the list?", None)
    assert [(done.state, done.heading) for done in pages] == [("cancelled", "You are off the list")] * 2
    assert Interest.objects.get().left_at is not None


def test_page_speaks_the_language_of_the_person(event, visitor):
    interest = make_interest(event, language="cy")

    assert visitor.open(leaving(interest)).soup.html["lang"] == "cy"
    assert visitor.open(f"{leaving(interest)}?language=en").soup.html["lang"] == "en"


def test_link_is_kept_as_a_hash_and_is_the_same_in_every_copy(event):
    interest = make_interest(event)

    tokens = {keep_interest_link(interest) for _ in range(2)}

    interest.refresh_from_db()
    assert len(tokens) == 1
    assert interest.link_hash not in tokens
    assert len(interest.link_hash) == 64


@pytest.mark.parametrize("token", ["x", "0" * 64, "%00", "x" * 2_000])
def test_unknown_link_opens_nothing(event, visitor, token):
    make_interest(event)

    assert visitor.open(f"/bookings/interest/{token}/").status == 410


def test_forged_press_leaves_nothing(event, visitor):
    page = visitor.open(leaving(make_interest(event)))

    visitor.send(page, {"csrfmiddlewaretoken": "x" * 64})

    assert Interest.objects.get().left_at is None


def test_whoever_left_can_ask_again(event, visitor):
    form = visitor.open(FORM)
    visitor.send(form, SAM)
    visitor.send(visitor.open(leaving(Interest.objects.get())))

    visitor.send(form, SAM)

    assert Interest.objects.filter(left_at=None).count() == 1
    assert Message.objects.filter(kind=MessageKind.INTEREST).count() == 2
