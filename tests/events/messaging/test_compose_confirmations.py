"""Mails about a booking that stands or ends."""

import datetime as dt

import pytest

from events.booking.bookings import cancel_places
from events.booking.changes import give_booking
from events.booking.journal import By
from events.booking.links import link_of
from events.choices import Attendance, BookingState, LinkPurpose, MessageKind, PaymentMethod, PaymentState, PriceKind
from events.messaging.compose import compose
from events.models.bookings import Attendee, Booking
from events.models.messages import Message, SecretLink
from events.models.payments import Payment
from events.payments.credit_places import spend
from tests.events.messaging.reading import JOIN, LINK, Seen, cancelled, flat, parts, written
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation, make_session, make_venue
from tests.factories.messages import make_message
from tests.factories.time_credits import make_account

pytestmark = pytest.mark.django_db


def test_confirmation_says_when_where_who_and_under_which_reference():
    event = make_event(venue=make_venue(address="1 Sample Street", postcode="LL00 0AA"))
    booking = book(event, 2, name="Sample Person")
    names = [person.name for person in booking.attendees.all()]
    wire, text, _, _ = written(booking)
    assert wire["Subject"] == "You are in: Sample event, Thursday 11 February"
    assert text.startswith(
        "You are in: Sample event\n\nHello Sample Person.\n\n"
        "Your 2 places are booked. We look forward to meeting you.\n\n"
        "When:     Thursday 11 February 2027\n"
        "          10am to 3pm\n"
        "Where:    Example Hall, 1 Sample Street, Cardiff LL00 0AA\n"
        f"Booking:  {booking.reference}\n"
        f"Places:   {names[0]}\n"
        f"          {names[1]}\n\n"
        "See tickets, change or cancel:\nhttp://testserver/bookings/l/"
    )


def test_first_link_of_a_confirmation_opens_the_booking_and_all_of_them_work():
    booking = book(make_event())
    SecretLink.objects.all().delete()
    _, text, html, _ = written(booking)
    (first, rest), (second, tickets) = LINK.findall(text)
    assert (first, rest, tickets) == (second, "", "?next=tickets")
    assert link_of(first, now=NOW).booking == booking
    assert SecretLink.objects.get().purpose == LinkPurpose.MANAGE
    found = [link for link in Seen(html).links if "/bookings/" in link]
    assert found[0] == f"http://testserver/bookings/l/{first}/"


def test_no_table_holds_the_link_in_clear():
    _, text, _, _ = written(book(make_event()))
    token = LINK.findall(text)[0][0]
    rows = [list(model.objects.values_list()) for model in (Message, SecretLink, Booking, Attendee)]
    assert token not in repr(rows)


def test_confirmation_has_the_calendar_attached():
    wire, text, _, calendar = written(book(make_event()))
    assert calendar["METHOD"] == "PUBLISH"
    assert "The attached file puts it in your calendar." in text
    (attached,) = wire.iter_attachments()
    assert attached.get_filename() == "sample-event.ics"
    assert attached["Content-Type"].params["method"] == "PUBLISH"
    assert attached["Content-Type"].params["charset"] == "utf-8"


def test_confirmation_of_an_online_event_holds_the_link_to_join_and_no_ticket():
    event = make_event(attendance=Attendance.ONLINE, join_url=JOIN)
    _, text, html, calendar = written(book(event))
    assert f"Join online: {JOIN}" in flat(text)
    assert JOIN in Seen(html).links
    assert JOIN in calendar.walk("VEVENT")[0]["DESCRIPTION"]
    assert "?next=tickets" not in text


def test_confirmation_of_an_event_at_a_venue_never_holds_a_link_to_join():
    wire, text, html, _ = written(book(make_event(join_url=JOIN)))
    assert "meet.example.org" not in text + html + str(wire)


@pytest.mark.parametrize("kind", [MessageKind.WAITLIST_JOINED, MessageKind.OFFER, MessageKind.REQUESTED])
def test_nobody_is_told_the_link_to_join_before_they_are_in(kind):
    booking = book(make_event(attendance=Attendance.ONLINE, join_url=JOIN))
    Booking.objects.filter(pk=booking.pk).update(state=BookingState.WAITING, joined_at=NOW)
    booking.refresh_from_db()
    mail = compose(make_message(booking, kind=kind), now=NOW)
    assert "meet.example.org" not in mail.message().as_string()


def test_confirmation_names_tickets_and_sessions_where_people_chose():
    event = make_event(tickets=[{"name": "Place"}, {"name": "Concession"}], session_choice="any")
    session = make_session(event, title="Weaving")
    booking = book(event, 2, sessions=(session.pk,))
    first, second = booking.attendees.all()
    Attendee.objects.filter(pk=second.pk).update(ticket_type=event.ticket_types.all()[1])
    _, text, _, _ = written(booking)
    assert f"Places: {first.name} – Place – Weaving\n" in flat(text)
    assert f" {second.name} – Concession – Weaving\n" in flat(text)


def test_confirmation_says_what_is_to_pay():
    event = make_event(tickets=[{"price_kind": PriceKind.FIXED, "price": "47.50"}])
    assert "To pay: £95.00" in flat(written(book(event, 2))[1])
    assert "To pay" not in written(book(make_event("free")))[1]


def test_confirmation_says_time_credits():
    event = make_event(tickets=[{"price_kind": PriceKind.TIME_CREDITS, "credits": 2}])
    assert "To pay: 4 time credits" in flat(written(book(event, 2))[1])


def test_confirmation_says_what_is_paid_and_no_longer_to_pay():
    event = make_event(tickets=[{"price_kind": PriceKind.FIXED, "price": "1247.50"}])
    booking = book(event)
    sums = {"amount": "1247.50", "currency": "GBP", "created_at": NOW, "paid_at": NOW}
    Payment.objects.create(booking=booking, method=PaymentMethod.CARD, state=PaymentState.PAID, **sums)
    text = flat(written(booking)[1])
    assert "Paid: £1,247.50" in text
    assert "To pay" not in text


def test_confirmation_says_the_time_credits_that_were_spent():
    host = make_organisation()
    booking = book(make_event(host=host, tickets=[{"price_kind": PriceKind.TIME_CREDITS, "credits": 2}]))
    spend(booking, make_account(host, 5), now=NOW, by=By.booker())
    text = flat(written(booking)[1])
    assert "Paid: 2 time credits" in text
    assert "To pay" not in text


def test_confirmation_that_is_sent_late_says_what_was_true():
    event = make_event()
    booking = book(event, 2)
    message = Message.objects.get()
    later = NOW + dt.timedelta(minutes=5)
    cancel_places(booking.pk, now=later, by=By.booker())
    _, text, _, _ = parts(compose(Message.objects.get(pk=message.pk), now=later))
    assert "Your 2 places are booked" in text


def test_cancellation_of_some_places_says_which_and_what_stays():
    booking = book(make_event(), 3)
    first, second, third = booking.attendees.all()
    wire, text, _, calendar = cancelled(booking, 1)
    assert wire["Subject"] == "Places cancelled: Sample event, Thursday 11 February"
    assert f"Cancelled: {first.name}\n" in flat(text)
    assert f"Still booked: {second.name}\n {third.name}\n" in flat(text)
    assert calendar is None


def test_cancellation_of_all_places_takes_the_entry_out_of_the_calendar():
    booking = book(make_event(), 2)
    _, _, _, before = parts(compose(Message.objects.get(), now=NOW))
    wire, text, _, calendar = cancelled(booking)
    assert wire["Subject"] == "Your booking is cancelled: Sample event, Thursday 11 February"
    assert "Still booked" not in text
    (put_in,), (taken_out,) = before.walk("VEVENT"), calendar.walk("VEVENT")
    assert calendar["METHOD"] == "CANCEL"
    assert taken_out["UID"] == put_in["UID"]
    assert taken_out["SEQUENCE"] > put_in["SEQUENCE"]


def test_cancellation_leaves_the_calendar_alone_while_another_booking_stands():
    event = make_event()
    first = book(event, email="same@example.org")
    book(event, email="same@example.org", knows_other=True)
    assert cancelled(first)[3] is None


def test_cancellation_without_names_reads_who_left_from_the_booking():
    booking = book(make_event(), 2)
    first = booking.attendees.all()[0]
    cancel_places(booking.pk, attendee_ids=[first.pk], now=NOW, by=By.booker())
    _, text, _, _ = written(booking, kind=MessageKind.CANCELLATION)
    assert "We have taken one person off" in text
    assert f"Cancelled: {first.name}\n" in flat(text)


# --- Somebody else's booking by now -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [MessageKind.CONFIRMATION, MessageKind.CHANGE, MessageKind.LINK])
def test_mail_to_an_earlier_address_opens_nothing(kind):
    booking = book(make_event(attendance=Attendance.HYBRID, join_url=JOIN))
    message = make_message(booking, kind=kind)
    give_booking(booking.pk, name="Second Person", email="second@example.org", now=NOW, by=By.booker())
    SecretLink.objects.all().delete()
    wire, text, html, calendar = parts(compose(Message.objects.get(pk=message.pk), now=NOW))
    assert "/bookings/" not in text + html
    assert "meet.example.org" not in wire.as_string()
    assert calendar is None
    assert not SecretLink.objects.exists()


@pytest.mark.parametrize(("comes_instead", "method"), [(True, "CANCEL"), (False, None)])
def test_passed_on_booking_leaves_the_calendar_of_who_stays_away(comes_instead, method):
    booking = book(make_event())
    place = booking.attendees.get().pk if comes_instead else None
    give_booking(booking.pk, name="Second Person", email="second@example.org", place=place, now=NOW, by=By.booker())
    message = Message.objects.get(kind=MessageKind.PASSED_ON)
    wire, text, html, calendar = parts(compose(message, now=NOW))
    assert wire["Subject"] == "Your booking is passed on: Sample event, Thursday 11 February"
    assert "belongs to another person now" in text
    assert ("Second" in text + html, "/bookings/" in text + html) == (False, False)
    assert (calendar["METHOD"] if calendar else None) == method


def test_mail_of_a_passed_on_booking_is_in_both_languages_and_opens_it():
    booking = book(make_event())
    give_booking(booking.pk, name="Second Person", email="second@example.org", now=NOW, by=By.booker())
    message = Message.objects.get(to_email="second@example.org")
    _, text, _, _ = parts(compose(message, now=NOW))
    assert text.index("Rydych chi i mewn") < text.index("You are in")
    assert "/bookings/l/" in text
