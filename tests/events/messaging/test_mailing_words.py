"""A mailing as its reader gets it."""

import pytest

from events.choices import Attendance, MessageKind, Occasion
from events.messaging.compose import compose
from events.messaging.standard import usual_words
from events.models.bookings import Attendee
from events.models.mailings import IN_BRACES, known_placeholders_only
from events.models.messages import SecretLink
from tests.events.messaging.reading import JOIN, LINK, Seen, parts
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation
from tests.factories.mailings import make_mailing
from tests.factories.messages import make_interest, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event(host=make_organisation(email="hello@example.org"))


def read(mailing, booking=None, **facts):
    return parts(compose(make_message(booking, kind=MessageKind.MAILING, mailing=mailing, **facts), now=NOW))


def test_words_with_their_values(event):
    booking = book(event, name="Ann", language="en")
    mailing = make_mailing(event, subject_en="{event} on {date}", body_en="{name}, {time}: {reference} {organiser}")
    wire, text, _, _ = read(mailing, booking)
    assert wire["Subject"] == "Sample event on Thursday 11 February 2027"
    assert f"Ann, 10am to 3pm: {booking.reference} Sample Network" in text
    assert wire["Reply-To"] == "hello@example.org"


def test_each_person_has_a_link_of_their_own(event):
    mailing = make_mailing(event, body_en="Your booking: {link}")
    found = {LINK.search(read(mailing, book(event, language="en"))[1])[1] for _ in range(2)}
    assert len(found) == 2


def test_a_name_cannot_become_a_link_or_markup(event):
    booking = book(event, name="https://bad.example.org/<b>", language="en")
    _, text, html, _ = read(make_mailing(event, body_en="Dear {name}"), booking)
    assert "https://bad.example.org" not in text
    assert [url for url in Seen(html).links if "bad" in url] == []
    assert "<b>" not in html


def test_a_person_without_the_link_does_not_read_of_it(event):
    booking = book(event, 2, email="ann@example.org", language="en")
    Attendee.objects.filter(pk=booking.attendees.last().pk).update(email="guest@example.org")
    mailing = make_mailing(event, body_en="Welcome.\nChange your booking: {link}")
    _, text, html, _ = read(mailing, booking, to_email="guest@example.org", language="en")
    assert "Change your booking" not in text
    assert "Change your booking" not in html
    assert "Welcome." in text


@pytest.mark.parametrize(
    ("address", "joins"), [("ann@example.org", True), ("guest@example.org", True), ("x@y.org", False)]
)
def test_the_link_to_join_goes_to_those_who_come(event, address, joins):
    event.attendance, event.join_url = Attendance.ONLINE, JOIN
    event.save()
    booking = book(event, 2, email="ann@example.org", language="en")
    Attendee.objects.filter(pk=booking.attendees.last().pk).update(email="guest@example.org")
    mailing = make_mailing(event, occasion=Occasion.JOINING, subject_en="", body_en="")
    assert (JOIN in read(mailing, booking, to_email=address, language="en")[1]) == joins


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("language", ["en", "cy", ""])
def test_the_usual_words_are_whole(event, occasion, language):
    event.attendance, event.join_url = Attendance.ONLINE, JOIN
    event.save()
    mailing = make_mailing(event, occasion=occasion, subject_en="", body_en="")
    wire, text, _, _ = read(mailing, book(event, language=language))
    assert not IN_BRACES.search(wire["Subject"] + text)
    assert "Sample event" in wire["Subject"]


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_usual_words_use_placeholders_that_there_are(occasion, language):
    for text in usual_words(occasion, language=language):
        known_placeholders_only(text)


def test_the_usual_words_differ_by_language():
    assert usual_words(Occasion.REMINDER, language="en") != usual_words(Occasion.REMINDER, language="cy")


def test_an_unknown_language_reads_welsh_and_then_english(event):
    mailing = make_mailing(event, subject_cy="Newyddion", body_cy="Wrth y drws cefn.")
    wire, text, html, _ = read(mailing, book(event, language=""))
    assert wire["Subject"] == "Newyddion / News of Sample event"
    assert text.index("drws cefn") < text.index("back door")
    assert Seen(html).languages == ["cy", "cy", "en"]


@pytest.mark.parametrize("language", ["cy", "en", ""])
def test_what_was_written_in_one_language_is_sent_in_that_one(event, language):
    wire, text, html, _ = read(make_mailing(event), book(event, language=language))
    assert wire["Subject"] == "News of Sample event"
    assert text.count("back door") == 1
    assert Seen(html).languages[0] == "en"


def test_news_can_be_ended_by_a_link_and_by_the_mail_program(event):
    wire, text, html, _ = read(make_mailing(event, is_news=True), book(event, language="en"))
    url = wire["List-Unsubscribe"].strip(" <>")
    assert url.startswith("http://testserver/bookings/news/")
    assert wire["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in text
    assert url in Seen(html).links


def test_what_people_need_cannot_be_ended(event):
    wire, text, _, _ = read(make_mailing(event), book(event, language="en"))
    assert wire["List-Unsubscribe"] is None
    assert "/bookings/news/" not in text


def test_people_who_want_to_hear_a_date_can_leave_the_list(event):
    interest = make_interest(event)
    _, text, _, _ = read(make_mailing(event), interest=interest, event=event, language="en")
    assert "http://testserver/bookings/interest/" in text


def test_a_test_issues_no_link(event):
    mailing = make_mailing(event, body_en="Your booking: {link}")
    _, text, _, _ = read(mailing, event=event, language="en", context={"is_test": True})
    assert "Your booking: http://testserver/bookings/l/…/" in text
    assert SecretLink.objects.count() == 0


def test_a_reminder_tells_the_facts_and_has_a_button(event):
    booking = book(event, 2, language="en")
    _, text, html, _ = read(make_mailing(event, occasion=Occasion.REMINDER), booking)
    assert booking.reference in text
    assert "Thursday 11 February 2027" in text
    assert LINK.search(text)
    assert "See tickets, change or cancel" in Seen(html).text
