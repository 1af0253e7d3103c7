"""Messages in the back office: written, looked at, tried, sent, stopped, each by who may."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.choices import Audience, MailingState, MessageKind, Occasion, StaffRole
from events.messaging.mailings import send_due
from events.models.audit import AuditEntry
from events.models.mailings import Mailing
from events.models.messages import Message
from tests.events.backoffice.conftest import book_earlier, client_of, member, queries_of
from tests.factories.events import make_session, make_ticket_type
from tests.factories.mailings import make_mailing

pytestmark = pytest.mark.django_db

WORDS = {"audience": "booked", "subject_en": "The back door", "body_en": "Dear {name}, use the back door."}


def address(event, name="mailings", *which):
    return reverse(f"desk:{name}", args=[event.pk, *which])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


@pytest.fixture
def mailing(event):
    return make_mailing(event, state=MailingState.DRAFT, send_at=None)


def test_the_list_shows_what_goes_out_by_itself_and_what_was_written(organiser, event, mailing):
    text = text_of(organiser.get(address(event)))
    for words in ("Reminder", "Thanks and documents", "News of {event}", "Draft"):
        assert words in text


def test_the_list_takes_as_many_queries_for_three_messages_as_for_one(organiser, event, mailing):
    organiser.get(address(event))
    one = queries_of(lambda: organiser.get(address(event)))
    for _ in range(2):
        make_mailing(event)
    assert queries_of(lambda: organiser.get(address(event))) == one


def test_a_message_is_written_and_kept_unsent(organiser, event):
    response = organiser.post(address(event, "mailing_new"), WORDS)
    mailing = Mailing.objects.get()
    assert response.url == address(event, "mailing", mailing.pk)
    assert (mailing.state, mailing.subject_en, mailing.audience) == ("draft", "The back door", Audience.BOOKED)
    assert mailing.written_by.username == "organiser-of-own"
    send_due(timezone.now())
    assert Message.objects.filter(kind=MessageKind.MAILING).count() == 0


@pytest.mark.parametrize("name", ["subject_en", "body_en"])
def test_an_unknown_placeholder_is_refused_by_name_and_nothing_typed_is_lost(organiser, event, name):
    response = organiser.post(address(event, "mailing_new"), WORDS | {name: "See {tiket} soon"})
    text = text_of(response)
    assert "{tiket} is no placeholder" in text
    assert "See {tiket} soon" in response.content.decode()
    assert Mailing.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body_en": ""}, "There is a subject in English, but no text."),
        ({"subject_en": ""}, "There is a text in English, but no subject."),
        ({"subject_cy": "Y drws cefn"}, "There is a subject in Welsh, but no text."),
        ({"subject_en": "", "body_en": ""}, "Write a subject and a text, in one language at least."),
        ({"audience": "everybody"}, "Select a valid choice"),
    ],
)
def test_half_a_message_is_not_kept(organiser, event, fields, message):
    assert message in text_of(organiser.post(address(event, "mailing_new"), WORDS | fields))
    assert Mailing.objects.count() == 0


def test_tickets_and_sessions_are_chosen_among_the_events_own(organiser, event, foreign_event):
    event.session_choice = "any"
    event.save()
    other, session = make_ticket_type(event, name="Other"), make_session(event)
    organiser.post(address(event, "mailing_new"), WORDS | {"tickets": [other.pk], "sessions": [session.pk]})
    mailing = Mailing.objects.get()
    assert ([*mailing.ticket_types.all()], [*mailing.sessions.all()]) == ([other], [session])
    foreign = foreign_event.ticket_types.get().pk
    assert "Select a valid choice" in text_of(
        organiser.post(address(event, "mailing_new"), WORDS | {"tickets": [foreign]})
    )


def test_sending_now_reaches_everybody_with_a_place(organiser, event, mailing):
    moment = timezone.now()
    response = organiser.post(address(event, "mailing_send", mailing.pk), {"at_night": "on"}, follow=True)
    assert said(response) == ["The message goes out at the time you see here."]
    send_due(timezone.now())
    row = Message.objects.get(kind=MessageKind.MAILING)
    assert row.to_email == "ann@example.org"
    assert row.created_at >= moment
    assert "1 person" in text_of(organiser.get(address(event, "mailing", mailing.pk)))


def test_sending_at_an_instant_takes_the_time_of_the_event(organiser, event, mailing):
    event.timezone = "America/New_York"
    event.save()
    day = (timezone.now() + dt.timedelta(days=3)).date()
    organiser.post(address(event, "mailing_send", mailing.pk), {"day": day.isoformat(), "time": "14:30"})
    mailing.refresh_from_db()
    assert mailing.send_at == dt.datetime.combine(day, dt.time(14, 30), event.zone)
    assert mailing.state == MailingState.SCHEDULED


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"day": "2020-01-01"}, "That is in the past."),
        ({"time": "14:30"}, "Give the day, too."),
        ({"day": "2035-02-30"}, "Write the date as day, month and year"),
        ({"day": "2035-02-03", "time": "25:00"}, "Write the time as hours and minutes"),
    ],
)
def test_an_impossible_instant_is_refused_in_words(organiser, event, mailing, fields, message):
    assert message in text_of(organiser.post(address(event, "mailing_send", mailing.pk), fields))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


def test_pressing_send_twice_sends_once(organiser, event, mailing):
    for _ in range(2):
        organiser.post(address(event, "mailing_send", mailing.pk), {"at_night": "on"})
        send_due(timezone.now())
    assert Message.objects.filter(kind=MessageKind.MAILING).count() == 1


def test_a_scheduled_message_can_be_stopped(organiser, event):
    mailing = make_mailing(event, send_at=timezone.now() + dt.timedelta(days=1))
    organiser.post(address(event, "mailing_stop", mailing.pk))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.STOPPED


def test_what_has_gone_out_cannot_be_stopped_changed_or_sent_again(organiser, event):
    mailing = make_mailing(event, state=MailingState.SENT, sent_at=timezone.now())
    for name in ("mailing_stop", "mailing_send"):
        response = organiser.post(address(event, name, mailing.pk), follow=True)
        assert said(response) == ["This message has been sent or stopped in the meantime. Nothing was changed."]
    response = organiser.post(address(event, "mailing_words", mailing.pk), WORDS)
    assert response.url == address(event, "mailing", mailing.pk)
    mailing.refresh_from_db()
    assert mailing.subject_en == "News of {event}"


def test_a_test_goes_to_me(organiser, event, mailing, own):
    user = member(own, StaffRole.ORGANISER)
    response = organiser.post(address(event, "mailing_test", mailing.pk), follow=True)
    assert said(response) == [
        "Your account has no e-mail address, so nothing was sent. Add one under your name, Account."
    ]
    user.email = "me@example.org"
    user.save()
    organiser.post(address(event, "mailing_test", mailing.pk))
    sent = Message.objects.filter(kind=MessageKind.MAILING).order_by("language")
    assert list(sent.values_list("to_email", "language")) == [("me@example.org", "cy"), ("me@example.org", "en")]


def test_the_words_of_a_reminder_can_be_changed_for_one_event(organiser, event):
    shown = organiser.get(address(event, "mailing_words", "reminder")).content.decode()
    assert "Soon: {event}, {date}" in shown
    organiser.post(address(event, "mailing_words", "reminder"), {"subject_en": "Soon!", "body_en": "Bring a cup."})
    mailing = Mailing.objects.get()
    assert (mailing.occasion, mailing.own_words("en"), mailing.send_at) == ("reminder", ("Soon!", "Bring a cup."), None)


def test_keeping_the_usual_words_stores_none(organiser, event):
    form = organiser.get(address(event, "mailing_words", "reminder")).context["form"]
    organiser.post(address(event, "mailing_words", "reminder"), {name: form.initial[name] for name in form.fields})
    assert Mailing.objects.get().own_words("en") is None


def test_a_reminder_can_be_switched_off_and_on_again(organiser, event):
    organiser.post(address(event, "mailing_stop", "reminder"))
    assert Mailing.objects.get(occasion=Occasion.REMINDER).state == MailingState.STOPPED
    organiser.post(address(event, "mailing_send", "reminder"), {"at_night": "on"})
    assert Mailing.objects.get(occasion=Occasion.REMINDER).state == MailingState.SCHEDULED


def test_a_message_that_does_not_go_out_by_itself_here_can_be_sent_all_the_same(organiser, event):
    assert "Will not be sent" in text_of(organiser.get(address(event, "mailing", "feedback")))
    assert Mailing.objects.count() == 0


@pytest.mark.parametrize("which", ["nonsense", "999999"])
@pytest.mark.parametrize("name", ["mailing", "mailing_words", "mailing_frame"])
def test_an_unknown_message_is_answered_like_a_foreign_one(organiser, event, name, which):
    assert organiser.get(address(event, name, which)).status_code == 403


def test_a_message_of_another_event_is_not_found_here(organiser, event, foreign_event):
    foreign = make_mailing(foreign_event)
    assert organiser.get(address(event, "mailing", foreign.pk)).status_code == 403
    assert organiser.post(address(event, "mailing_stop", foreign.pk)).status_code == 403


@pytest.mark.parametrize("role", [StaffRole.DOOR_HELPER, StaffRole.FINANCE, StaffRole.DATA_LEAD, StaffRole.EDITOR])
def test_who_may_not_write_to_people_sees_nothing(event, own, mailing, role):
    client = client_of(member(own, role))
    for name, which in (
        ("mailings", ()),
        ("mailing_new", ()),
        ("mailing", (mailing.pk,)),
        ("mailing_frame", ("reminder",)),
    ):
        response = client.get(address(event, name, *which))
        assert response.status_code == 403
        assert "ann@example.org" not in response.content.decode()


def test_reading_changes_nothing(organiser, event):
    for name, which in (("mailings", ()), ("mailing", ("reminder",)), ("mailing_words", ("reminder",))):
        organiser.get(address(event, name, *which))
    assert Mailing.objects.count() == 0


def test_a_preview_as_a_sample_shows_nobody(organiser, event, mailing):
    response = organiser.get(address(event, "mailing_frame", mailing.pk))
    assert "Sample Person" in text_of(response)
    assert AuditEntry.objects.filter(action="mailing.previewed").count() == 0


def test_a_preview_as_a_real_person_is_written_down(organiser, event, booking):
    url = address(event, "mailing_frame", "reminder")
    response = organiser.get(url, {"as": f"b{booking.pk}", "language": "cy", "part": "text"})
    assert "Ann Booker" in response.content.decode()
    assert booking.reference in response.content.decode()
    entry = AuditEntry.objects.get(action="mailing.previewed")
    assert (entry.count, entry.event) == (1, event)


def test_a_preview_as_somebody_who_would_not_get_it_is_refused(organiser, event, foreign_event):
    foreign = foreign_event.bookings.get()
    response = organiser.get(address(event, "mailing_frame", "reminder"), {"as": f"b{foreign.pk}"})
    assert response.status_code == 403
    assert "Secret Stranger" not in response.content.decode()


def test_a_preview_issues_no_link_and_cannot_be_framed_elsewhere(organiser, event, booking):
    before = booking.links.count()
    response = organiser.get(address(event, "mailing_frame", "reminder"), {"as": f"b{booking.pk}"})
    assert booking.links.count() == before
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_the_page_of_a_message_names_people_only_to_those_who_may_know(organiser, event, mailing):
    book_earlier(event, email="cath@example.org", name="Cath Third", joins_waitlist=True)
    assert "Ann Booker" in text_of(organiser.get(address(event, "mailing", mailing.pk)))
    assert AuditEntry.objects.get(action="recipients.viewed").count == 1
