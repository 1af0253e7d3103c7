"""What the form answers when somebody cannot be booked as asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.booking.links import issue_link
from events.choices import MessageKind
from events.models.bookings import Booking
from events.models.messages import Message
from events.public import visitors
from tests.factories.bookings import book
from tests.factories.events import make_organisation
from tests.factories.payments import make_code

pytestmark = pytest.mark.django_db

FORM = "/en/events/sample-event/book/"
SAM = {"name": "Sam Sample", "email": "sam@example.org"}


# one person


def test_full_event_keeps_the_form_and_offers_the_waitlist(open_event, visitor, soon):
    event = open_event(capacity=1, **soon)
    form = visitor.open(FORM)
    book(event, now=timezone.now())

    page = visitor.send(form, SAM)

    assert (page.status, page.state) == (200, "full")
    assert page.title.startswith("Error: ")
    assert page.texts(".notice h2") == ["This event is fully booked. Nothing was booked."]
    assert page.fields()["name"] == ["Sam Sample"]

    page = visitor.send(page, {"waitlist": "1"})
    assert (page.state, page.heading) == ("waiting", "You are number 1 on the waitlist")
    assert Message.objects.filter(kind=MessageKind.WAITLIST_JOINED).count() == 1


def test_party_that_does_not_fit_takes_nothing_and_is_told(open_event, visitor, soon):
    event = open_event(capacity=2, waitlist=False, **soon)
    form = visitor.send(visitor.send(visitor.open(FORM), {**SAM, "add": "1"}), {"add": "1"})

    page = visitor.send(form, {"p2-name": "Ann Sample", "p3-name": "Ben Sample"})

    assert page.state == "full"
    assert page.texts(".notice h2") == ["Only 2 places are left, and you asked for 3. Nothing was booked."]
    assert page.soup.select("button[name=waitlist]") == []
    assert event.attendees.count() == 0


def test_form_for_the_waitlist_joins_it_at_once(open_event, visitor, soon):
    event = open_event(capacity=1, **soon)
    book(event, now=timezone.now())
    form = visitor.open(f"{FORM}?waits=1")
    assert form.heading == "Join the waitlist"

    assert visitor.send(form, SAM).state == "waiting"


def test_same_person_is_asked_before_booking_again(open_event, visitor, soon):
    event = open_event(**soon)
    book(event, email="SAM@example.org", now=timezone.now())

    page = visitor.send(visitor.open(FORM), SAM)

    assert (page.state, Booking.objects.count()) == ("error", 1)
    assert page.texts(".notice button") == ["Send me the link again", "Book anyway"]

    assert visitor.send(page, {"anyway": "1"}).state == "confirmed"
    assert Booking.objects.count() == 2


def test_same_person_can_have_the_link_sent_again(open_event, visitor, soon):
    event = open_event(**soon)
    earlier = book(event, email="sam@example.org", now=timezone.now())

    page = visitor.send(visitor.send(visitor.open(FORM), SAM), {"send_link": "1"})

    assert "If there is a booking for this address" in page.text
    assert Message.objects.get(kind=MessageKind.LINK).booking == earlier
    assert Booking.objects.count() == 1


def test_busy_database_keeps_the_form(open_event, visitor, soon, locked_database):
    open_event(**soon)
    form = visitor.open(FORM)

    with locked_database():
        page = visitor.send(form, SAM)

    assert (page.status, page.state) == (503, "busy")
    assert page.fields()["name"] == ["Sam Sample"]
    assert visitor.send(page).state == "confirmed"


def test_forged_post_books_nothing_and_keeps_the_form(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.open(FORM)

    page = visitor.send(form, {**SAM, "csrfmiddlewaretoken": "x" * 64})

    assert (page.status, page.state, Booking.objects.count()) == (403, "error", 0)
    assert visitor.send(page).state == "confirmed"


def test_machine_that_tries_is_slowed_down(open_event, visitor, soon):
    open_event(**soon)
    form = visitor.open(FORM)

    cache.set("pressed-book-127.0.0.1", visitors.BOOKINGS - 1)

    pages = [visitor.send(form, {"email": "sam@"}) for _ in range(2)]

    assert [(page.status, page.state) for page in pages] == [(200, "error"), (429, "error")]
    assert pages[1].fields()["email"] == ["sam@"]


def test_nobody_is_slowed_down_on_the_machine_itself_with_debug(open_event, visitor, soon, settings):
    settings.DEBUG = True
    open_event(**soon)
    form = visitor.open(FORM)

    cache.set("pressed-book-127.0.0.1", visitors.BOOKINGS)

    assert visitor.send(form, SAM).state == "confirmed"


# when the form is not shown


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"booking_opens_at": dt.timedelta(days=1)}, "Booking has not opened yet."),
        ({"booking_closes_at": -dt.timedelta(days=1)}, "Booking for this event has closed."),
        ({"date_state": "cancelled"}, "This event cannot be booked here."),
        ({"is_bookable": False}, "This event cannot be booked here."),
    ],
)
def test_event_that_cannot_be_booked_says_why(open_event, visitor, soon, facts, said):
    now = timezone.now()
    open_event(**soon, **{name: now + v if isinstance(v, dt.timedelta) else v for name, v in facts.items()})

    page = visitor.open(FORM)

    assert (page.status, page.state) == (200, "error")
    assert page.texts(".notice")[0].startswith(said)
    assert page.link("Back to the event") == "/en/events/sample-event/"


def test_event_without_tickets_on_sale_says_so(open_event, visitor, soon):
    open_event(tickets=[{"withdrawn": True}], **soon)

    assert visitor.open(FORM).texts(".notice")[0].startswith("There are no tickets on sale")


def test_booking_that_closes_meanwhile_keeps_the_form(open_event, visitor, soon):
    event = open_event(**soon)
    form = visitor.open(FORM)
    event.booking_closes_at = timezone.now() - dt.timedelta(seconds=1)
    event.save()

    page = visitor.send(form, SAM)

    assert page.texts(".notice h2") == ["Booking for this event has closed. Nothing was booked."]
    assert page.fields()["name"] == ["Sam Sample"]


# by invitation


def test_invitation_without_its_code_leads_to_the_question(open_event, visitor, soon):
    open_event(invitation_code="SAMPL-7", **soon)

    response = visitor.client.get(FORM)
    wrong = visitor.client.get(f"{FORM}?code=no&x")

    assert (response.status_code, response["Location"]) == (302, "/en/events/sample-event/")
    assert (wrong.status_code, wrong["Location"]) == (302, "/en/events/sample-event/?code=no")


def test_invitation_with_its_code_is_booked_like_any_other(open_event, visitor, soon):
    open_event(invitation_code="SAMPL-7", **soon)
    form = visitor.open(f"{FORM}?code=sampl-7")

    assert visitor.send(form, SAM).state == "confirmed"


def test_wrong_code_in_the_form_is_a_problem_of_its_field(open_event, visitor, soon):
    open_event(invitation_code="SAMPL-7", **soon)
    form = visitor.open(f"{FORM}?code=SAMPL-7")

    page = visitor.send(form, {**SAM, "code": "guess"})

    assert page.problems == [
        "That invitation code does not open this event. Check the code in your invitation and type it again."
    ]
    assert page.soup.select_one("input[name=code]")["type"] == "text"
    assert visitor.send(page, {"code": "SAMPL-7"}).state == "confirmed"


@pytest.mark.parametrize("typed", [{}, {"code": "guess"}, {"add": "1"}, {"switch": "cy"}, {"token": "forged"}])
def test_invitation_posted_without_its_code_tells_nothing(open_event, visitor, soon, typed):
    """A form that was never drawn for this browser is not drawn now: its title and time are for the invited."""
    open_event(invitation_code="SAMPL-7", **soon)

    response = visitor.client.post(FORM, {**SAM, **typed})

    code = f"?code={typed['code']}" if "code" in typed else ""
    assert (response.status_code, response["Location"]) == (302, f"/en/events/sample-event/{code}")
    assert Booking.objects.count() == 0


# addresses


# no way to pay


PRICED = {"name": "Organisation", "price_kind": "fixed", "price": "75.00"}
NO_WAY = "No way to pay is set up on this site yet"


def asks_money(open_event, soon, *tickets, **facts):
    host = make_organisation(email="hello@example.org", phone="00000 000 000")
    return open_event(tickets=[*tickets, PRICED], host=host, **soon, **facts)


def test_priced_event_without_a_way_to_pay_says_so_and_whom_to_ask(open_event, visitor, soon):
    asks_money(open_event, soon)
    page = visitor.open(FORM)
    assert (page.state, page.soup.select("form#booking")) == ("error", [])
    assert page.texts(".notice")[0].startswith(NO_WAY)
    assert page.texts(".notice")[0].endswith("E-mail hello@example.org , or phone 00000 000 000.")
    welsh = visitor.open("/cy/digwyddiadau/sample-event/book/")
    assert welsh.texts(".notice")[0].startswith("Does dim modd talu wedi’i drefnu ar y wefan hon eto")


def test_free_tickets_can_be_booked_beside_those_that_nobody_can_pay_for(open_event, visitor, soon):
    event = asks_money(open_event, soon, {"name": "Carer"})
    make_code(event)
    form = visitor.open(FORM)
    assert form.texts(".notice li") == ["Organisation"]
    assert "discount" not in form.fields()  # nothing that it could make cheaper
    dear = event.ticket_types.get(price=75)
    page = visitor.send(form, {**SAM, "p1-ticket": str(dear.pk)})
    assert page.state == "confirmed"
    assert [(person.ticket_type.name, person.price) for person in event.attendees.all()] == [("Carer", None)]


@pytest.mark.parametrize("way", ["takes_invoices", "takes_at_door"])
def test_priced_event_with_another_way_to_pay_is_booked(open_event, visitor, soon, way):
    event = asks_money(open_event, soon, **{way: True})
    page = visitor.send(visitor.open(FORM), SAM)
    assert (page.state, event.attendees.get().price) == ("confirmed", 75)


def test_nobody_is_added_with_a_ticket_that_cannot_be_paid(open_event, visitor, soon):
    event = asks_money(open_event, soon)
    booking = book(event, now=timezone.now())
    token = issue_link(booking=booking, now=timezone.now())
    visitor.open(f"/bookings/l/{token}/")
    page = visitor.open(f"/bookings/{booking.reference}/add/")
    assert page.soup.select("input[name$=-name]") == []
