"""What a visitor reads in Welsh: the demo's pages, a booking from its form to its mail, and no English among it."""

import re
from html import unescape

from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import Site

from events.management.demo import content, event_pages, front_pages, sample_bookings, snippets
from events.messaging.compose import compose
from events.models.bookings import Booking
from events.models.messages import Message
from tests.public_site import Page, Visitor
from tests.welsh import english, said_in

EVENTS = ("homecare", "more-to-life", "behaviour-festival", "well-being", "together-stronger", "members-forum")
"""Full with a queue, on request, with sessions to choose, without a date, over, cancelled."""


def said_by(answer):
    """Of a page, and of a feed for readers of news, whose elements say nothing themselves."""
    text = answer.content.decode()
    if answer["Content-Type"].startswith("text/html"):
        return said_in(text)
    plain = (unescape(unescape(part)).strip() for part in re.split(r"<[^>]*>", text))
    return [re.sub(r"<[^>]*>", " ", part) for part in plain if not part.startswith("urn:")]


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
        assert english(said_in(page.text)) == {}
        return page.text

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
        spoken = {path: english(said_by(answer)) for path, answer in opened.items()}
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
