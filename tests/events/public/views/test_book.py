"""The booking form over HTTP, as somebody without JavaScript meets it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from wagtail.models import Page as WagtailPage
from wagtail.models import PageViewRestriction

from events.choices import BookingState
from events.models.bookings import Attendee, Booking
from home.dates import day_text, first_day
from home.models import ContentPage
from tests.factories.events import make_session, make_ticket_type

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/book/"
SAM = {"name": "Sam Sample", "email": "sam@example.org"}


# one person


def test_two_typed_fields_book_a_free_place(open_event, visitor, soon):
    event = open_event(capacity=20, **soon)

    page = visitor.send(visitor.open(FORM), SAM)

    booking = Booking.objects.get()
    assert (page.status, page.state, page.reference) == (200, "confirmed", booking.reference)
    assert page.path == f"/bookings/{booking.reference}/placed/"
    assert page.heading == "You are in. Croeso!"
    assert (booking.event, booking.state, booking.language) == (event, BookingState.CONFIRMED, "en")
    assert list(Attendee.objects.values_list("name", "email")) == [("Sam Sample", "sam@example.org")]


def test_form_asks_only_for_name_and_address(open_event, visitor, soon):
    open_event(asks_needs=False, attendance="online", max_per_booking=1, **soon)

    page = visitor.open(FORM)

    assert page.texts("form#booking label") == ["Your name", "E-mail address", "Send me news about events like this"]
    assert page.state is None


def test_booking_needs_few_statements(open_event, visitor, soon, django_assert_num_queries):
    """The form, the post and the confirmation; the event's page before them is counted where it is drawn."""
    open_event(capacity=20, projected_at=timezone.now(), **soon)
    visitor.open(FORM)  # the frame of all pages, and what this form asks, are read once and kept

    with django_assert_num_queries(1):
        page = visitor.open(FORM)
    with django_assert_num_queries(16):
        visitor.send(page, SAM)


def test_form_shows_what_was_published_since(open_event, visitor, soon):
    event = open_event(projected_at=timezone.now(), **soon)
    visitor.open(FORM)
    make_ticket_type(event, name="New ticket")
    event.projected_at = timezone.now()
    event.save()

    assert visitor.open(FORM).texts(".optc label") == ["Place", "New ticket"]


def test_opening_the_form_writes_nothing(open_event, visitor, soon):
    event = open_event(capacity=20, **soon)

    visitor.open(FORM)
    visitor.client.head(FORM)

    event.refresh_from_db()
    assert (event.revision, Booking.objects.count(), visitor.client.cookies.keys()) == (0, 0, {"csrftoken"})


def test_form_in_welsh_books_in_welsh(open_event, visitor, soon):
    open_event(**soon)

    page = visitor.send(visitor.open("/cy/digwyddiadau/sample-event/book/"), SAM)

    assert page.soup.html["lang"] == "cy"
    assert Booking.objects.get().language == "cy"
    assert "Sample event (cy)" in page.text


def test_same_form_sent_again_is_the_same_booking(open_event, visitor, soon):
    open_event(capacity=1, **soon)
    form = visitor.open(FORM)

    references = [visitor.send(form, SAM).reference for _ in range(3)]

    assert references == [Booking.objects.get().reference] * 3


def test_form_of_a_cancelled_booking_leads_to_what_became_of_it(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.open(FORM)
    cancel = visitor.open(f"/bookings/{visitor.send(form, SAM).reference}/cancel/")
    visitor.send(cancel)

    page = visitor.send(form, SAM)

    assert (page.state, Booking.objects.count()) == ("cancelled", 1)


def test_wishes_are_kept_with_the_booking(open_event, visitor, soon):
    open_event(**soon)

    visitor.send(visitor.open(FORM), {**SAM, "news": "on", "p1-no_photos": "on", "p1-speaks_welsh": "on"})

    attendee = Attendee.objects.get()
    assert (Booking.objects.get().wants_news, attendee.no_photos, attendee.speaks_welsh) == (True, True, True)


# several people


def test_adding_a_person_keeps_everything_and_goes_to_them(open_event, visitor, soon):
    open_event(**soon)

    page = visitor.send(visitor.open(FORM), {**SAM, "p1-access": "hearing_loop", "news": "on", "add": "1"})

    assert page.texts("section.person h2") == ["You", "Person 2"]
    assert [found.has_attr("autofocus") for found in page.soup.select("section.person h2")] == [False, True]
    fields = page.fields()
    assert (fields["name"], fields["p1-access"], fields["news"]) == (["Sam Sample"], ["hearing_loop"], ["on"])
    assert page.problems == []


def test_removing_all_others_goes_to_the_top_of_the_form(open_event, visitor, soon):
    open_event(**soon)
    group = visitor.send(visitor.open(FORM), {"add": "1"})

    page = visitor.send(group, {"remove": "2"})

    assert [found.name for found in page.soup.select("[autofocus]")] == ["h1"]


def test_series_is_told_by_its_next_date(open_event, visitor, soon):
    last = soon["starts_at"] + dt.timedelta(days=14)
    event = open_event(starts_at=soon["starts_at"], ends_at=last + dt.timedelta(hours=1))
    for hours in (0, 14 * 24):
        make_session(event, hours=hours)

    next_day = day_text(first_day(soon["starts_at"], event.zone), language="en")
    assert f"Sample event 2 dates Next: {next_day}, " in visitor.open(FORM).texts(".box--wash p")[0]


def test_people_of_a_group_need_no_address(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.send(visitor.open(FORM), {**SAM, "add": "1"})

    page = visitor.send(form, {"p2-name": "Siân Sampl"})

    assert page.state == "confirmed"
    assert list(Attendee.objects.values_list("name", "email")) == [
        ("Sam Sample", "sam@example.org"),
        ("Siân Sampl", ""),
    ]


def test_removing_a_person_moves_the_others_up(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.send(visitor.send(visitor.open(FORM), {"add": "1"}), {"p2-name": "Ann Sample", "add": "1"})

    page = visitor.send(form, {**SAM, "p3-name": "Ben Sample", "remove": "2"})

    assert page.fields()["p2-name"] == ["Ben Sample"]
    assert (page.fields()["people"], page.fields()["name"]) == (["2"], ["Sam Sample"])


def test_form_grows_to_what_one_booking_may_hold(open_event, visitor, soon):
    open_event(max_per_booking=2, **soon)

    page = visitor.send(visitor.open(FORM), {"add": "1"})

    assert page.soup.select("button[name=add]") == []


def test_form_begins_with_the_fewest_people(open_event, visitor, soon):
    open_event(min_per_booking=2, **soon)

    assert visitor.open(FORM).texts("section.person h2") == ["You", "Person 2"]


def test_somebody_can_book_without_coming(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.send(visitor.open(FORM), {**SAM, "absent": "on"})
    assert form.problems == ["Person 1: Type the name of this person"]

    page = visitor.send(form, {"p1-name": "Ann Sample"})

    assert page.state == "confirmed"
    assert Booking.objects.get().name == "Sam Sample"
    assert list(Attendee.objects.values_list("name", flat=True)) == ["Ann Sample"]


# languages


def test_switching_the_language_keeps_what_was_typed(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.send(visitor.open(FORM), {**SAM, "p1-diet": ["vegan"], "add": "1"})
    button = form.soup.select_one("button[name=switch]")
    assert (button["form"], button["lang"], button["value"]) == ("booking", "cy", "cy")

    page = visitor.send(form, {"p2-name": "Siân Sampl", "switch": "cy"}, to=button["formaction"])

    assert (page.soup.html["lang"], page.path) == ("cy", "/cy/digwyddiadau/sample-event/book/")
    fields = page.fields()
    assert (fields["name"], fields["p2-name"], fields["p1-diet"]) == (["Sam Sample"], ["Siân Sampl"], ["vegan"])
    assert fields["token"] == form.fields()["token"]
    assert page.problems == []


def test_event_without_a_page_in_the_other_language_has_no_switch(open_event, visitor, soon):
    open_event(words={"en": {"title": "Only English", "path": "/en/events/sample-event/"}}, **soon)

    assert visitor.open(FORM).soup.select(".lang") == []


# problems


def test_problems_head_the_page_and_keep_what_was_typed(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.send(visitor.open(FORM), {"add": "1"})

    page = visitor.send(form, {"email": "sam@", "p2-name": "Siân Sampl", "p2-email": "sian"})

    assert page.title.startswith("Error: ")
    assert (page.status, page.state) == (200, "error")
    assert page.problems == [
        "You: Type your name",
        "You: Add the part after the @, for example name@example.org",
        "Person 2: Type the whole address with its @, for example name@example.org",
    ]
    anchors = [link["href"] for link in page.soup.select(".errors a")]
    assert anchors == ["#id_name", "#id_email", "#id_p2-email"]
    assert page.fields()["p2-name"] == ["Siân Sampl"]
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"people": "-1"},
        {"people": "99999999999999999999"},
        {"people": "two"},
        {"people": "40"},
        {"p1-ticket": "999999"},
        {"p1-ticket": "1 OR 1=1"},
        {"name": "a" * 10_000},
        {"name": "\u202e\u0000\u0007"},
        {"email": "sam@example.org\r\nBcc: all@example.org"},
        {"token": "forged"},
        {"p1-access": ["step_free", "free_beer"]},
        {"p1-access_text": "a" * 10_000},
    ],
)
def test_hostile_input_is_refused_and_kept(open_event, visitor, soon, typed):
    event = open_event(**soon)
    make_ticket_type(event, name="Other")
    form = visitor.open(FORM)

    page = visitor.send(form, {**SAM, "p1-ticket": str(event.ticket_types.all()[0].pk), **typed})

    assert page.state == "error"
    assert page.status in (200, 403)
    assert page.title.startswith("Error: ")
    assert Booking.objects.count() == 0
    assert page.fields()["email"] == [typed.get("email", SAM["email"]).replace("\r\n", "")] or "email" in typed


def test_markup_and_invisible_characters_are_stored_inert(open_event, visitor, soon):
    open_event(**soon)
    name = "<b>Sam</b> \u202egro\u0000  Sample"

    page = visitor.send(visitor.open(FORM), {**SAM, "name": name, "p1-access_text": "one\r\ntwo\u200f\u0007"})

    attendee = Attendee.objects.get()
    assert attendee.name == "<b>Sam</b> gro Sample"
    assert attendee.needs.get().text == "one\ntwo"
    assert "<b>Sam" not in page.text


def test_text_in_a_broken_encoding_is_no_error(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.open(FORM)
    token = form.fields()["token"][0]
    csrf = form.fields()["csrfmiddlewaretoken"][0]
    body = f"csrfmiddlewaretoken={csrf}&token={token}&people=1&email=sam@example.org&name=Sam%ED%A0%80%FF%FE".encode()

    response = visitor.client.post(FORM, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 303
    assert Attendee.objects.get().name == "Sam\ufffd\ufffd\ufffd\ufffd\ufffd"


@pytest.mark.parametrize("charset", ["hex", "utf-16", "no-such", "unicode_escape"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_strange_charsets_are_no_error(open_event, visitor, soon, kind, charset):
    open_event(**soon)
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nSam\\ud800\r\n--b--\r\n'

    response = visitor.client.generic("POST", FORM, body, content_type=f"{kind}; charset={charset}")

    assert response.status_code == 400


# refusals


def test_address_of_no_event_is_not_found(visitor, lists):
    assert visitor.open("/en/events/no-such-event/book/").status == 404


def test_event_is_not_found_under_another_page(open_event, visitor, soon, root_page):
    open_event(**soon)

    assert visitor.open("/en/sample-event/book/").status == 404


def test_unpublished_page_has_no_form(open_event, visitor, soon):
    open_event(**soon)
    WagtailPage.objects.filter(slug="sample-event").update(live=False)

    assert visitor.open(FORM).status == 404


def test_page_of_an_editor_may_be_called_book(visitor, root_page):
    about = root_page.add_child(instance=ContentPage(title="About", slug="about"))
    about.add_child(instance=ContentPage(title="A book of ours", slug="book"))

    assert visitor.open("/en/about/book/").heading == "A book of ours"


def test_form_follows_its_page_to_another_address(open_event, visitor, soon):
    event = open_event(**soon)
    event.words["en"]["path"] = "/en/whats-on/sample-event/"
    event.save()

    assert visitor.open("/en/whats-on/sample-event/book/").status == 200
    assert visitor.open(FORM).status == 404


def test_page_behind_a_password_keeps_its_form_there_too(open_event, visitor, soon, lists):
    open_event(**soon)
    PageViewRestriction.objects.create(page=lists["en"], restriction_type="password", password="sampl")

    page = visitor.open(FORM)

    assert page.soup.select("input[name=password]") != []
    assert page.soup.select("form#booking") == []
    assert visitor.open("/cy/digwyddiadau/sample-event/book/").soup.select("form#booking") != []


def test_page_is_behind_its_password_from_the_instant_at_which_it_is_set(open_event, visitor, soon, lists):
    open_event(**soon)
    assert visitor.open(FORM).soup.select("form#booking") != []
    restriction = PageViewRestriction.objects.create(page=lists["en"], restriction_type="password", password="sampl")
    assert visitor.open(FORM).soup.select("form#booking") == []

    restriction.delete()

    assert visitor.open(FORM).soup.select("form#booking") != []


def test_references_are_made_to_be_read_out(open_event, visitor, soon):
    open_event(**soon)

    page = visitor.send(visitor.open(FORM), SAM)

    assert re.fullmatch(r"[ACDEFGHJKMNPQRTUVWXYZ234679]{4}-[ACDEFGHJKMNPQRTUVWXYZ234679]{4}", page.reference)
