"""One event's page: numbers, papers, newest bookings and the queue."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.backoffice.acts import ACTS
from events.booking.bookings import cancel_places
from events.booking.event_changes import tell_everybody
from events.booking.holds import begin_hold
from events.booking.interest import register_interest
from events.booking.journal import By
from events.booking.party import NeedGiven, PersonWish
from events.choices import DateState, MessageKind, NeedKind, SessionChoice, StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.events import Event, ProposedDate
from home.dates import moment_text
from tests.events.backoffice.conftest import book_earlier, client_of, member, queries_of, soon
from tests.factories.events import make_event, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def page_of(client, event):
    return client.get(reverse("desk:event", args=[event.pk]))


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_numbers_are_those_of_the_event(organiser, event):
    board = page_of(organiser, event).context["board"]
    assert (board.booked, board.undecided, board.waiting, board.free, board.over_by) == (2, 0, 1, 0, 0)


def test_a_limit_lowered_below_what_is_booked_says_by_how_many(organiser, event):
    Event.objects.update(capacity=1)
    assert "2 of 1 place over by 1" in words(page_of(organiser, event))


def test_an_event_without_a_limit_says_so(organiser, own):
    event = make_event(host=own, **soon())
    assert "0 no limit" in words(page_of(organiser, event))


def test_places_are_shown_by_ticket_and_by_session(organiser, own):
    event = make_event(host=own, **soon(), session_choice=SessionChoice.ANY, tickets=[{"name": "Full", "capacity": 4}])
    make_ticket_type(event, name="Gone", withdrawn=True)
    session = make_session(event, title="Morning", capacity=2)
    book_earlier(event, 2, sessions=(session.pk,))
    board = page_of(organiser, event).context["board"]
    assert [(bar.name, bar.taken, bar.limit, bar.share, bar.is_few) for bar in (*board.tickets, *board.sessions)] == [
        ("Full", 2, 4, 50, False),
        ("Morning", 2, 2, 100, True),
    ]


def test_people_with_needs_are_counted_and_nothing_of_them_is_shown(organiser, own):
    event = make_event(host=own, **soon())
    need = NeedGiven(NeedKind.ACCESS, text="A secret need")
    ticket = event.ticket_types.get().pk
    book_earlier(event, people=(PersonWish(name="Ann Sample", ticket_type=ticket, needs=(need, need)),))
    response = page_of(organiser, event)
    assert "1 person wrote a note" in words(response)
    assert "secret need" not in response.content.decode()


def test_the_queue_stands_in_the_order_in_which_it_is_served(organiser, event):
    second = book_earlier(event, name="Second Waiting", email="second@example.org", joins_waitlist=True)
    third = book_earlier(event, name="Third Waiting", email="third@example.org", joins_waitlist=True)
    Booking.objects.filter(pk=third.pk).update(priority=1)
    queue = page_of(organiser, event).context["queue"]
    assert [booking.name for booking in queue] == ["Third Waiting", "Wendy Waiting", second.name]


def test_open_offers_are_shown_with_their_end(organiser, event, booking):
    cancel_places(booking.pk, now=timezone.now(), by=By.booker())
    response = page_of(organiser, event)
    assert [offer.name for offer in response.context["offers"]] == ["Wendy Waiting"]
    deadline = response.context["offers"][0].deadline_at
    assert f"until {moment_text(deadline, event.zone, language='en', year=True)}" in words(response)


def test_forms_that_are_being_filled_in_are_counted_and_not_listed(organiser, own):
    event = make_event(host=own, **soon(), capacity=3)
    begin_hold(event_id=event.pk, size=2, form_token="form", now=timezone.now())
    context = page_of(organiser, event).context
    assert (context["board"].undecided, context["newest"]) == (2, [])


def test_all_papers_are_one_press_away(organiser, event):
    page = page_of(organiser, event).content.decode()
    for name in ("attendee_list", "sign_in_sheet", "badges", "attendees_csv", "attendees_xlsx", "columns"):
        assert f'"{reverse(f"desk:{name}", args=[event.pk])}"' in page


def test_looking_at_it_is_written_down_with_how_many_people(organiser, event):
    page_of(organiser, event)
    entry = AuditEntry.objects.get(action="desk.viewed")
    assert (entry.event, entry.count, entry.user.username) == (event, 3, "organiser-of-own")


def test_asking_for_its_head_writes_nothing(organiser, event):
    organiser.head(reverse("desk:event", args=[event.pk]))
    assert not AuditEntry.objects.filter(action="desk.viewed").exists()


def test_queries_do_not_grow_with_bookings(organiser, event):
    numbers = []
    page_of(organiser, event)
    for _ in range(3):
        book_earlier(event, joins_waitlist=True)
        numbers.append(queries_of(lambda: page_of(organiser, event)))
    assert numbers == [numbers[0]] * 3


def test_everybody_who_waits_can_be_steered_from_here(organiser, event):
    Booking.objects.filter(name="Wendy Waiting").update(saves_places=True)
    page = page_of(organiser, event).content.decode()
    waiting = event.bookings.get(name="Wendy Waiting")
    acts = [act for act in ACTS if f"{reverse('desk:act', args=[event.pk, waiting.reference, act])}?back=event" in page]
    assert acts == ["offer-now", "move-up", "stop-saving"]
    assert "Places are saved" in page


def test_requests_stand_with_their_deadline_and_both_answers(organiser, own):
    event = make_event(host=own, needs_approval=True, **soon())
    asked = book_earlier(event, name="Rhys Requesting")
    response = page_of(organiser, event)
    deadline = moment_text(asked.deadline_at, event.zone, language="en", year=True)
    assert f"to be decided by {deadline}" in words(response)
    approve, reject = (reverse("desk:act", args=[event.pk, asked.reference, act]) for act in ("approve", "reject"))
    assert f'<form action="{approve}" method="post">' in response.content.decode()
    assert f'href="{reject}?back=event"' in response.content.decode()


def test_interest_is_counted_for_each_proposed_date(organiser, own):
    event = make_event(host=own, starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    at = timezone.now() + dt.timedelta(days=60)
    date = ProposedDate.objects.create(event=event, starts_at=at, ends_at=at + dt.timedelta(hours=1))
    who = {"name": "Ann Sample", "email": "ann@example.org", "party_size": 3, "language": "en", "form_token": "form"}
    register_interest(event_id=event.pk, dates=[date.pk], now=timezone.now(), **who)
    text = words(page_of(organiser, event))
    assert "3 people would like to come." in text
    assert "suits 3 people" in text
    assert "Ann Sample" not in text


def test_who_was_told_of_a_change_is_shown_and_who_was_not(organiser, event, booking):
    Booking.objects.filter(name="Wendy Waiting").update(email="")
    tell_everybody(event, MessageKind.EVENT_CHANGED, now=timezone.now())
    booking.messages.filter(kind=MessageKind.EVENT_CHANGED).update(sent_at=timezone.now())
    text = words(page_of(organiser, event))
    assert "1 of 1 was told by e-mail." in text
    assert "No e-mail reached them. Please tell them yourself. Wendy Waiting" in text


def test_limits_of_tickets_and_sessions_say_by_how_many_they_are_exceeded(organiser, event):
    event.ticket_types.update(capacity=1)
    assert "2 of 1 over by 1" in words(page_of(organiser, event))


def test_looking_counts_each_person_once_also_when_they_are_still_to_be_told(organiser, event):
    Booking.objects.filter(name="Wendy Waiting").update(email="")
    tell_everybody(event, MessageKind.EVENT_CHANGED, now=timezone.now())
    page_of(organiser, event)
    assert AuditEntry.objects.get(action="desk.viewed").count == 3


def somebody_asks(event, *needs):
    ticket = event.ticket_types.get().pk
    return book_earlier(event, people=(PersonWish(name="Ann Sample", ticket_type=ticket, needs=needs),))


def test_what_is_to_be_arranged_is_ticked_off_in_one_press(organiser, own):
    event = make_event(host=own, **soon())
    somebody_asks(event, NeedGiven(NeedKind.ACCESS, option="bsl"))
    assert "1 thing to arrange" in words(page_of(organiser, event))
    url = reverse("desk:arranged", args=[event.pk])
    response = organiser.post(url, {"option": "bsl", "done": "1"})
    assert response.url == reverse("desk:event", args=[event.pk]) + "#panel-access"
    assert page_of(organiser, event).context["to_do"] == 0
    organiser.post(url, {"option": "bsl", "done": "0"})
    assert page_of(organiser, event).context["to_do"] == 1


def test_what_nobody_can_ask_for_is_not_arranged(organiser, event):
    organiser.post(reverse("desk:arranged", args=[event.pk]), {"option": "a pony", "done": "1"})
    assert not event.access_arrangements.exists()


def test_the_kitchen_gets_numbers(organiser, own):
    event = make_event(host=own, **soon())
    somebody_asks(event, NeedGiven(NeedKind.DIET, option="vegan"), NeedGiven(NeedKind.DIET, text="A secret allergy"))
    text = words(page_of(organiser, event))
    assert "Food for 1 person" in text
    assert "Vegan, an allergy or something else 1" in text
    assert "secret allergy" not in text


def test_an_event_online_has_no_kitchen(organiser, own):
    event = make_event(host=own, attendance="online", **soon())
    assert page_of(organiser, event).context["plates"] == []


def test_the_chart_says_in_words_what_it_shows(organiser, event):
    page = page_of(organiser, event).content.decode()
    assert 'role="img" aria-labelledby="growth-title growth-words"' in page
    assert "There are 2 places." in re.sub(r"\s+", " ", page)
    assert "<summary>Show as a table</summary>" in page


def test_who_may_not_see_money_sees_none(own, event):
    event.attendees.update(price="75.00")
    seen = {
        role: "takings" in client_of(member(own, role)).get(reverse("desk:event", args=[event.pk])).context
        for role in (StaffRole.FINANCE, StaffRole.ORGANISER, StaffRole.DOOR_HELPER, StaffRole.EDITOR)
    }
    assert seen == {"finance": True, "organiser": True, "door_helper": False, "editor": False}


def test_the_next_message_is_named_with_its_audience_and_its_page(organiser, event):
    response = page_of(organiser, event)
    coming = response.context["next_mailing"]
    assert (coming.occasion, coming.event) == ("reminder", event)
    assert f'<a href="{reverse("desk:mailing", args=[event.pk, "reminder"])}">Reminder</a>' in response.content.decode()


def test_an_event_without_a_date_has_no_next_message(organiser, own):
    event = make_event(host=own, starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    assert "No message is waiting to go out." in words(page_of(organiser, event))


def test_who_may_not_write_sees_no_next_message(own, event):
    assert "Next message" not in words(page_of(client_of(member(own, StaffRole.DOOR_HELPER)), event))
