"""What the public can book: an event found by the address of its page, with what can be chosen on its form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageViewRestriction, Site

from events.booking.sales_window import is_on_sale
from events.choices import AskedOf, Attendance, PriceKind, SessionChoice
from events.models.events import Event, Question, Session, TicketType
from events.models.needs import ConsentWording


def live_pages(path: str, *, language: str) -> QuerySet[Page]:
    """The live page at `<language>/<path>/` of any site. The slug has an index, the whole path has none."""
    tops = {top.root_path for top in Site.get_site_root_paths() if top.language_code == language}
    slug = path.rsplit("/", 1)[-1]
    found = Page.objects.live().filter(slug=slug, url_path__in=[f"{top}{path}/" for top in tops])
    return found.annotate(event_key=Coalesce("alias_of__translation_key", "translation_key"))


@dataclass(frozen=True)
class FoundEvent:
    """An event behind an address. `wording` stands beside the question about needs, in the language asked for."""

    event: Event
    is_restricted: bool
    has_questions: bool
    wording: str


def find_event(path: str, *, language: str) -> FoundEvent | None:
    """The event whose page is at this address, with its kind and venue. One query."""
    pages = live_pages(path, language=language)
    above = ExpressionWrapper(OuterRef("path"), TextField())
    restrictions = PageViewRestriction.objects.annotate(here=above).filter(here__startswith=F("page__path"))
    wordings = ConsentWording.objects.filter(topic="needs").order_by("-version").values(f"text_{language}")
    row = (
        Event.objects.filter(key__in=pages.values("event_key"))
        .select_related("kind", "venue")
        .annotate(
            is_restricted=Exists(pages.filter(Exists(restrictions))),
            has_questions=Exists(Question.objects.filter(event=OuterRef("pk"), withdrawn=False)),
            wording=Subquery(wordings[:1]),
        )
        .first()
    )
    if row is None:
        return None
    return FoundEvent(row, row.is_restricted, row.has_questions, row.wording or "")


@dataclass(frozen=True)
class Bookable:
    """One event with what a form about it asks: the same for everybody who opens it at one instant."""

    event: Event
    ticket_types: list[TicketType]
    supporter: TicketType | None = None
    sessions: list[Session] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    wording: str = ""

    @classmethod
    def read(cls, found: FoundEvent, *, now: dt.datetime) -> Bookable:
        """One query, and one more each for sessions and questions where there are any."""
        event = found.event
        on_sale = [row for row in event.ticket_types.all() if is_on_sale(row, now=now)]
        has_choice = event.session_choice != SessionChoice.WHOLE
        sessions = event.sessions.filter(withdrawn=False, is_bookable=True) if has_choice else []
        return cls(
            event=event,
            ticket_types=[row for row in on_sale if not row.is_supporter],
            supporter=next((row for row in on_sale if row.is_supporter), None),
            sessions=[row for row in sessions if row.starts_at is None or row.starts_at > now],
            questions=list(event.questions.filter(withdrawn=False)) if found.has_questions else [],
            wording=found.wording,
        )

    def asked(self, of: AskedOf) -> list[Question]:
        return [row for row in self.questions if row.asked_of == of]

    @cached_property
    def is_free(self) -> bool:
        free = (PriceKind.FREE, PriceKind.SPONSORED)
        return all(row.price_kind in free for row in self.ticket_types)

    @property
    def lets_choose_amount(self) -> bool:
        return any(row.price_kind == PriceKind.PAY_WHAT_YOU_CAN for row in self.ticket_types)

    @property
    def is_in_a_room(self) -> bool:
        return self.event.attendance != Attendance.ONLINE
