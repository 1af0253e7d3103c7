"""Mails, as the person gets them."""

import datetime as dt
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import icalendar
import pytest
from django.template import engines
from wagtail.models import Site

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.booking.links import link_of
from events.choices import Attendance, BookingState, DateState, LinkPurpose, MessageKind, PriceKind
from events.messaging.compose import compose, message_id, subject
from events.models.bookings import Attendee, Booking
from events.models.messages import Message, SecretLink
from home.models import SiteDetails
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation, make_session, make_venue
from tests.factories.messages import make_interest, make_message

pytestmark = pytest.mark.django_db

JOIN = "https://meet.example.org/room"
LINK = re.compile(r"http://testserver/bookings/l/([\w-]+)/(\S*)")
KINDS = list(MessageKind)
LANGUAGES = ["en", "cy", ""]


class Seen(HTMLParser):
    """What somebody reads in a mail's HTML: text without its preview, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.languages, self.hidden = [], [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.hidden += tag in ("style", "title", "head") or "display:none" in given.get("style", "")
        self.links += [given["href"]] if "href" in given else []
        self.languages += [given["lang"]] if "lang" in given else []

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "title", "head") or (tag == "div" and self.hidden > 0)

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def parts(mail):
    """(headers, text, html, calendar or None) of a mail after a trip over the wire."""
    wire = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    found = {part.get_content_type(): part for part in wire.walk()}
    calendar = found.get("text/calendar")
    return (
        wire,
        found["text/plain"].get_content(),
        found["text/html"].get_content(),
        icalendar.Calendar.from_ical(calendar.get_content()) if calendar else None,
    )


def flat(text):
    """The text with its columns pushed together."""
    return re.sub(r" {2,}", " ", text)


def written(booking=None, *, kind=MessageKind.CONFIRMATION, now=NOW, **facts):
    return parts(compose(make_message(booking, kind=kind, **facts), now=now))


def cases(kind, language):
    """A message of each kind in its natural surroundings, with everything that its templates can say."""
    host = make_organisation(email="hello@example.org", phone="00000 000 000")
    facts = {"venue": make_venue(address="1 Sample Street"), "host": host}
    event = make_event(title="Sharing & caring", capacity=9, **facts)
    if kind == MessageKind.INTEREST:
        interest = make_interest(event, party_size=2)
        return make_message(kind=kind, event=event, interest=interest, language=language, to_name="Sample Person")
    booking = book(event, 2, language=language)
    Message.objects.all().delete()
    context = {
        MessageKind.CANCELLATION: {"names": ["Sample Person"]},
        MessageKind.OFFER: {"deadline_at": "2027-01-12T10:00:00+00:00"},
        MessageKind.QUEUE_NEWS: {"free": 1, "position": 2},
        MessageKind.WAITLIST_JOINED: {"position": 2},
        MessageKind.REQUESTED: {"deadline_at": "2027-01-12T10:00:00+00:00"},
        MessageKind.REJECTED: {"reason": "Too many from one place."},
        MessageKind.EVENT_CHANGED: {"changed": ["when", "where"]},
        MessageKind.EVENT_CANCELLED: {"reason": "The hall is flooded."},
    }
    return make_message(booking, kind=kind, context=context.get(kind, {}))


@pytest.fixture
def loud_templates():
    """Templates that say MISSING for a name which is not there."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "MISSING"
    yield
    engine.string_if_invalid = before


# --- Every kind, every language ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole_in_every_language(kind, language, loud_templates):
    wire, text, html, _ = parts(compose(cases(kind, language), now=NOW))
    for said in (wire["Subject"], text, html):
        for wrong in ("MISSING", "None", "{{", "{%", "&amp;amp;"):
            assert wrong not in said
    assert "Sharing & caring" in text
    assert wire["Subject"].count(" / ") == (1 if language == "" else 0)
    assert Seen(html).languages[0] == (language or "cy")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(kind, language):
    _, text, html, _ = parts(compose(cases(kind, language), now=NOW))
    seen = Seen(html)
    words_of_text = set(re.findall(r"[\w’]+", re.sub(r"https?://\S+", " ", text)))
    words_of_html = set(re.findall(r"[\w’]+", re.sub(r"https?://\S+", " ", seen.text)))
    assert words_of_text - words_of_html == set()
    headings = set(re.findall(r"[\w’]+", " ".join(re.findall(r"<h1[^>]*>(.*?)</h1>", html)))) | {"Croeso", "amp"}
    assert words_of_html - words_of_text - headings == set()
    assert set(re.findall(r"https?://\S+", text)) == set(seen.links)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in (MessageKind.INTEREST, MessageKind.OFFER)])
def test_subject_carries_the_date(kind):
    assert "Thursday 11 February" in compose(cases(kind, "en"), now=NOW).subject


def test_unknown_language_is_answered_in_welsh_and_then_in_english():
    wire, text, html, _ = written(book(make_event(), language=""))
    assert text.startswith("You are in: Sample event (cy)\n")
    assert text.index("dydd Iau 11 Chwefror 2027") < text.index("Thursday 11 February 2027")
    assert Seen(html).languages == ["cy", "cy", "en"]
    assert wire["Subject"].index("dydd Iau") < wire["Subject"].index("Thursday")


def test_mail_links_to_the_event_in_the_other_language():
    _, text, _, _ = written(book(make_event(), language="en"))
    assert "Cymraeg: http://testserver/cy/digwyddiadau/sample-event/" in text


def test_mail_asks_nobody_else_for_anything():
    _, _, html, _ = written(book(make_event()))
    assert not re.search(r"<(img|script|link|iframe|object)|url\(|@import", html)


# --- Confirmation -----------------------------------------------------------------------------------------------------


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


def test_confirmation_that_is_sent_late_says_what_was_true():
    event = make_event()
    booking = book(event, 2)
    message = Message.objects.get()
    later = NOW + dt.timedelta(minutes=5)
    cancel_places(booking.pk, now=later, by=By.booker())
    _, text, _, _ = parts(compose(Message.objects.get(pk=message.pk), now=later))
    assert "Your 2 places are booked" in text


# --- Cancellation -----------------------------------------------------------------------------------------------------


def cancelled(booking, number=None):
    people = list(booking.attendees.all())[:number] if number else None
    Message.objects.all().delete()
    ids = [person.pk for person in people] if people else None
    cancel_places(booking.pk, attendee_ids=ids, now=NOW, by=By.booker())
    return parts(compose(Message.objects.get(kind=MessageKind.CANCELLATION), now=NOW))


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


# --- The queue --------------------------------------------------------------------------------------------------------


def waiting(event, size=1, **wishes):
    booking = book(event, size, joins_waitlist=True, **wishes)
    assert booking.state == BookingState.WAITING
    return booking


def test_waitlist_mail_says_the_position():
    event = make_event(capacity=1)
    book(event)
    waiting(event)
    second = waiting(event)
    _, text, html, calendar = parts(compose(Message.objects.get(booking=second), now=NOW))
    assert "<h1" in html
    assert "You are number 2 on the waitlist" in Seen(html).text
    assert "Nothing is booked yet." in text
    assert calendar is None


def test_offer_says_the_deadline_and_has_one_link_to_answer():
    event = make_event(capacity=1)
    first = book(event)
    queued = waiting(event)
    cancel_places(first.pk, now=NOW, by=By.booker())
    message = Message.objects.get(kind=MessageKind.OFFER)
    wire, text, _, calendar = parts(compose(message, now=NOW))
    assert wire["Subject"] == "A place is free for you. Please answer by Tuesday 12 January, 10am"
    assert "We keep the place for you until Tuesday 12 January, 10am." in text
    assert "Cost: Free" in flat(text)
    ((token, _),) = LINK.findall(text)
    link = link_of(token, now=NOW)
    assert (link.booking, link.purpose) == (queued, LinkPurpose.OFFER)
    assert calendar is None


def test_offer_of_several_places_speaks_of_several():
    booking = book(make_event(), 3)
    wire, text, _, _ = written(booking, kind=MessageKind.OFFER, context={"deadline_at": "2027-01-12T10:00:00Z"})
    assert wire["Subject"].startswith("3 places are free for you.")
    assert "We keep the 3 places for you until" in text


def test_queue_news_says_how_many_are_free():
    event = make_event(capacity=3)
    first = book(event, 2)
    book(event, 1)
    waiting(event, 3)
    cancel_places(first.pk, now=NOW, by=By.booker())
    _, text, _, _ = parts(compose(Message.objects.get(kind=MessageKind.QUEUE_NEWS), now=NOW))
    assert "2 places have become free at Sample event: too few for all of you." in text
    assert "You are number 1 on the waitlist and stay there." in text


# --- The event --------------------------------------------------------------------------------------------------------


def test_cancelled_event_says_why_and_withdraws_the_calendar_entry():
    booking = book(make_event())
    booking.event.date_state = DateState.CANCELLED
    booking.event.words["en"]["reason"] = "The hall is flooded."
    booking.event.save()
    wire, text, _, calendar = written(booking, kind=MessageKind.EVENT_CANCELLED)
    assert wire["Subject"] == "Cancelled: Sample event, Thursday 11 February"
    assert "The hall is flooded." in text
    assert (calendar["METHOD"], calendar.walk("VEVENT")[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "/bookings/" not in text


def test_cancelled_event_sends_no_calendar_to_those_who_only_waited():
    event = make_event(capacity=1)
    book(event)
    assert written(waiting(event), kind=MessageKind.EVENT_CANCELLED)[3] is None


def test_changed_event_says_what_changed_and_updates_the_calendar():
    booking = book(make_event())
    _, text, _, calendar = written(booking, kind=MessageKind.EVENT_CHANGED, context={"changed": ["when"]})
    assert "The event is at another time." in text
    assert "The event is at another place." not in text
    assert calendar["METHOD"] == "PUBLISH"


def test_postponed_event_no_longer_says_its_old_date():
    booking = book(make_event())
    booking.event.date_state = DateState.POSTPONED
    booking.event.save()
    wire, text, _, calendar = written(booking, kind=MessageKind.EVENT_CHANGED, context={"changed": ["when"]})
    assert wire["Subject"] == "Changed: Sample event"
    assert "When: Postponed. The new date is not known yet." in flat(text)
    assert "at another time" not in text
    assert calendar.walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_interest_mail_says_what_is_known_of_the_date():
    event = make_event(starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    event.words["en"]["when_text"] = "January or February"
    event.save()
    interest = make_interest(event, party_size=2)
    wire, text, _, _ = written(kind=MessageKind.INTEREST, event=event, interest=interest, language="en")
    assert wire["Subject"] == "We will write to you: Sample event"
    assert "When: January or February\n" in flat(text)
    assert "For: 2 people\n" in flat(text)


def test_date_to_be_confirmed_is_said_even_without_words_for_it():
    event = make_event(starts_at=None, ends_at=None, date_state=DateState.TO_BE_CONFIRMED)
    _, text, _, _ = written(kind=MessageKind.INTEREST, event=event, interest=make_interest(event), language="en")
    assert "When: Date to be confirmed\n" in flat(text)


def test_several_days_are_said_as_a_span():
    event = make_event(ends_at=dt.datetime(2027, 2, 13, 15, tzinfo=dt.UTC))
    wire, text, _, _ = written(book(event))
    assert wire["Subject"] == "You are in: Sample event, Thursday 11 to Saturday 13 February 2027"
    assert "When: Thursday 11 to Saturday 13 February 2027\n" in flat(text)


# --- Headers ----------------------------------------------------------------------------------------------------------


def test_mail_comes_from_our_address_in_the_host_s_name_and_answers_go_to_the_host(settings):
    settings.DEFAULT_FROM_EMAIL = "Croeso <croeso@example.org>"
    host = make_organisation(name_en="Network, for Ŵales", email="hello@example.org")
    wire = written(book(make_event(host=host)))[0]
    (sender,) = wire["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Network, for Ŵales", "croeso@example.org")
    assert wire["Reply-To"] == "hello@example.org"
    assert wire["Auto-Submitted"] == "auto-generated"


def test_answers_go_to_the_site_where_the_host_has_no_address(root_page):
    SiteDetails.objects.create(site=Site.objects.get(is_default_site=True), email="site@example.org", phone="00000 111")
    wire, text, _, _ = written(book(make_event(host=make_organisation(email=""))))
    assert wire["Reply-To"] == "site@example.org"
    assert "Questions? Phone or text 00000 111. A person answers." in text


def test_mail_without_anybody_to_answer_has_no_reply_address():
    wire, text, _, _ = written(book(make_event()))
    assert wire["Reply-To"] is None
    assert "Questions?" not in text


def test_message_id_is_the_same_for_every_attempt_and_another_for_every_message():
    booking = book(make_event())
    first, second = make_message(booking), make_message(booking)
    assert compose(first, now=NOW).extra_headers["Message-ID"] == message_id(first)
    assert message_id(first) != message_id(second)
    assert re.fullmatch(r"<message-\d+-\d{20}@testserver>", message_id(first))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_with_commands_and_markup_stay_words(language):
    evil = "Sample\r\nBcc: everybody@example.org\r\n\r\n<b onclick=x>Person</b> https://evil.example/x www.evil.example"
    event = make_event(title="Caring <script>alert(1)</script>\r\nBcc: all@example.org")
    booking = book(event, name="Sample Person", language=language)
    Attendee.objects.update(name=evil[:120])
    wire, text, html, calendar = written(booking, to_name=evil[:120])
    assert wire["Bcc"] is None
    assert wire["To"] == booking.email
    assert "<b onclick" not in html
    assert "<script" not in html
    for address in ("https://evil.example", "www.evil.example"):
        assert address not in text
        assert address not in html
    assert all(link.startswith("http://testserver/") for link in Seen(html).links)
    assert all(not line.startswith("Bcc:") for line in text.splitlines())
    assert "Bcc: all@example.org" in calendar.walk("VEVENT")[0]["SUMMARY"]


def test_subject_is_cut_before_it_is_too_long():
    assert subject(["x" * 150, "y" * 150]) == "x" * 150 + " / " + "y" * 46 + "…"
    assert subject(["same", "same"]) == "same"


def test_message_without_an_event_is_refused():
    with pytest.raises(ValueError, match="must belong to an event"):
        compose(make_message(), now=NOW)


def test_composing_costs_the_same_queries_for_one_and_for_many(django_assert_max_num_queries):
    event = make_event(max_per_booking=30, session_choice="any")
    session = make_session(event)
    for size in (1, 30):
        message = make_message(book(event, size, sessions=(session.pk,)))
        message = Message.objects.select_related("event__venue", "event__host", "booking__event").get(pk=message.pk)
        with django_assert_max_num_queries(7):
            compose(message, now=NOW)
