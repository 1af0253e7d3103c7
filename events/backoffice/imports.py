"""From the lines of a spreadsheet to parties that can be booked, or to what is wrong with each row. Books nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from events.backoffice.parties import OnOffer, live_bookings_of, lonely_supporters, on_offer, with_supported
from events.booking.capacity import Places
from events.booking.party import Party, PersonWish
from events.errors import SoldOut, UnreadableFile
from events.models.bookings import email_key
from events.models.events import Event, Session, TicketType
from events.reports.uploads import Line

HEADINGS = {
    "name": "name, full name, enw, enw llawn",
    "email": "e mail, email, e mail address, email address, e bost, ebost, cyfeiriad e bost, cyfeiriad ebost",
    "ticket": "ticket, tickets, ticket type, tocyn, tocynnau, math o docyn",
    "session": "session, sessions, sesiwn, sesiynau",
    "organisation": "organisation, organization, sefydliad, mudiad",
    "party": "party, group, booking, parti, grwp, grŵp, archeb",
}
"""What a column may be called, in either language, also as our own lists call it."""

KNOWN = {name: column for column, names in HEADINGS.items() for name in names.split(", ")}
LONGEST_NAME, LONGEST_EMAIL = 120, 254


@dataclass(frozen=True)
class Row:
    """One person, as typed. Rows with the same `party` are one booking; the first of them books."""

    number: int
    name: str = ""
    email: str = ""
    ticket: str = ""
    session: str = ""
    organisation: str = ""
    party: str = ""


@dataclass(frozen=True)
class Sheet:
    """`ignored` are headings that mean nothing here."""

    rows: list[Row]
    ignored: list[str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the row of this number."""

    row: int
    what: str


@dataclass(frozen=True)
class Planned:
    """One booking that would be made. `people` are (name, ticket, sessions) as they are called now."""

    row: int
    party: Party
    people: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Plan:
    """`doubles` are people who seem to be booked already, or who stand in the file twice: a notice, no fault."""

    planned: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubles: list[Fault] = field(default_factory=list)

    @property
    def parties(self) -> list[Party]:
        return [planned.party for planned in self.planned]

    @property
    def people(self) -> int:
        return sum(len(planned.people) for planned in self.planned)

    @property
    def by_ticket(self) -> list[tuple[str, int]]:
        return list(Counter(ticket for planned in self.planned for _name, ticket, _sessions in planned.people).items())


def read_sheet(lines: Sequence[Line]) -> Sheet:
    """Raises UnreadableFile unless the first line names the columns, each once, and a name is among them."""
    found: dict[str, int] = {}
    ignored = []
    for index, heading in enumerate(lines[0].cells):
        column = KNOWN.get(_plain(heading))
        if column is None:
            ignored += [heading] if heading else []
        elif column in found:
            said = _("Two columns are called “%(heading)s”. Take one of them away. Nothing was imported.")
            raise UnreadableFile(said % {"heading": heading})
        else:
            found[column] = index
    if "name" not in found:
        raise UnreadableFile(
            _("The first row must say what each column is, and one must be called “Name”. Nothing was imported.")
        )
    if len(lines) == 1:
        raise UnreadableFile(_("Below the headings there is no row. Nothing was imported."))
    return Sheet([_row(line, found) for line in lines[1:]], ignored)


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", " ", heading).strip().casefold()


def _row(line: Line, columns: dict[str, int]) -> Row:
    cells = {column: line.cells[index] for column, index in columns.items() if index < len(line.cells)}
    return Row(number=line.number, **cells)


def plan_import(event: Event, rows: Sequence[Row], *, now: dt.datetime) -> Plan:
    """What these rows would become now. With any fault nothing is to be booked."""
    offer, plan = on_offer(event, now=now), Plan()
    for group in _groups(rows):
        judged = [_judge(row, offer) for row in group]
        faults = [fault for _wish, found in judged for fault in found]
        people = [wish for wish, _found in judged]
        if not faults:
            said = _("A supporter comes with the person in a row above of the same party, and there is none.")
            faults = [Fault(group[index].number, said) for index in lonely_supporters(people, offer)]
        plan.faults.extend(faults)
        if not faults:
            plan.planned.append(_planned(group, people, offer))
    plan.doubles.extend(_doubles(event, plan.planned))
    return plan


def _groups(rows: Sequence[Row]) -> Iterable[list[Row]]:
    """Rows of one party together, in the order in which the parties begin."""
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        key = (row.party.casefold(), 0) if row.party else ("", row.number)
        found.setdefault(key, []).append(row)
    return found.values()


def _judge(row: Row, offer: OnOffer) -> tuple[PersonWish, list[Fault]]:
    problems = [*_about_the_person(row)]
    ticket = _ticket(row.ticket, offer)
    if isinstance(ticket, str):
        problems.append(ticket)
    sessions = _sessions(row.session, offer)
    if isinstance(sessions, str):
        problems.append(sessions)
    wish = PersonWish(
        name=row.name,
        email=row.email,
        organisation=row.organisation,
        ticket_type=0 if isinstance(ticket, str) else ticket.pk,
        sessions=() if isinstance(sessions, str) else tuple(session.pk for session in sessions),
    )
    return wish, [Fault(row.number, problem) for problem in problems]


def _about_the_person(row: Row) -> Iterable[str]:
    if not row.name:
        yield _("The name is missing.")
    if len(row.name) > LONGEST_NAME:
        yield _("The name has more than %(most)d characters.") % {"most": LONGEST_NAME}
    if len(row.organisation) > LONGEST_NAME:
        yield _("The organisation has more than %(most)d characters.") % {"most": LONGEST_NAME}
    if row.email and not _is_address(row.email):
        yield _("“%(text)s” is not an e-mail address.") % {"text": _short(row.email)}


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def _ticket(text: str, offer: OnOffer) -> TicketType | str:
    """The ticket of this name in either language, or what is wrong. Empty is right where there is only one."""
    names = ", ".join(row.name for row in offer.tickets)
    if not text:
        usual = [row for row in offer.tickets if not row.is_supporter]
        return usual[0] if len(usual) == 1 else _("Say which ticket: %(names)s.") % {"names": names}
    for row in offer.tickets:
        if text.casefold() in _names(row, "name"):
            return row
    said = _("There is no ticket “%(text)s”. The tickets are: %(names)s.")
    return said % {"text": _short(text), "names": names}


def _sessions(text: str, offer: OnOffer) -> list[Session] | str:
    if not offer.sessions:
        return _("No session is chosen for this event. Leave that column empty.") if text else []
    names = ", ".join(row.name for row in offer.sessions)
    found: list[Session] = []
    for part in _parts(text, offer):
        session = next((row for row in offer.sessions if part.casefold() in _names(row, "title")), None)
        if session is None:
            said = _("There is no session “%(text)s”. The sessions are: %(names)s.")
            return said % {"text": _short(part), "names": names}
        if session not in found:
            found.append(session)
    if not found:
        return _("Say which session: %(names)s.") % {"names": names}
    if offer.one_session and len(found) > 1:
        return _("Only one session can be chosen.")
    return found


def _parts(text: str, offer: OnOffer) -> list[str]:
    """Several sessions stand with semicolons between them, unless the text is the name of one as it stands."""
    if any(text.casefold() in _names(row, "title") for row in offer.sessions):
        return [text]
    return [part.strip() for part in text.split(";") if part.strip()]


def _names(row: TicketType | Session, name: str) -> set[str]:
    return {str(words[name]).strip().casefold() for words in row.words.values() if words.get(name)}


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def first_without_room(plan: Plan, places: Places) -> tuple[int, SoldOut] | None:
    """The row at which the places end, if all before it are booked, and what is said of it. `places` are used up."""
    for planned in plan.planned:
        if refusal := places.shortfall(planned.party.seats):
            return planned.row, refusal
        places.take(planned.party.seats)
    return None


def _planned(group: list[Row], people: list[PersonWish], offer: OnOffer) -> Planned:
    first = group[0]
    tickets = {row.pk: row.name for row in offer.tickets}
    sessions = {row.pk: row.name for row in offer.sessions}
    party = Party(
        name=first.name, email=first.email, organisation=first.organisation, people=with_supported(people, offer)
    )
    shown = [(wish.name, tickets[wish.ticket_type], ", ".join(sessions[pk] for pk in wish.sessions)) for wish in people]
    return Planned(first.number, party, shown)


def _doubles(event: Event, planned: Sequence[Planned]) -> Iterable[Fault]:
    earlier = live_bookings_of(event, [plan.party.email for plan in planned])
    rows: dict[str, int] = {}
    for plan in planned:
        key = email_key(plan.party.email)
        if booking := earlier.get(key):
            said = _("%(name)s has a booking with this e-mail address already (%(reference)s).")
            yield Fault(plan.row, said % {"name": booking.name, "reference": booking.reference})
        elif key and key in rows:
            yield Fault(plan.row, _("Row %(row)d has the same e-mail address.") % {"row": rows[key]})
        rows.setdefault(key, plan.row)
