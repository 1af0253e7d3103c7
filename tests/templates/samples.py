"""What each template of the public site is given, for one event in each of its states. Nothing here is saved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from wagtail import blocks

from events.models.bookings import Attendee, Booking
from events.models.events import Event, Question, Session, TicketType
from events.models.people_places import EventKind, Organisation, Person, Venue
from events.public.bookable import Bookable
from events.public.forms.booking import BookingForm
from events.public.views.cancel import CancelForm
from home.blocks import BODY_BLOCKS
from home.problems import problems_of

TITLES = {"en": "Conversations that last", "cy": "Sgyrsiau sy’n para"}
SUMMARY = {
    "en": "A day to practise sharing power, with people who have done it from both sides of the table.",
    "cy": "Diwrnod i ymarfer rhannu grym, gyda phobl sydd wedi gwneud hynny o ddwy ochr y bwrdd.",
}


def at(text: str) -> dt.datetime:
    """An instant of February or June 2027, when London's clocks show UTC or one hour more."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def kind(threads: str = "t-plum") -> EventKind:
    return EventKind(name_en="Masterclass", name_cy="Dosbarth meistr", slug="masterclass", threads=threads)


def venue() -> Venue:
    return Venue(
        name_en="Sample Hall",
        name_cy="Neuadd Enghraifft",
        address="1 Sample Street",
        town_en="Wrexham",
        town_cy="Wrecsam",
        postcode="LL00 0AA",
        step_free=True,
        hearing_loop=True,
        quiet_room=True,
        changing_place=False,
        transport_en="Ten minutes on foot from the railway station, on level pavements.",
        transport_cy="Deng munud ar droed o’r orsaf drenau, ar balmentydd gwastad.",
        note_en="Assistance dogs are welcome.",
        note_cy="Mae croeso i gŵn cymorth.",
    )


def make_event(**facts: Any) -> Event:
    words = {code: {"title": TITLES[code], "summary": SUMMARY[code]} for code in TITLES}
    chosen = {
        "pk": 1,
        "slug": "conversations-that-last",
        "kind": kind(),
        "host": Organisation(name_en="Sample Network", name_cy="Rhwydwaith Sampl", website="https://example.org/"),
        "venue": venue(),
        "starts_at": at("2027-02-11T10:00"),
        "ends_at": at("2027-02-11T15:30"),
        "languages": "en",
        "interpretation": True,
        "capacity": 40,
        "words": words,
        "is_live": True,
    }
    event = Event(**(chosen | facts))
    event._prefetched_objects_cache = {"sessions": []}
    return event


def ticket_types() -> list[TicketType]:
    rows = [
        ("Free", "If you use services, or care for somebody", {"price_kind": "free"}),
        ("Pay what you can", "You choose, from £5", {"price_kind": "pay_what_you_can", "minimum_price": Decimal(5)}),
        ("Organisation", "Public body or business", {"price_kind": "fixed", "price": Decimal(75)}),
        ("Time credits", "Earned by volunteering", {"price_kind": "time_credits", "credits": 4}),
    ]
    return [
        TicketType(pk=number, words={"en": {"name": name, "description": description}}, **facts)
        for number, (name, description, facts) in enumerate(rows, start=1)
    ]


def body() -> Any:
    values = [
        ("heading", "What you will take home"),
        (
            "text",
            "<p>One letter rewritten, and two people to phone when it gets hard.</p><ul><li>How to begin</li></ul>",
        ),
    ]
    return blocks.StreamBlock(BODY_BLOCKS).to_python([{"type": name, "value": value} for name, value in values])


def make_page(**fields: Any) -> SimpleNamespace:
    chosen = {
        "title": TITLES["en"],
        "intro": "Come as you are. Every event has somebody to ask about access.",
        "body": body(),
        "report": [],
        "resources": [],
        "picture": None,
        "has_pattern": True,
        "on_the_day_lines": ["Live captions on a big screen", "Somebody in a yellow scarf meets you at the door"],
        "bring": "A letter that nobody understood.",
    }
    return SimpleNamespace(**(chosen | fields))


def make_sales(state: str = "open", **numbers: Any) -> SimpleNamespace:
    chosen = {
        "state": state,
        "places_left": 18,
        "capacity": 40,
        "taken": 22,
        "waiting": 0,
        "few": False,
        "opens_at": None,
        "closes_at": at("2027-02-08T17:00"),
    }
    return SimpleNamespace(**(chosen | numbers))


def words(event: Event, language: str = "en") -> dict[str, str]:
    return {"when_text": "", "reason": "", "audience": "", **event.words[language]}


def session(name: str, starts: str, ends: str, **facts: Any) -> Session:
    row = Session(
        starts_at=at(starts), ends_at=at(ends), words={"en": {"title": name, "description": "Bring a friend."}}
    )
    row.is_bookable = facts.pop("is_bookable", True)
    for field, value in facts.items():
        setattr(row, field, value)
    return row


def programme() -> list[SimpleNamespace]:
    rows = [
        (dt.time(9, 30), "Doors open, tea and toast", "", True),
        (dt.time(10), "Whose meeting is it?", "A talk with lots of time for questions.", False),
        (dt.time(12), "Lunch, one hour", "", True),
    ]
    return [SimpleNamespace(day=1, time=time, title=title, text=text, is_pause=p) for time, title, text, p in rows]


def speakers() -> list[SimpleNamespace]:
    person = Person(name="Sample Speaker", pronouns="she/her", speaks_welsh=True, about_en="Runs a service.")
    return [SimpleNamespace(person=person, role="")]


def event_context(event: Event, *, language: str = "en", **more: Any) -> dict[str, Any]:
    context = {
        "page": make_page(),
        "event": event,
        "words": words(event, language),
        "sales": make_sales(),
        "is_over": False,
        "prices": "choose",
        "ticket_types": ticket_types(),
        "speakers": speakers(),
        "programme": programme(),
        "partners": [SimpleNamespace(role="partner", organisation=Organisation(name_en="Sample Partner"))],
        "index_url": "/en/events/",
        "book_url": "/en/events/conversations/book/",
        "calendar_url": "/en/events/conversations/event.ics",
        "share_url": "https://events.example/en/events/conversations/",
        "access_contact": {"email": "access@example.org"},
    }
    return frame(language) | context | more


def frame(language: str = "en") -> dict[str, Any]:
    """What every page is given."""
    return {
        "site_name": "Croeso",
        "home_url": f"/{language}/",
        "navigation": [
            {"title": "What’s on", "url": "/en/events/", "is_current": True},
            {"title": "About us", "url": "/en/about-us/", "is_current": False},
        ],
        "footer_navigation": [{"title": "Accessibility", "url": "/en/accessibility/"}],
        "other_language_url": "/cy/",
        "contact": {"email": "help@example.org", "phone": "00000 000 000", "hours": "Monday to Friday, 9am to 5pm"},
    }


def card(event: Event, **more: Any) -> dict[str, Any]:
    chosen = {"event": event, "title": event.say("title"), "url": "/en/events/conversations/"}
    return chosen | {"sales": make_sales(), "is_over": False, "prices": "free"} | more


def index_context(**more: Any) -> dict[str, Any]:
    few, full = make_sales(places_left=6, taken=34, few=True), make_sales("waitlist", places_left=0, waiting=11)
    cancelled = make_event(date_state="cancelled", kind=kind("t-slate"), starts_at=at("2027-02-18T13:00"), ends_at=None)
    festival = make_event(kind=kind("t-coral"), starts_at=at("2027-06-10T13:00"), ends_at=at("2027-06-12T12:00"))
    unset = make_event(date_state="to_be_confirmed", starts_at=None, ends_at=None, kind=kind("t-sky"), venue=None)
    unset.words["en"]["when_text"] = "January or February"
    online = make_event(attendance="online", kind=kind("t-gorse"), languages="both")
    groups = [
        {
            "heading": "February 2027",
            "cards": [
                card(online),
                card(make_event(), sales=few, prices="choose"),
                card(cancelled, sales=None),
                card(make_event(kind=kind("t-sea")), sales=full),
            ],
        },
        {"heading": "June 2027", "cards": [card(festival)]},
        {"heading": "Date to be confirmed", "cards": [card(unset, sales=None)]},
    ]
    context = {"page": make_page(title="What’s on"), "groups": groups, "number": 6, "shows_past": False}
    return frame() | context | {"upcoming_url": "./", "past_url": "./?past=1", "feed_url": "./feed.ics"} | more


def make_bookable(event: Event, **more: Any) -> Bookable:
    question = Question(pk=7, kind="short_text", words={"en": {"label": "What do you hope for?"}})
    chosen = {
        "ticket_types": ticket_types(),
        "questions": [question],
        "wording": "Only the people running this event see this. We delete it 30 days after the event.",
    }
    return Bookable(event=event, **(chosen | more))


def sent(form: BookingForm, **fields: Any) -> QueryDict:
    """What a browser sends back: the form's token and number of people, and what was typed."""
    typed = {"token": form.token, "people": len(form.people)} | {
        name.replace("__", "-"): fields[name] for name in fields
    }
    return QueryDict(urlencode(typed, doseq=True))


def book_context(
    *, event: Event | None = None, number: int = 1, typed: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """`typed` are fields such as name or p2__name; without it the form has just been opened, for `number` people."""
    event = event or make_event()
    options = {name: more.pop(name) for name in ("ticket_types", "questions") if name in more}
    bookable = make_bookable(event, **options)
    form = BookingForm.blank(bookable, waits=more.pop("waits", False))
    if typed is not None or number > 1:
        data = sent(form, **({"people": number} | (typed or {})))
        form = BookingForm.typed(bookable, data, judged=typed is not None)
    context = {
        "event": event,
        "words": words(event),
        "event_url": "/en/events/conversations/",
        "form": form,
        "problems": list(form.problems()),
        "privacy_url": "/en/privacy/",
        "switch_form": "booking",
    }
    return frame() | context | more


def make_booking() -> Booking:
    return Booking(reference="K7QM-4XRD", state="confirmed", email="sam.sample@example.org", name="Sam Sample")


def result_context(state: str = "confirmed", **more: Any) -> dict[str, Any]:
    event = make_event()
    ticket = {"name": "Sam Sample", "ticket_name": "Free", "qr": {"size": 9, "path": "M1 1h2v1h-2zM5 4h3v1h-3z"}}
    context = {
        "booking": make_booking(),
        "event": event,
        "words": words(event),
        "state": state,
        "said_state": state,
        "number": 2,
        "tickets": [ticket],
        "position": 12 if state == "waiting" else None,
        "manage_url": "/bookings/mine/",
        "calendar_url": "/bookings/mine/event.ics",
        "tickets_url": "/bookings/mine/tickets.pdf",
        "event_url": "/en/events/conversations/",
    }
    return frame() | context | more


def attendees() -> list[Attendee]:
    """Two who come and one who does not."""
    free, _, organisation, _ = ticket_types()
    return [
        Attendee(pk=1, name="Sam Sample", ticket_type=organisation),
        Attendee(pk=2, name="Llŷr Sampl", ticket_type=free),
        Attendee(pk=3, name="Siân Enghraifft", ticket_type=free, cancelled_at=at("2027-01-20T09:00")),
    ]


def manage_context(state: str = "confirmed", **more: Any) -> dict[str, Any]:
    context = {
        "people": attendees(),
        "can_cancel": True,
        "change_until": at("2027-02-08T17:00"),
        "cancel_url": "/bookings/mine/cancel/",
        "offer_url": "/bookings/mine/offer/",
        "booking_url": "/bookings/mine/",
    }
    return result_context(state) | context | more


def cancel_context(data: QueryDict | None = None, **more: Any) -> dict[str, Any]:
    coming = attendees()[:2]
    form = CancelForm(data, people=coming)
    problems = list(problems_of(form)) if data is not None else []
    return manage_context(people=coming, form=form, problems=problems) | more


class EmailForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))


class CodeForm(forms.Form):
    code = forms.CharField(label="Invitation code", help_text="Capital letters do not matter.")
