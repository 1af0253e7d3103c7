"""What staff print of one event. Each paper is made here, for the admin, the worker and the command line alike.

A paper is first made and then handed out: only then is it written down who has it, and badges count as printed. So a
worker that is killed halfway has changed nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from events import errors
from events.booking.journal import By
from events.checkin.codes import short_codes
from events.choices import Role
from events.documents.attendees import USUAL_FIELDS, attendee_rows, badge_head, badges_of, sheet_head
from events.documents.badge_layouts import LAYOUTS, USUAL_LAYOUT
from events.documents.badges import badge_sheets
from events.documents.certificates import certificate_pages
from events.documents.door_list import DoorRow, door_list
from events.documents.lists import SheetHead, attendee_list, sign_in_sheet
from events.documents.needs_sheets import access_sheet, kitchen_sheet
from events.documents.press import Tell, tell_nobody
from events.models.bookings import Attendee
from events.models.events import Event
from events.payments.balance import Balance, balances
from events.reports.certificates import certificates_of
from events.reports.disclosure import disclose
from events.reports.needs_summary import helps_of, plates_of
from home.money import money_text


@dataclass(frozen=True)
class Paper:
    """A PDF: the name to save it under, its bytes, and how many people are on it. `write_down` notes that somebody has
    it, in a transaction of its own or of the caller's."""

    name: str
    body: bytes
    people: int
    write_down: Callable[[], object]

    def hand_out(self) -> Paper:
        with transaction.atomic():
            self.write_down()
        return self


@dataclass(frozen=True)
class Printing:
    """Who prints, when, and in which language. `name` is what stands on the paper; `tell` is told how far it is."""

    by: By
    name: str
    now: dt.datetime
    language: str
    tell: Tell = tell_nobody


@dataclass(frozen=True)
class BadgeChoice:
    """`layout` is a name in LAYOUTS, `start` the first label still on its sheet, counted from 1. `person` is the
    primary key of the one attendee to print, `bookings` are those of the bookings whose people are printed (none: of
    all), `fields` what stands beside the name."""

    layout: str = USUAL_LAYOUT
    start: int = 1
    only_new: bool = False
    saves_ink: bool = False
    person: int | None = None
    fields: tuple[str, ...] = USUAL_FIELDS
    bookings: tuple[int, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> BadgeChoice:
        """From plain values, as a form or a row of work holds them."""
        lists = {"fields": values.get("fields", USUAL_FIELDS), "bookings": values.get("bookings", ())}
        return cls(**{**values, **{name: tuple(each) for name, each in lists.items()}})


def make_attendee_list(event: Event, *, printing: Printing) -> Paper:
    """Everybody with a confirmed place, by last name. Raises PrintingUnavailable."""
    rows = attendee_rows(event, language=printing.language)
    body = attendee_list(rows, _head(event, printing), tell=printing.tell)
    return _paper(event, "attendees", body, len(rows), printing=printing, action="list.printed")


def make_sign_in_sheet(event: Event, *, printing: Printing) -> Paper:
    """Names only, with room to sign. Raises PrintingUnavailable."""
    names = [row.name for row in attendee_rows(event, language=printing.language)]
    body = sign_in_sheet(names, _head(event, printing), tell=printing.tell)
    return _paper(event, "sign-in", body, len(names), printing=printing, action="sign_in.printed")


def make_door_list(event: Event, *, printing: Printing) -> Paper:
    """By last name, with codes that the door understands, and what is to pay. Raises PrintingUnavailable."""
    rows = _door_rows(event, language=printing.language)
    body = door_list(rows, _head(event, printing), tell=printing.tell)
    return _paper(event, "door-list", body, len(rows), printing=printing, action="door_list.printed")


def make_kitchen_sheet(event: Event, *, printing: Printing) -> Paper:
    """Numbers without names. Raises PrintingUnavailable."""
    plates = plates_of(event, language=printing.language)
    body = kitchen_sheet(plates, _head(event, printing), tell=printing.tell)
    return _paper(event, "kitchen", body, plates[0].people, printing=printing, action="kitchen.printed")


def make_access_sheet(event: Event, *, printing: Printing) -> Paper:
    """Who said what would help, with names. Raises PrintingUnavailable, or NothingToPrint when nobody said anything."""
    people = helps_of(event, language=printing.language)
    if not people:
        raise errors.NothingToPrint
    body = access_sheet(people, _head(event, printing), tell=printing.tell)
    return _paper(event, "access", body, len(people), printing=printing, action="access.printed")


def make_certificates(event: Event, *, over_series: bool, printing: Printing) -> Paper:
    """One page for each person who came, by last name. Raises NobodyCame or PrintingUnavailable."""
    certificates = certificates_of(event, over_series=over_series)
    if not certificates:
        raise errors.NobodyCame
    body = certificate_pages(certificates, language=printing.language, tell=printing.tell)
    return _paper(event, "certificates", body, len(certificates), printing=printing, action="certificates.printed")


def make_badges(event: Event, *, choice: BadgeChoice, printing: Printing) -> Paper:
    """Badges of everybody, or of those who have none yet; once handed out they count as printed.

    Raises NoSuchLabel, NothingToPrint or PrintingUnavailable.
    """
    layout = LAYOUTS[choice.layout]
    if not 1 <= choice.start <= layout.places:
        raise errors.NoSuchLabel(start=choice.start, most=layout.places)
    people = people_to_print(event, only_new=choice.only_new, person=choice.person, bookings=choice.bookings)
    if not people:
        raise errors.NothingToPrint
    badges = badges_of(event, attendee_ids=people, fields=choice.fields, language=printing.language)
    head = badge_head(event, language=printing.language, saves_ink=choice.saves_ink)
    body = badge_sheets(badges, head, layout=layout, start=choice.start, tell=printing.tell)

    def write_down() -> None:
        Attendee.objects.filter(pk__in=people).update(badge_printed_at=printing.now)
        detail = {"layout": choice.layout, "only_new": choice.only_new, "fields": list(choice.fields)}
        disclose("badges.printed", event=event, by=printing.by, now=printing.now, people=len(badges), detail=detail)

    return Paper(_named(event, "badges"), body, len(badges), write_down)


def without_badge(event: Event) -> int:
    """How many people have a confirmed place and no badge yet."""
    return Attendee.objects.on_lists().filter(event=event, badge_printed_at=None).count()


def people_to_print(
    event: Event, *, only_new: bool, person: int | None = None, bookings: Sequence[int] = ()
) -> list[int]:
    """Primary keys. One person is printed again whether or not they have a badge."""
    people = Attendee.objects.on_lists().filter(event=event).order_by()
    if bookings:
        people = people.filter(booking__in=bookings)
    if person is not None:
        return list(people.filter(pk=person).values_list("pk", flat=True))
    if only_new:
        people = people.filter(badge_printed_at=None)
    return list(people.values_list("pk", flat=True))


def _door_rows(event: Event, *, language: str) -> list[DoorRow]:
    people = Attendee.objects.on_lists().filter(event=event).select_related("booking", "ticket_type")
    people = people.prefetch_related("chosen_sessions__session").order_by("booking", "position", "pk")
    codes = short_codes(Attendee.objects.filter(event=event).values_list("code", flat=True))
    owed = balances({person.booking for person in people})
    rows, seen = [], set()
    with translation.override(language):
        for person in people:
            is_first = person.booking_id not in seen
            seen.add(person.booking_id)
            rows.append(
                DoorRow(
                    code=codes[person.code],
                    name=person.name or _("Guest of %(name)s") % {"name": person.booking.name or person.booking},
                    organisation=person.organisation or person.booking.organisation,
                    ticket=_ticket_and_role(person),
                    sessions=", ".join(choice.session.name for choice in person.chosen_sessions.all()),
                    money=_money(owed[person.booking_id], is_first=is_first),
                )
            )
    return rows


def _ticket_and_role(person: Attendee) -> str:
    role = person.ticket_type.role
    words = [person.ticket_type.name] + ([str(Role(role).label)] if role != Role.ATTENDEE else [])
    return " · ".join([*words, "Cymraeg"] if person.speaks_welsh else words)


def _money(owed: Balance, *, is_first: bool) -> str:
    """What the whole booking still owes stands at its first person."""
    if not owed.due:
        return _("Paid") if owed.price else ""
    amount = money_text(owed.due, owed.currency, pence=False)
    return _("To pay %(amount)s") % {"amount": amount} if is_first else _("See booking")


def _head(event: Event, printing: Printing) -> SheetHead:
    return sheet_head(event, printed_by=printing.name, now=printing.now, language=printing.language)


def _paper(event: Event, kind: str, body: bytes, people: int, *, printing: Printing, action: str) -> Paper:
    def write_down() -> None:
        disclose(action, event=event, by=printing.by, now=printing.now, people=people)

    return Paper(_named(event, kind), body, people, write_down)


def _named(event: Event, kind: str) -> str:
    return f"{event.slug}-{kind}.pdf"
