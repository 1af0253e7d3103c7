"""What somebody can say anew about the people on their booking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.booking.change_together import Change
from events.booking.changes import Details
from events.booking.discounts import full_price
from events.booking.party import NeedGiven
from events.choices import AskedOf, NeedKind
from events.inputs import AddressField, LineField, questions
from events.inputs.needs import KINDS, needs_given
from events.models.bookings import Attendee, Booking
from events.models.events import Session, TicketType
from events.public.bookable import Bookable
from events.public.forms.booker import OnceForm
from events.public.forms.person import LONGEST_NAME, PersonForm
from home.problems import Problem, problems_of

WORDS = ("name", "email", "organisation", "pronouns", "speaks_welsh", "no_photos")


class ChangePersonForm(PersonForm):
    """One person who is on a booking already. What was said before stands in the fields until it is typed over."""

    def __init__(self, data: Any = None, *, bookable: Bookable, person: Attendee, number: int) -> None:
        super().__init__(data, bookable=_with_own(bookable, person), number=number, is_booker=True)
        self.person = person
        self.prefix = f"a{person.pk}"
        self.own_needs = [
            NeedGiven(NeedKind(need.kind), text=need.text, option=need.option) for need in person.needs.all()
        ]
        self.fields = _about(person) | self._kept_fields()
        self.initial = _initial(self)

    def _kept_fields(self) -> dict[str, Any]:
        """The fields of the booking form without those that add somebody; a supporter goes where others go."""
        out = {"supporter", "supporter_name"}
        if self.person.supports_id:
            out |= {"ticket", "amount", "sessions", *(questions.field_name(row) for row in self._questions)}
        return {name: field for name, field in self.fields.items() if name not in out}

    @property
    def who(self) -> str:
        return self.person.name or _("Person %(number)d") % {"number": self.number}

    @property
    def about(self) -> Iterator[BoundField]:
        return self._drawn(("name", "email", "organisation", "pronouns"))

    def chosen_ticket(self) -> TicketType | None:
        return self.person.ticket_type if "ticket" not in self.fields else super().chosen_ticket()

    def change(self) -> Change:
        """What is asked for. For a form without errors."""
        kept = self.cleaned_data
        sessions = kept.get("sessions") or ()
        chosen = tuple(int(pk) for pk in ([sessions] if isinstance(sessions, str) else sessions))
        ticket = self.chosen_ticket()
        return Change(
            details=Details(
                **{name: kept[name] for name in WORDS if name in kept},
                answers=None if self.person.supports_id else self._answers(),
                needs=self._needs_now(),
            ),
            ticket_type=ticket.pk if ticket and "ticket" in self.fields else None,
            amount=kept.get("amount"),
            sessions=chosen if "sessions" in self.fields else None,
        )

    def _answers(self) -> dict[int, Any]:
        asked = {row.pk for row in self._questions}
        withdrawn = {row.question_id: row.value for row in self.person.answers.all() if row.question_id not in asked}
        return withdrawn | questions.answers(self._questions, self.cleaned_data)

    def _needs_now(self) -> tuple[NeedGiven, ...] | None:
        """None where nothing was changed: what was agreed to, and when, stays with it. What this form does not show
        is kept too."""
        if not self._needs:
            return None
        now = (*needs_given(self.cleaned_data), *(need for need in self.own_needs if not self._shows(need)))
        return None if set(now) == set(self.own_needs) else now

    def _shows(self, need: NeedGiven) -> bool:
        name = next((name for name, kind in KINDS.items() if kind == need.kind), "")
        if name not in self._needs:
            return False
        field: Any = self._needs[name]
        return not need.option or need.option in {value for value, _label in field.choices}


class ChangeForm:
    """`people` are the forms of those who are to be changed; `once` what is asked of the booking, unless only one
    person was asked for."""

    def __init__(
        self, bookable: Bookable, booking: Booking, people: Sequence[Attendee], data: QueryDict | None, *, judged: bool
    ) -> None:
        self.bookable, self.booking, self.judged = bookable, booking, judged
        bound = data if judged else None
        self.people = [
            ChangePersonForm(bound, bookable=bookable, person=person, number=number)
            for number, person in enumerate(people, 1)
        ]
        self.once = OnceForm(bound, bookable=bookable)
        del self.once.fields["news"]
        given = {row.question_id: row.value for row in booking.answers.all() if row.attendee_id is None}
        self.once.initial = questions.initial(bookable.asked(AskedOf.BOOKING), given)
        if data and not judged:
            for form in (*self.people, self.once):
                form.initial = {
                    name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
                    for name, field in form.fields.items()
                }
        self.given = given

    @property
    def has_choice(self) -> bool:
        """Whether anybody can go to another ticket or session."""
        return any(person.ticket or person.sessions for person in self.people)

    def is_valid(self) -> bool:
        good = [person.is_valid() for person in self.people]
        self.once.tickets = [ticket for person in self.people if (ticket := person.chosen_ticket())]
        return all([*good, self.once.is_valid()])

    def problems(self) -> Iterator[Problem]:
        for person in self.people:
            yield from problems_of(person, who=person.who if len(self.people) > 1 else "")
        yield from problems_of(self.once)

    def changes(self) -> dict[int, Change]:
        return {form.person.pk: form.change() for form in self.people}

    def answers(self) -> dict[int, Any]:
        asked = {row.pk for row in self.bookable.asked(AskedOf.BOOKING)}
        return {pk: value for pk, value in self.given.items() if pk not in asked} | self.once.answers()


def _with_own(bookable: Bookable, person: Attendee) -> Bookable:
    """The event as it is offered now, with the ticket and sessions that this person has in any case."""
    tickets: list[TicketType] = bookable.ticket_types
    if person.ticket_type_id not in {row.pk for row in tickets}:
        tickets = [person.ticket_type, *tickets]
    there = {row.pk for row in bookable.sessions}
    own: list[Session] = [row.session for row in person.chosen_sessions.all() if row.session_id not in there]
    return replace(bookable, ticket_types=tickets, sessions=[*own, *bookable.sessions])


def _about(person: Attendee) -> dict[str, Any]:
    is_known = bool(person.name)
    return {
        "name": LineField(
            label=gettext_lazy("Name"),
            missing=gettext_lazy("Type the name of this person"),
            max_length=LONGEST_NAME,
            complete="off",
            required=is_known and not person.supports_id,
        ),
        "email": AddressField(label=gettext_lazy("E-mail address"), complete="off", required=False),
        "organisation": LineField(label=gettext_lazy("Organisation"), max_length=120, complete="off", required=False),
        "pronouns": LineField(label=gettext_lazy("Pronouns"), max_length=40, complete="off", required=False),
    }


def _initial(form: ChangePersonForm) -> dict[str, Any]:
    person = form.person
    found: dict[str, Any] = {name: getattr(person, name) for name in WORDS}
    chosen = [str(row.session_id) for row in person.chosen_sessions.all()]
    field = form.fields.get("sessions")
    found["sessions"] = chosen if field is None or field.widget.allow_multiple_selected else (chosen or [""])[0]
    found |= {"ticket": person.ticket_type_id, "amount": full_price(person)}
    for name, kind in KINDS.items():
        found[name] = [need.option for need in form.own_needs if need.kind == kind and need.option]
        found[f"{name}_text"] = "\n".join(need.text for need in form.own_needs if need.kind == kind and need.text)
    given = {row.question_id: row.value for row in person.answers.all()}
    return found | questions.initial(form._questions, given)
