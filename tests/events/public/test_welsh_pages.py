"""What a visitor reads in Welsh: the demo's pages, a booking from its form to its mail, and no English among it."""

import re

from bs4 import BeautifulSoup
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import Site

from events.management.demo import content, event_pages, front_pages, sample_bookings, snippets
from events.messaging.compose import compose
from events.models.bookings import Booking
from events.models.messages import Message
from tests.public_site import Page, Visitor

EVENTS = ("homecare", "more-to-life", "behaviour-festival", "well-being", "together-stronger", "members-forum")
"""Full with a queue, on request, with sessions to choose, without a date, over, cancelled."""

ENGLISH = frozenset(
    "added address and anything are because been before book booked booking bookings cancel cancelled change "
    "choose could date days details email error event events everybody for free from full get give has have "
    "here how if it its join last left link list minutes more must name need no nobody not of open or "
    "organisers other our people please pounds press questions same see send should somebody than that their "
    "them then there they this ticket tickets type until up us wait waiting waitlist when where which who will "
    "with you your yours".split()
)
"""Words that give English away. Words that Welsh spells alike are not among them."""

NAMES = re.compile(
    r"Working With Not To|LivesThroughFriends|Changing Places|(he/him|she/her|they/them)|\S+@\S+|https?://\S+"
)
"""What is called the same in both languages."""

READ_OUT = ("aria-label", "alt", "title", "placeholder")


def welsh_texts(page: str) -> list[str]:
    """What a page says to somebody who reads or listens, without what it marks as English."""
    soup = BeautifulSoup(page, "html.parser")
    for other in soup.select("[lang=en], script, style"):
        other.extract()
    found = list(soup.stripped_strings)
    found += [str(tag[name]) for name in READ_OUT for tag in soup.select(f"[{name}]")]
    return found + [str(tag["content"]) for tag in soup.select("meta[name=description]")]


def english(texts: list[str]) -> dict[str, list[str]]:
    """English words by the text in which they stand."""
    found = {}
    for text in texts:
        words = re.findall(r"[a-zŵŷâêîôûáéíóúäëïöü’]+", NAMES.sub(" ", text).lower())
        if telling := sorted(ENGLISH.intersection(words)):
            found[text] = telling
    return found


class WelshPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        found, now = snippets.load(), timezone.now()
        index = front_pages.load(Site.objects.get(is_default_site=True))
        for row in content.events():
            if row["key"] in EVENTS:
                event_pages.open_page(row, index=index, snippets=found, now=now)
                if row["key"] == "homecare":
                    sample_bookings.load(row, now=now)
                event_pages.finish_page(row)

    def said(self, page: Page) -> str:
        assert page.soup.html
        assert page.soup.html["lang"] == "cy"
        assert english(welsh_texts(page.text)) == {}
        return page.text

    def test_english_is_noticed(self):
        assert english(["Your name"]) == {"Your name": ["name", "your"]}
        assert english(["Teipiwch eich enw", "a thost", "Working With Not To"]) == {}

    def test_every_page_that_can_be_reached_is_in_welsh(self):
        client, paths, opened = Client(), ["/cy/"], {}
        while paths:
            path = paths.pop()
            if path not in opened:
                opened[path] = client.get(path)
                links = re.findall(r'href="(/cy/[^"#]*|\?[^"#]*)"', opened[path].content.decode())
                paths += [
                    f"{path.split('?')[0]}{link}" if link[0] == "?" else link for link in links if ".ics" not in link
                ]
        silent = {path: answer.status_code for path, answer in opened.items() if answer.status_code != 200}
        spoken = {path: english(welsh_texts(answer.content.decode())) for path, answer in opened.items()}
        assert silent == {}
        assert {path: words for path, words in spoken.items() if words} == {}
        assert {"/cy/digwyddiadau/", "/cy/hygyrchedd/"} < opened.keys()
        assert len(opened) > len(EVENTS) * 2

    def test_errors_of_a_form_are_in_welsh(self):
        visitor = Visitor()
        form = visitor.open("/cy/digwyddiadau/mae-mwy-i-fywyd-na-gwasanaethau/book/")
        self.said(visitor.send(form, {"email": "sampl"}))
        self.said(visitor.send(form, {"email": "sampl@"}))
        assert "Ychwanegwch y rhan ar ôl yr @" in self.said(visitor.send(form, {"name": "Sampl", "email": "sampl@"}))

    def test_a_booking_is_in_welsh_from_the_form_to_the_mail(self):
        visitor = Visitor()
        form = visitor.open("/cy/digwyddiadau/gwyl-newid-ymddygiad-abertawe/book/")
        typed = {"name": "Sampl Un", "email": "sampl.un@example.org", "p1-ticket": form.fields().get("p1-ticket")}
        chosen = form.soup.select_one("input[name=p1-sessions]")
        done = visitor.send(form, typed | {"p1-sessions": [chosen["value"]]})
        assert "Rydych chi i mewn" in self.said(done)
        booking = Booking.objects.get(reference=done.reference)
        for page in ("", "change/", "cancel/", "add/"):
            self.said(visitor.open(f"/bookings/{booking.reference}/{page}"))
        mail = compose(Message.objects.get(booking=booking), now=timezone.now())
        assert english([mail.subject, *mail.body.replace("English:", "").splitlines()]) == {}
        assert mail.subject.startswith("Rydych chi i mewn: Gŵyl Newid Ymddygiad Abertawe")
