"""Mails of every kind: whole, in both languages, harmless."""

import re

import pytest
from django.template import engines
from wagtail.models import Site

from events.choices import MessageKind
from events.messaging.compose import compose, message_id, subject
from events.models.bookings import Attendee
from events.models.messages import Message
from home.models import SiteDetails
from tests.events.messaging.reading import Seen, cases, parts, written
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation, make_session
from tests.factories.messages import make_message
from tests.welsh import english, said_in

pytestmark = pytest.mark.django_db

KINDS = list(MessageKind)
WITHOUT_DATE = (MessageKind.INTEREST, MessageKind.OFFER, MessageKind.CREDIT_CODE)
LANGUAGES = ["en", "cy", ""]


@pytest.fixture
def loud_templates():
    """Templates that say MISSING for a name which is not there."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "MISSING"
    yield
    engine.string_if_invalid = before


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


@pytest.mark.parametrize("kind", KINDS)
def test_welsh_mail_has_no_english(kind):
    wire, text, html, calendar = parts(compose(cases(kind, "cy"), now=NOW))
    said = [wire["Subject"], *text.replace("English:", "").splitlines(), *said_in(html)]
    entries = calendar.walk("VEVENT") if calendar else []
    said += [str(entry.get(name, "")) for entry in entries for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
    assert english(said) == {}


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


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in WITHOUT_DATE])
def test_subject_carries_the_date(kind):
    assert "Thursday 11 February" in compose(cases(kind, "en"), now=NOW).subject


def test_unknown_language_is_answered_in_welsh_and_then_in_english():
    wire, text, html, _ = written(book(make_event(), language=""))
    assert text.splitlines()[0].endswith("Sample event (cy)")
    assert text.index("dydd Iau 11 Chwefror 2027") < text.index("Thursday 11 February 2027")
    assert Seen(html).languages == ["cy", "cy", "en"]
    assert wire["Subject"].index("dydd Iau") < wire["Subject"].index("Thursday")


def test_mail_links_to_the_event_in_the_other_language():
    _, text, _, _ = written(book(make_event(), language="en"))
    assert "Cymraeg: http://testserver/cy/digwyddiadau/sample-event/" in text


def test_mail_asks_nobody_else_for_anything():
    _, _, html, _ = written(book(make_event()))
    assert not re.search(r"<(img|script|link|iframe|object)|url\(|@import", html)


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
