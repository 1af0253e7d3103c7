"""Reads a mail as the person who gets it would, and brings about the mails that are read."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import icalendar

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import BookingState, MessageKind
from events.messaging.compose import compose
from events.models.messages import Message
from events.payments.credit_codes import ask_for_code
from events.payments.invoices import correct_invoices, invoice_booking
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation, make_venue
from tests.factories.invoices import PAYER
from tests.factories.mailings import make_mailing
from tests.factories.messages import make_interest, make_message
from tests.factories.time_credits import make_account

JOIN = "https://meet.example.org/room"
OF_AN_INVOICE = (MessageKind.INVOICE, MessageKind.INVOICE_REMINDER, MessageKind.CREDIT_NOTE)
LINK = re.compile(r"http://testserver/bookings/l/([\w-]+)/(\S*)")


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
    if kind == MessageKind.MAILING:
        both = {
            "subject_en": "News: {event}, {date}",
            "subject_cy": "Newyddion: {event}, {date}",
            "body_en": "We meet here: {place}, {time}.\n\n- {reference}\n- {link}",
            "body_cy": "Byddwn yn cwrdd yma: {place}, {time}.\n\n- {reference}\n- {link}",
        }
        mailing = make_mailing(event, is_news=True, **both)
        return make_message(booking, kind=kind, mailing=mailing, language=language)
    if kind == MessageKind.CREDIT_CODE:
        make_account(host)
        ask_for_code(issuer_id=host.pk, email="sample.helper@example.org", now=NOW, booking=booking, language=language)
        return Message.objects.get()
    if kind in OF_AN_INVOICE:
        return about_an_invoice(booking, kind)
    context = {
        MessageKind.CANCELLATION: {"names": ["Sample Person"]},
        MessageKind.OFFER: {"deadline_at": "2027-01-12T10:00:00+00:00"},
        MessageKind.QUEUE_NEWS: {"free": 1, "position": 2},
        MessageKind.WAITLIST_JOINED: {"position": 2},
        MessageKind.REQUESTED: {"deadline_at": "2027-01-12T10:00:00+00:00"},
        MessageKind.REJECTED: {"reason": "Too many from one place."},
        MessageKind.EVENT_CHANGED: {"changed": ["when", "where"]},
        MessageKind.PAYMENT_FAILED: {"deadline_at": "2027-01-12T10:00:00+00:00"},
        MessageKind.PAID_TOO_LATE: {"amount": "75.00"},
        MessageKind.EVENT_CANCELLED: {"reason": "The hall is flooded."},
    }
    return make_message(booking, kind=kind, context=context.get(kind, {}))


def about_an_invoice(booking, kind, **context):
    """A message to the finance team about an invoice of this booking, its payment, or the credit note for it."""
    booking.attendees.update(price=75)
    booking.event.takes_invoices = True
    booking.event.save()
    invoice_booking(booking.pk, payer=PAYER, now=NOW, by=By.booker())
    if kind == MessageKind.CREDIT_NOTE:
        booking.attendees.update(price=25)
        correct_invoices(NOW)
    paper = booking.invoices.order_by("-pk").first()
    Message.objects.all().delete()
    context["invoice"] = paper.pk
    return make_message(booking, kind=kind, context=context, to_email=PAYER.email, to_name=PAYER.name)


def waiting(event, size=1, **wishes):
    booking = book(event, size, joins_waitlist=True, **wishes)
    assert booking.state == BookingState.WAITING
    return booking


def cancelled(booking, number=None):
    people = list(booking.attendees.all())[:number] if number else None
    Message.objects.all().delete()
    ids = [person.pk for person in people] if people else None
    cancel_places(booking.pk, attendee_ids=ids, now=NOW, by=By.booker())
    return parts(compose(Message.objects.get(kind=MessageKind.CANCELLATION), now=NOW))
