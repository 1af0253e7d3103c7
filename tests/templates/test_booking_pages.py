"""Booking, its result and the pages behind the secret link: what they say, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from events import errors
from tests.templates import samples
from tests.templates.drawing import draw, text_of, texts_of, value_of
from tests.templates.samples import book_context, manage_context, result_context

TYPED = {"email": "sam.sample@", "p1__ticket": 3, "p1__access": ["hearing_loop", "bsl"]}
GOOD = {"name": "Sam Sample", "email": "sam.sample@example.org", "p1__ticket": 1}


def draw_book(**more):
    return draw("events/booking/book.html", book_context(**more))


# the form


def test_form_for_one_person_asks_for_name_and_address_first():
    soup = draw_book()

    assert texts_of(soup, "form .field > label")[:2] == ["Your name", "E-mail address"]
    assert soup.select_one("input[name=name]")["autocomplete"] == "name"
    assert soup.select_one("input[name=email]")["autocomplete"] == "email"
    assert soup.select("section.person") == []
    assert texts_of(soup, "form button") == ["Book my place", "Add another person"]


def test_form_leaves_checking_to_the_server_in_the_readers_language():
    soup = draw_book()

    assert soup.select_one("form#booking").has_attr("novalidate")
    assert soup.select_one("button[name=add]").has_attr("formnovalidate")


def test_form_sends_its_token_and_its_count():
    context = book_context(number=2)

    soup = draw("events/booking/book.html", context)

    assert soup.select_one("input[name=token]")["value"] == context["form"].token
    assert soup.select_one("input[name=people]")["value"] == "2"


def test_switching_the_language_sends_what_was_typed():
    soup = draw_book()

    switch = soup.select_one("header .lang")
    assert (switch.name, switch["form"], switch["name"], switch["value"]) == ("button", "booking", "switch", "cy")
    assert switch["formaction"] == "/cy/"


def test_every_control_has_a_label_of_its_own():
    soup = draw_book(number=3)
    controls = soup.select("main input:not([type=hidden]), main select, main textarea")

    ids = [control["id"] for control in controls]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(label["for"] for label in soup.select("label"))


def test_everything_that_describes_a_control_is_on_the_page():
    soup = draw_book(number=2, typed=TYPED)

    named = {name for found in soup.select("[aria-describedby]") for name in found["aria-describedby"].split()}
    assert {name for name in named if soup.find(id=name) is None} == set()
    assert len(named) > 5


def test_form_says_who_sees_needs_and_how_long():
    soup = draw_book()

    assert text_of(soup, "details .who").startswith("Who sees this: Only the people running this event see this.")
    assert not soup.select_one("details").has_attr("open")


def test_form_for_several_days_says_when_they_start_and_end():
    event = samples.make_event(starts_at=samples.at("2027-06-10T13:00"), ends_at=samples.at("2027-06-12T11:00"))

    soup = draw_book(event=event)

    assert text_of(soup, ".box--wash") == (
        "Conversations that last Thursday 10 to Saturday 12 June 2027 "
        "Starts at 2pm on Thursday, ends at noon on Saturday Sample Hall, Wrexham"
    )


def test_event_that_does_not_ask_about_needs_shows_no_question():
    soup = draw_book(event=samples.make_event(asks_needs=False, attendance="online"))

    assert soup.select("details") == []


def test_tickets_carry_their_price_and_for_whom_they_are():
    soup = draw_book()

    assert texts_of(soup, ".optc b") == ["£0", "£5 or more", "£75", "4 time credits"]
    hint = soup.select_one("#id_p1-ticket_2")["aria-describedby"]
    assert soup.find(id=hint).get_text() == "Public body or business"


def test_single_ticket_is_not_asked_for():
    soup = draw_book(ticket_types=samples.ticket_types()[:1])

    assert soup.select(".optc") == []
    assert text_of(soup, "h1") == "Book your free place"


def test_form_for_several_people_has_a_section_for_each():
    soup = draw_book(number=3, focus=3)

    assert texts_of(soup, "section.person h2") == ["You", "Person 2", "Person 3"]
    assert [button["value"] for button in soup.select("button[name=remove]")] == ["2", "3"]
    assert texts_of(soup, "button[name=remove]") == ["Remove Remove person 2", "Remove Remove person 3"]
    assert [head.has_attr("autofocus") for head in soup.select("section.person h2")] == [False, False, True]
    assert text_of(soup, ".btn--big") == "Book our places"


def test_somebody_who_books_for_another_has_a_section_without_a_place():
    soup = draw_book(typed=GOOD | {"absent": "on", "p1__name": "Llŷr Sampl"})

    assert texts_of(soup, "section.person h2") == ["You", "Person 1"]
    assert soup.select_one("section.person").select(".optc") == []
    assert soup.select("button[name=remove]") == []


def test_form_at_its_largest_adds_nobody():
    assert draw_book(event=samples.make_event(max_per_booking=2), number=2).select("button[name=add]") == []
    assert draw_book(event=samples.make_event(max_per_booking=1)).select("button[name=add]") == []


def test_errors_head_the_page_and_link_to_their_fields():
    soup = draw_book(typed=TYPED)

    assert soup.title.get_text().startswith("Error: Book your place, ")
    assert text_of(soup, ".errors h2") == "There are 2 things to put right"
    assert [(link.get_text(), link["href"]) for link in soup.select(".errors a")] == [
        ("Type your name", "#id_name"),
        ("Add the part after the @, for example name@example.org", "#id_email"),
    ]


def test_errors_of_several_people_say_whose_they_are():
    soup = draw_book(number=2, typed=GOOD | {"p2__name": "Llŷr Sampl", "p2__email": "llyr@"})

    assert [(link.get_text(), link["href"]) for link in soup.select(".errors a")] == [
        ("Person 2: Add the part after the @, for example name@example.org", "#id_p2-email"),
        ("Person 2: Choose a ticket", "#id_p2-ticket_0"),
    ]
    assert all(soup.find(id=link["href"][1:]) for link in soup.select(".errors a"))


def test_errors_keep_everything_that_was_typed():
    soup = draw_book(typed=TYPED)

    assert soup.select_one("input[name=email]")["value"] == "sam.sample@"
    assert soup.select_one("input[name=p1-ticket]:checked")["value"] == "3"
    assert [box["value"] for box in soup.select("input[name=p1-access]:checked")] == ["hearing_loop", "bsl"]
    assert soup.select_one("details").has_attr("open")
    assert soup.select_one("input[name=name]")["aria-invalid"] == "true"


def test_one_error_is_counted_as_one():
    soup = draw_book(typed=TYPED | {"name": "Sam Sample"})

    assert text_of(soup, ".errors h2") == "There is 1 thing to put right"


def test_what_visitors_type_is_inert():
    soup = draw_book(typed=TYPED | {"name": '"><script>alert(1)</script>', "p1__access_text": "</textarea><b>"})

    assert soup.select("script:not([src]), textarea b") == []
    assert soup.select_one("input[name=name]")["value"] == '"><script>alert(1)</script>'


def test_refusal_says_what_to_do_and_keeps_the_form():
    refusal = errors.SoldOut(limit="event", wanted=3, free=1)

    soup = draw_book(typed=GOOD, refusal=refusal, state=refusal.state, offers_waitlist=True)

    assert value_of(soup, "booking-state") == "full"
    assert text_of(soup, ".notice--bad h2") == "Only 1 place is left, and you asked for 3. Nothing was booked."
    assert soup.select_one(".notice--bad button")["form"] == "booking"
    assert soup.select_one("input[name=email]")["value"] == "sam.sample@example.org"


def test_earlier_booking_offers_its_link_and_another_place():
    soup = draw_book(typed=GOOD, refusal=errors.AlreadyBooked(), state="error", offers_link=True)

    assert [button["name"] for button in soup.select(".notice--info button")] == ["send_link", "anyway"]


def test_link_to_an_earlier_booking_is_on_its_way():
    assert text_of(draw_book(typed=GOOD, link_sent=True), ".notice--good h2") == "Look at your e-mail"


def test_form_that_was_only_opened_answers_nothing():
    assert value_of(draw_book(), "booking-state") is None


def test_form_for_the_waitlist_says_so_and_goes_on_saying_it():
    soup = draw_book(waits=True)

    assert text_of(soup, "h1") == "Join the waitlist"
    assert text_of(soup, ".btn--big") == "Join the waitlist"
    assert soup.select_one("input[name=waits]")["type"] == "hidden"


def test_closed_booking_says_why_and_leads_back():
    event = samples.make_event()
    context = samples.frame() | {"event": event, "words": samples.words(event), "event_url": "/en/events/a/"}

    soup = draw("events/booking/closed.html", context | {"refusal": errors.SaleClosed()})

    assert text_of(soup, ".notice") == "Booking for this event has closed. Nothing was booked."
    assert soup.select_one("main a.btn")["href"] == "/en/events/a/"
    assert value_of(soup, "booking-state") == "error"


# the result


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("confirmed", "You are in. Croeso!"),
        ("waiting", "You are number 12 on the waitlist"),
        ("requested", "We have your request"),
    ],
)
def test_result_says_its_state_and_reference_to_people_and_machines(state, heading):
    soup = draw("events/booking/confirmed.html", result_context(state))

    assert text_of(soup, "h1") == heading
    assert value_of(soup, "booking-state") == state
    assert value_of(soup, "booking-reference") == "K7QM-4XRD"
    assert text_of(soup, "data.booking-reference") == "K7QM-4XRD"


def test_confirmation_shows_the_ticket_with_its_code():
    soup = draw("events/booking/confirmed.html", result_context())

    assert text_of(soup, ".ticket h3") == "Conversations that last"
    assert soup.select_one(".ticket svg")["viewbox"] == "0 0 9 9"
    assert texts_of(soup, ".panel .lead") == ["2 places, Thursday 11 February 2027, 10am to 3.30pm"]


def test_waitlist_shows_no_ticket():
    assert draw("events/booking/confirmed.html", result_context("waiting")).select(".ticket") == []


def test_confirmation_without_links_has_no_empty_ones():
    context = result_context(manage_url=None, calendar_url=None, tickets_url=None, event_url=None, tickets=[])

    soup = draw("events/booking/confirmed.html", context)

    assert [link for link in soup.select("main a") if not link.get("href")] == []
    assert soup.select(".ticket") == []


# the secret link


def test_booking_shows_its_people_and_what_can_be_done():
    soup = draw("events/my_booking/booking.html", manage_context())

    assert texts_of(soup, "section.box h3") == ["Sam Sample", "Llŷr Sampl", "Siân Enghraifft"]
    assert texts_of(soup, "section.box .badge") == ["Booked", "Booked", "Cancelled"]
    assert [link["href"] for link in soup.select("section.box a")] == [
        "/bookings/mine/cancel/?place=1",
        "/bookings/mine/cancel/?place=2",
    ]
    assert value_of(soup, "booking-state") == "confirmed"
    assert value_of(soup, "booking-reference") == "K7QM-4XRD"
    assert "Tell us by Monday 8 February 2027, 5pm" in soup.get_text()


def test_booking_that_is_past_changing_offers_no_change():
    soup = draw("events/my_booking/booking.html", manage_context(can_cancel=False))

    assert [link for link in soup.select("a") if link["href"].startswith("/bookings/mine/cancel/")] == []


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("cancelled", "This booking is cancelled"),
        ("waiting", "You are number 12 on the waitlist"),
        ("requested", "Waiting for the organisers"),
        ("rejected", "The organisers could not give you a place"),
        ("lapsed", "The offer has ended"),
        ("declined", "You did not take the place"),
        ("expired", "The time for this booking has ended"),
    ],
)
def test_booking_says_how_it_stands(state, heading):
    soup = draw("events/my_booking/booking.html", manage_context(state))

    assert text_of(soup, ".notice h2") == heading
    assert value_of(soup, "booking-state") == state


def test_booking_of_a_cancelled_event_says_so():
    event = samples.make_event(date_state="cancelled")

    soup = draw("events/my_booking/booking.html", manage_context(event=event))

    assert text_of(soup, ".notice h2") == "This event is cancelled"


def test_booking_says_what_was_saved():
    soup = draw("events/my_booking/booking.html", manage_context(saved="We are sending the e-mail again."))

    assert text_of(soup, ".notice--good") == "We are sending the e-mail again."


def test_cancelling_asks_who_no_longer_comes():
    soup = draw("events/my_booking/cancel.html", samples.cancel_context())

    assert text_of(soup, "h1") == "Which places shall we cancel?"
    assert [box["value"] for box in soup.select("input[name=places]")] == ["1", "2"]
    assert texts_of(soup, "form .btn") == ["Cancel the ticked places", "Keep my booking as it is"]


def test_cancelling_keeps_the_ticks_after_a_refusal():
    typed = QueryDict("places=2")

    soup = draw(
        "events/my_booking/cancel.html",
        samples.cancel_context(typed, refusal=errors.TooLateToChange(), said_state="error"),
    )

    assert [box["value"] for box in soup.select("input:checked")] == ["2"]
    assert "It is too late to change this booking here." in text_of(soup, ".notice--bad")
    assert value_of(soup, "booking-state") == "error"


def test_cancelling_nobody_is_an_error_with_a_way_to_the_ticks():
    soup = draw("events/my_booking/cancel.html", samples.cancel_context(QueryDict("sent=1"), said_state="error"))

    (link,) = soup.select(".errors a")
    assert link.get_text() == "Tick the places that you want to cancel"
    assert soup.find(id=link["href"][1:])["type"] == "checkbox"


def test_cancelled_page_says_what_is_left():
    soup = draw("events/my_booking/cancelled.html", manage_context("confirmed", number=1, left=1))

    assert text_of(soup, "h1") == "1 place is cancelled"
    assert "1 place is still booked." in soup.get_text()
    assert value_of(soup, "booking-state") == "confirmed"
    assert value_of(soup, "booking-reference") == "K7QM-4XRD"


def test_dead_link_says_what_to_do_and_names_nobody():
    soup = draw("events/my_booking/link_dead.html", samples.frame() | {"lost_url": "/bookings/find/"})

    assert value_of(soup, "booking-state") == "error"
    assert soup.select_one("main a")["href"] == "/bookings/find/"


def test_lost_link_says_the_same_for_every_address():
    soup = draw("events/my_booking/lost_link.html", samples.frame() | {"sent": True})

    assert "If there are bookings for this address" in text_of(soup, ".notice--good")
    assert soup.select("form") == []


def test_lost_link_asks_for_one_address():
    soup = draw("events/my_booking/lost_link.html", samples.frame() | {"form": samples.EmailForm()})

    assert texts_of(soup, "form label") == ["E-mail address"]
