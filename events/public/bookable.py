"""What the public can book: an event found by the address of its page, with what can be chosen on its form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.core.cache import cache
from django.db.models.expressions import RawSQL
from wagtail.models import Page, PageViewRestriction

from events.booking.attendees import current_wording
from events.booking.discounts import takes_codes
from events.booking.pricing import IN_CREDITS, price_of
from events.booking.sales_window import is_on_sale
from events.choices import AskedOf, Attendance, PriceKind, SessionChoice
from events.models.events import Event, Question, Session, TicketType
from events.payments.payable import can_be_paid
from home.generation import NUMBER, current_generation

KEPT_SECONDS = 60
"""How long what a form asks is kept. A new version of the page is seen at once: its instant is part of the name."""

RESTRICTIONS_KEPT_SECONDS = 3600
"""How long the list of restricted pages is kept. A change to it is seen at once: the generation is part of its name."""


def find_event(path: str, *, language: str) -> Event | None:
    """The event whose live page in this language is at `/<language>/<path>/`, with its kind and venue. One query.

    The slug of the page finds it, for that has an index; publishing keeps the whole path among the event's words. The
    site's generation comes along, as `site_generation`, so that `restricted_page` need not ask for it.
    """
    slug = path.rsplit("/", 1)[-1]
    keys = Page.objects.filter(live=True, slug=slug).values("translation_key")
    found = Event.objects.filter(key__in=keys).select_related("kind", "venue")
    for event in found.annotate(site_generation=RawSQL(NUMBER, [])):  # noqa: S611  (nothing of a visitor's is in it)
        if event.words.get(language, {}).get("path") == f"/{language}/{path}/":
            return event
    return None


def restricted_page(event: Event, *, language: str) -> Page | None:
    """The event's page when it, or one above it, is not for everybody. No query while no page at all is restricted."""
    generation = getattr(event, "site_generation", None)
    if generation is None:
        generation = current_generation()
    closed = cache.get_or_set(f"restricted-pages-{generation}", _restricted_paths, RESTRICTIONS_KEPT_SECONDS)
    if not closed:
        return None
    page = Page.objects.filter(translation_key=event.key, locale__language_code=language, live=True).first()
    if page is None or not page.path.startswith(tuple(closed)):
        return None
    found: Page = page.specific
    return found


def _restricted_paths() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


@dataclass(frozen=True)
class Offered:
    """The rows of an event as its pages were published. `wording` stands beside the question about needs."""

    ticket_types: list[TicketType]
    sessions: list[Session]
    questions: list[Question]
    wording: str
    takes_codes: bool = False

    @classmethod
    def read(cls, event: Event, *, language: str) -> Offered:
        ticket_types = list(event.ticket_types.filter(withdrawn=False))
        return cls(
            ticket_types=ticket_types,
            sessions=list(event.sessions.filter(withdrawn=False)),
            questions=list(event.questions.filter(withdrawn=False)),
            wording=getattr(current_wording(), f"text_{language}") if event.asks_needs else "",
            takes_codes=any(price_of(row).amount for row in ticket_types) and takes_codes(event),
        )


def _offered(event: Event, *, language: str) -> Offered:
    """Kept for a while, because most of the form's queries are for these rows. The gate reads them anew in any case."""
    if event.projected_at is None:
        return Offered.read(event, language=language)
    name = f"offered-{event.pk}-{event.projected_at.timestamp()}-{language}"
    kept: Offered | None = cache.get(name)
    if kept is None:
        kept = Offered.read(event, language=language)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


@dataclass(frozen=True)
class Bookable:
    """One event with what a form about it asks: the same for everybody who opens it at one instant.

    `not_payable` are on sale, and nobody can book them here, as there is no way to pay for them.
    """

    event: Event
    ticket_types: list[TicketType]
    supporter: TicketType | None = None
    sessions: list[Session] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    wording: str = ""
    takes_codes: bool = False
    not_payable: list[TicketType] = field(default_factory=list)

    @classmethod
    def read(cls, event: Event, *, language: str, now: dt.datetime) -> Bookable:
        offered = _offered(event, language=language)
        there = [row for row in offered.ticket_types if is_on_sale(row, now=now)]
        on_sale = [row for row in there if can_be_paid(row, event)]
        sessions = [] if event.session_choice == SessionChoice.WHOLE else offered.sessions
        return cls(
            event=event,
            ticket_types=[row for row in on_sale if not row.is_supporter],
            supporter=next((row for row in on_sale if row.is_supporter), None),
            sessions=[row for row in sessions if row.is_bookable and (row.starts_at is None or row.starts_at > now)],
            questions=offered.questions,
            wording=offered.wording,
            takes_codes=offered.takes_codes and any(price_of(row).amount for row in on_sale),
            not_payable=[row for row in there if row not in on_sale],
        )

    def asked(self, of: AskedOf) -> list[Question]:
        return [row for row in self.questions if row.asked_of == of]

    @cached_property
    def is_free(self) -> bool:
        free = (PriceKind.FREE, PriceKind.SPONSORED)
        return all(row.price_kind in free for row in self.ticket_types)

    @property
    def takes_credits(self) -> bool:
        return self.event.host_id is not None and any(row.price_kind in IN_CREDITS for row in self.ticket_types)

    @property
    def lets_choose_amount(self) -> bool:
        return any(row.price_kind == PriceKind.PAY_WHAT_YOU_CAN for row in self.ticket_types)

    @property
    def is_in_a_room(self) -> bool:
        return self.event.attendance != Attendance.ONLINE
