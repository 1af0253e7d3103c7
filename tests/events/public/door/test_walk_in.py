from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from events.backoffice.appointments import appoint
from events.choices import BookingSource, SessionChoice, StaffRole
from events.models.bookings import Booking
from events.models.checkins import CheckIn
from events.models.messages import Message
from tests.factories.bookings import book
from tests.factories.checkins import make_door
from tests.factories.events import make_event, make_session, make_ticket_type


def add(telephone, page=None, **typed):
    return telephone.send(page or telephone.page("walk-in/"), {"name": "Walk Sample", **typed})


def state(page):
    return page.value("door-state")


@pytest.fixture
def full(event):
    event.capacity = 1
    event.save()
    book(event, now=event.starts_at - (event.ends_at - event.starts_at))
    return event


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


def test_full_event_lets_nobody_in_and_keeps_what_was_typed(telephone, full):
    page = add(telephone)
    assert page.texts(".notice h2") == ["This event is fully booked. Nothing was booked."]
    assert page.soup.select_one("[name=name]")["value"] == "Walk Sample"
    assert page.link("Go to the events desk") == f"/admin/desk/{full.pk}/add/"
    assert Booking.objects.count() == 1


def beyond(page):
    return page.soup.select_one("form[action$='/add/']")


def signed_in(telephone, event, role):
    user = User.objects.create(username=role, first_name="Staff", last_name="Sample")
    appoint(user, event.host, role)
    telephone.client.force_login(user)


def test_staff_give_a_place_beyond_the_limit_by_name_and_with_a_reason(telephone, full):
    signed_in(telephone, full, StaffRole.EVENT_STAFF)
    asked = telephone.send(add(telephone, email="walk@example.org"), form="form[action$='/add/']")
    assert "This event is fully booked. Nothing was booked." in asked.text
    form = "form.desk-form"
    assert "Please say why" in telephone.send(asked, {"beyond": "on"}, form=form).text
    found = telephone.send(asked, {"beyond": "on", "reason": "Came from far away"}, form=form)

    entered = Booking.objects.get(name="Walk Sample")
    assert (entered.source, entered.over_allocated_by.username, entered.over_allocated_reason) == (
        BookingSource.WALK_IN,
        StaffRole.EVENT_STAFF,
        "Came from far away",
    )
    assert state(telephone.send(found, form=".hits form")) == "ok"
    assert CheckIn.objects.get().attendee.booking == entered


def test_walk_in_goes_on_in_the_session_it_came_from(telephone, full):
    session = make_session(full, title="Morning")
    signed_in(telephone, full, StaffRole.EVENT_STAFF)
    asked = telephone.send(add(telephone, telephone.page("walk-in/", session=session.pk)), form="form[action$='/add/']")
    found = telephone.send(asked, {"beyond": "on", "reason": "Speaks there"}, form="form.desk-form")
    assert found.texts("h1 small") == ["Morning"]


def test_who_may_not_go_beyond_a_limit_is_told(telephone, full):
    assert beyond(add(telephone)) is None
    signed_in(telephone, full, StaffRole.DOOR_HELPER)
    refused = telephone.send(add(telephone), form="form[action$='/add/']")
    assert (refused.status, Booking.objects.count()) == (403, 1)


def test_door_of_another_event_is_none_of_this_ones(telephone, full, link, today):
    signed_in(telephone, full, StaffRole.EVENT_STAFF)
    strange = make_door(make_event("strange", **today), token="another-token-that-is-long-enough")
    asked = telephone.send(add(telephone), form="form[action$='/add/']")
    assert asked.fields("form.desk-form")["door"] == [str(link.pk)]
    other = telephone.send(asked, {"door": strange.pk}, form="form.desk-form")
    assert "door" not in other.fields("form.desk-form")


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
