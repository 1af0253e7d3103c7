"""Steering one booking: each act through its page, with its reason, its history and its refusals."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events.backoffice.acts import ACTS
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import BookingState, MessageKind, StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking
from events.models.events import Event
from events.models.messages import Message
from tests.events.backoffice.conftest import book_earlier, client_of, member, soon
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db

WHY = {"reason": "They travel far"}


def address(booking, act):
    return reverse("desk:act", args=[booking.event_id, booking.reference, act])


def press(client, booking, act, **fields):
    return client.post(address(booking, act), fields, follow=True)


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def state_of(booking):
    booking.refresh_from_db()
    return BookingState(booking.state)


def is_clean():
    """Ends with 1 when any promise is broken."""
    call_command("audit_bookings", verbosity=0)
    return True


@pytest.fixture
def waiting(event):
    return event.bookings.get(name="Wendy Waiting")


@pytest.fixture
def offered(booking, waiting):
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    assert state_of(waiting) == BookingState.OFFERED
    return waiting


@pytest.fixture
def request_(own):
    event = make_event("by-approval", host=own, capacity=1, needs_approval=True, **soon())
    return book_earlier(event, name="Rhys Requesting", email="rhys@example.org")


def test_approving_confirms_and_goes_back_to_the_booking(organiser, request_):
    response = press(organiser, request_, "approve")
    assert (state_of(request_), said(response)) == (BookingState.CONFIRMED, ["The booking is approved."])
    assert response.redirect_chain == [(reverse("desk:booking", args=[request_.event_id, request_.reference]), 302)]
    assert is_clean()


def test_approving_twice_confirms_once(organiser, request_):
    for _ in range(2):
        press(organiser, request_, "approve")
    assert Message.objects.filter(booking=request_, kind=MessageKind.CONFIRMATION).count() == 1


def test_a_press_on_the_events_page_leads_back_there(organiser, request_):
    response = press(organiser, request_, "approve", back="event")
    assert response.redirect_chain == [(reverse("desk:event", args=[request_.event_id]), 302)]


def test_a_decision_after_its_deadline_is_refused_in_words(organiser, request_):
    Booking.objects.filter(pk=request_.pk).update(deadline_at=timezone.now())
    response = press(organiser, request_, "approve")
    assert "This booking has changed in the meantime" in response.content.decode()
    assert state_of(request_) == BookingState.REQUESTED


def test_not_approving_serves_the_next_party_and_says_why_in_the_history(organiser, request_):
    next_party = book_earlier(request_.event, email="next@example.org", joins_waitlist=True)
    press(organiser, request_, "reject", **WHY)
    assert (state_of(request_), state_of(next_party)) == (BookingState.REJECTED, BookingState.OFFERED)
    entry = AuditEntry.objects.get(action="booking.rejected")
    assert (entry.reason, entry.user.username) == ("They travel far", "organiser-of-own")
    assert is_clean()


def test_moving_up_puts_a_party_before_all_others(organiser, event, waiting):
    last = book_earlier(event, email="last@example.org", joins_waitlist=True)
    press(organiser, last, "move-up", **WHY)
    assert list(Booking.objects.filter(event=event).in_queue()) == [last, waiting]
    assert AuditEntry.objects.get(action="waitlist.moved_up").reason == "They travel far"


def test_offering_now_needs_free_places(organiser, event, waiting):
    response = press(organiser, waiting, "offer-now", **WHY)
    assert "This event is fully booked. Nothing was booked." in response.content.decode()
    assert 'value="They travel far"' in response.content.decode()
    assert state_of(waiting) == BookingState.WAITING


def test_offering_now_goes_out_of_turn(organiser, event, waiting):
    Booking.objects.filter(pk=waiting.pk).update(saves_places=True)
    big = book_earlier(event, 2, email="big@example.org", joins_waitlist=True)
    Event.objects.update(capacity=4)
    press(organiser, big, "offer-now", **WHY)
    assert (state_of(big), state_of(waiting)) == (BookingState.OFFERED, BookingState.WAITING)
    assert AuditEntry.objects.filter(action="waitlist.offered", booking=big).get().reason == "They travel far"


def test_places_are_saved_and_no_longer_saved(organiser, waiting):
    press(organiser, waiting, "save-places", **WHY)
    assert Booking.objects.get(pk=waiting.pk).saves_places is True
    press(organiser, waiting, "stop-saving", reason="Not needed now")
    assert Booking.objects.get(pk=waiting.pk).saves_places is False
    reasons = AuditEntry.objects.filter(action__startswith="waitlist.").values_list("action", "reason")
    assert set(reasons) == {("waitlist.saving", "They travel far"), ("waitlist.not_saving", "Not needed now")}


def test_an_offer_is_taken_back_for_good(organiser, event, offered):
    press(organiser, offered, "revoke-offer", **WHY)
    assert state_of(offered) == BookingState.LAPSED
    assert Message.objects.filter(booking=offered, kind=MessageKind.OFFER_LAPSED).count() == 1
    assert is_clean()


def test_bringing_back_needs_no_reason_while_there_is_room(organiser, booking):
    Booking.objects.filter(state=BookingState.WAITING).delete()
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    press(organiser, booking, "reinstate")
    assert state_of(booking) == BookingState.CONFIRMED
    assert Attendee.objects.on_lists().filter(booking=booking).count() == 2
    assert is_clean()


def test_bringing_back_to_a_full_event_is_refused_and_keeps_what_was_typed(organiser, booking, offered):
    response = press(organiser, booking, "reinstate", **WHY)
    page = response.content.decode()
    assert "Only 1 place is left, and you asked for 2. Nothing was booked." in page
    assert 'value="They travel far"' in page
    assert state_of(booking) == BookingState.CANCELLED


def test_bringing_back_beyond_the_limit_asks_why(organiser, booking, offered):
    response = press(organiser, booking, "reinstate", beyond="on")
    assert "Please say why." in response.content.decode()
    assert response.context["form"]["beyond"].value() is True
    press(organiser, booking, "reinstate", beyond="on", **WHY)
    booking.refresh_from_db()
    assert (booking.state, booking.over_allocated_reason) == (BookingState.CONFIRMED, "They travel far")
    assert booking.over_allocated_by.username == "organiser-of-own"
    assert is_clean()


def test_the_mail_is_sent_again_and_that_is_noted(organiser, booking):
    press(organiser, booking, "send-again")
    assert Message.objects.filter(booking=booking, kind=MessageKind.CONFIRMATION).count() == 2
    assert AuditEntry.objects.get(action="booking.sent_again").booking == booking


def test_a_whole_booking_is_cancelled_and_the_queue_served(organiser, booking, waiting):
    press(organiser, booking, "cancel-all", reason="The bus does not run")
    assert (state_of(booking), state_of(waiting)) == (BookingState.CANCELLED, BookingState.OFFERED)
    entry = AuditEntry.objects.get(action="booking.cancelled")
    assert (entry.count, entry.reason) == (2, "The bus does not run")
    assert Message.objects.filter(booking=booking, kind=MessageKind.CANCELLATION).count() == 1
    assert is_clean()


@pytest.mark.parametrize("act", [act.slug for act in ACTS.values() if act.needs_reason])
def test_an_act_without_its_reason_changes_nothing(organiser, event, waiting, act):
    before = (Booking.objects.values().get(pk=waiting.pk), Event.objects.values("revision").get())
    response = press(organiser, waiting, act, reason=" \t ")
    assert "Please say why." in response.content.decode()
    assert (Booking.objects.values().get(pk=waiting.pk), Event.objects.values("revision").get()) == before


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("act", ACTS)
def test_looking_at_the_page_of_an_act_changes_nothing(organiser, event, waiting, act, method):
    before = list(Booking.objects.order_by("pk").values())
    revision = Event.objects.values("revision").get()
    assert getattr(organiser, method)(address(waiting, act), WHY).status_code == 200
    assert (list(Booking.objects.order_by("pk").values()), Event.objects.values("revision").get()) == (before, revision)
    assert Message.objects.filter(created_at__gte=timezone.now() - dt.timedelta(minutes=5)).count() == 0


def test_an_act_that_does_not_suit_says_so_and_offers_no_button(organiser, booking):
    page = organiser.get(address(booking, "reinstate")).content.decode()
    assert "As this booking stands now, that is not possible." in page
    assert ">Bring back</button>" not in page


@pytest.mark.parametrize("act", ["explode", "cancelled", "approve-2"])
def test_an_unknown_act_is_refused(organiser, booking, act):
    assert organiser.post(address(booking, act)).status_code == 403


@pytest.mark.parametrize("act", ACTS)
def test_another_organisations_bookings_are_out_of_reach(organiser, event, foreign_event, act):
    stranger = foreign_event.bookings.get()
    for reached in (foreign_event, event):
        url = reverse("desk:act", args=[reached.pk, stranger.reference, act])
        response = organiser.post(url, WHY)
        assert (response.status_code, b"Secret" in response.content) == (403, False)
    assert AuditEntry.objects.filter(booking=stranger, actor="staff").count() == 0


@pytest.mark.parametrize("role", [StaffRole.DOOR_HELPER, StaffRole.FINANCE, StaffRole.DATA_LEAD, StaffRole.EDITOR])
def test_roles_that_change_nothing_are_shown_no_buttons(own, booking, role):
    client = client_of(member(own, role))
    for url in (
        reverse("desk:event", args=[booking.event_id]),
        reverse("desk:booking", args=[booking.event_id, booking.reference]),
    ):
        assert not re.search(r"/(send-again|move-up|offer-now)/", client.get(url).content.decode())


def test_a_reason_is_one_line_without_invisible_characters(organiser, waiting):
    press(organiser, waiting, "move-up", reason="=1+1\u202e\x07 <b>\n now")
    assert AuditEntry.objects.get(action="waitlist.moved_up").reason == "=1+1 <b> now"


def test_a_reason_that_is_too_long_is_kept_to_be_shortened(organiser, waiting):
    page = press(organiser, waiting, "move-up", reason="x" * 251).content.decode()
    assert "Use at most 250 characters" in page
    assert "x" * 251 in page


def test_the_booking_shows_who_did_it_when_and_why(organiser, waiting):
    page = press(organiser, waiting, "move-up", **WHY).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Moved to the front of the waitlist Staff organiser, " in text
    assert "They travel far" in text
