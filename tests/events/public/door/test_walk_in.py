from decimal import Decimal

from events.choices import BookingSource, SessionChoice
from events.models.bookings import Booking
from events.models.checkins import CheckIn
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.events import make_session, make_ticket_type


def add(telephone, page=None, **typed):
    return telephone.send(page or telephone.page("walk-in/"), {"name": "Walk Sample", **typed})


def state(page):
    return page.value("door-state")


def test_walk_in_is_booked_and_let_in(telephone, event):
    page = add(telephone)
    booking = Booking.objects.get()
    assert (state(page), page.texts(".nm")) == ("ok", ["Walk Sample"])
    assert (booking.source, booking.name, booking.state) == (BookingSource.WALK_IN, "Walk Sample", "confirmed")
    assert CheckIn.objects.get().attendee.booking == booking
    assert not Message.objects.exists()


def test_walk_in_with_an_address_gets_a_confirmation(telephone, event):
    add(telephone, email="walk@example.org")
    assert Message.objects.get().to_email == "walk@example.org"


def test_double_press_makes_one_walk_in(telephone, event):
    form = telephone.page("walk-in/")
    assert [state(add(telephone, form)) for _ in range(2)] == ["ok", "ok"]
    assert (Booking.objects.count(), CheckIn.objects.count()) == (1, 1)


def test_full_event_lets_nobody_in_and_keeps_what_was_typed(telephone, event):
    event.capacity = 1
    event.save()
    book(event, now=event.starts_at - (event.ends_at - event.starts_at))
    page = add(telephone)
    assert page.texts(".notice h2") == ["This event is fully booked. Nothing was booked."]
    assert page.soup.select_one("[name=name]")["value"] == "Walk Sample"
    assert page.link("Go to the events desk") == f"/admin/desk/{event.pk}/add/"
    assert Booking.objects.count() == 1


def test_name_is_asked_for(telephone, event):
    page = add(telephone, name=" ")
    assert page.problems == ["Type the name"]
    assert not Booking.objects.exists()


def test_ticket_and_session_are_chosen(telephone, event):
    event.session_choice = SessionChoice.ONE
    event.save()
    make_session(event, title="Begun")
    later = make_session(event, title="Later", hours=3)
    ticket = make_ticket_type(event, name="Other", price_kind="fixed", price=Decimal(10), sort_order=2)
    form = telephone.page("walk-in/")
    assert form.texts("select[name=chosen] option") == ["Later"]
    page = add(telephone, form, ticket=ticket.pk)
    assert (state(page), page.texts("h2")) == ("to_pay", ["To pay: £10"])
    assert [row.session for row in Booking.objects.get().attendees.get().chosen_sessions.all()] == [later]
