"""One person's part of the booking form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.booking.party import PersonWish
from events.choices import AskedOf, PriceKind, SessionChoice
from events.inputs import AddressField, LineField, questions
from events.inputs.amounts import AmountField
from events.inputs.needs import needs_given
from events.models.events import Session, TicketType
from events.models.money import sum_text
from events.public.bookable import Bookable
from events.public.forms.needs import need_fields
from home.dates import day_text, first_day, times_text

LONGEST_NAME = 120
NO_TICKET = gettext_lazy("Choose a ticket")
NO_SESSION = gettext_lazy("Choose a session")
GONE = gettext_lazy("This is no longer offered. Choose another one")


class PersonForm(forms.Form):
    """`number` counts from 1. Person 1 is the one who books, unless that one stays away: then all have a name of
    their own here. The template draws the groups `about`, `ticket`, `sessions`, `questions`, `needs` and `badge`."""

    def __init__(self, data: Any = None, *, bookable: Bookable, number: int, is_booker: bool) -> None:
        super().__init__(data, prefix=f"p{number}")
        self.bookable, self.number, self.is_booker = bookable, number, is_booker
        self._needs = need_fields(bookable)
        self._questions = bookable.asked(AskedOf.ATTENDEE)
        self.fields |= {} if is_booker else _names(bookable)
        self.fields |= _places(bookable)
        self.fields |= {questions.field_name(row): questions.field_for(row) for row in self._questions}
        self.fields |= self._needs
        self.fields |= _badge(bookable)

    @property
    def who(self) -> str:
        return _("You") if self.is_booker else _("Person %(number)d") % {"number": self.number}

    @property
    def about(self) -> Iterator[BoundField]:
        return self._drawn(("name", "email"))

    @property
    def ticket(self) -> BoundField | None:
        return self["ticket"] if "ticket" in self.fields else None

    @property
    def sessions(self) -> BoundField | None:
        return self["sessions"] if "sessions" in self.fields else None

    @property
    def questions(self) -> Iterator[BoundField]:
        names = [questions.field_name(row) for row in self._questions]
        return self._drawn(("amount", "supporter", "supporter_name", *names))

    @property
    def needs(self) -> list[BoundField]:
        return list(self._drawn(self._needs))

    @property
    def needs_open(self) -> bool:
        return any(field.value() or field.errors for field in self.needs)

    @property
    def badge(self) -> list[BoundField]:
        return list(self._drawn(("speaks_welsh", "no_photos")))

    @property
    def badge_open(self) -> bool:
        return any(field.value() for field in self.badge)

    def _drawn(self, names: Iterable[str]) -> Iterator[BoundField]:
        return (self[name] for name in names if name in self.fields)

    def chosen_ticket(self) -> TicketType | None:
        """The ticket type that was chosen, or the only one there is."""
        types = self.bookable.ticket_types
        if "ticket" not in self.fields:
            return types[0] if types else None
        chosen = self.cleaned_data.get("ticket")
        return next((row for row in types if row.pk == chosen), None)

    def clean(self) -> dict[str, Any]:
        ticket = self.chosen_ticket()
        for row in self._questions:
            if ticket and not questions.is_asked(row, [ticket]):
                self.errors.pop(questions.field_name(row), None)
                self.cleaned_data.pop(questions.field_name(row), None)
        if ticket and ticket.price_kind == PriceKind.PAY_WHAT_YOU_CAN:
            self._check_amount(ticket)
        else:
            self.errors.pop("amount", None)
            self.cleaned_data.pop("amount", None)
        return self.cleaned_data

    def _check_amount(self, ticket: TicketType) -> None:
        least, amount = ticket.minimum_price or Decimal(0), self.cleaned_data.get("amount")
        if amount is not None and amount < least:
            self.add_error("amount", _("Type %(least)s or more") % {"least": sum_text(least, pence=False)})

    def wishes(self, *, name: str, email: str, index: int) -> list[PersonWish]:
        """This person, at `index` of the party, and the supporter who comes with them. For a form without errors."""
        kept, ticket = self.cleaned_data, self.chosen_ticket()
        sessions = kept.get("sessions") or ()
        sessions = tuple(int(pk) for pk in ([sessions] if isinstance(sessions, str) else sessions))
        person = PersonWish(
            name=name,
            email=email,
            ticket_type=ticket.pk if ticket else 0,
            speaks_welsh=kept.get("speaks_welsh", False),
            no_photos=kept.get("no_photos", False),
            sessions=sessions,
            amount=kept.get("amount"),
            answers=questions.answers(self._questions, kept),
            needs=needs_given(kept),
        )
        supporter = self.bookable.supporter
        if supporter is None or not kept.get("supporter"):
            return [person]
        called = kept.get("supporter_name", "")
        return [person, PersonWish(name=called, ticket_type=supporter.pk, sessions=sessions, supports=index)]


def _names(bookable: Bookable) -> dict[str, forms.Field]:
    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As they would like it on the badge.") if bookable.is_in_a_room else "",
        missing=gettext_lazy("Type the name of this person"),
        max_length=LONGEST_NAME,
        complete="off",
    )
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Leave empty and we send this ticket to you."),
        required=False,
        complete="off",
    )
    return {"name": name, "email": email}


def _places(bookable: Bookable) -> dict[str, forms.Field]:
    """Ticket, amount, sessions and supporter: each only where there is something to choose."""
    fields: dict[str, forms.Field] = {}
    if len(bookable.ticket_types) > 1:
        fields["ticket"] = forms.TypedChoiceField(
            label=gettext_lazy("Ticket"),
            choices=[(row.pk, row.name) for row in bookable.ticket_types],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": NO_TICKET, "invalid_choice": GONE},
        )
    if bookable.lets_choose_amount:
        fields["amount"] = _amount(bookable)
    if bookable.sessions:
        fields["sessions"] = _sessions(bookable)
    if bookable.supporter:
        fields["supporter"] = forms.BooleanField(
            label=gettext_lazy("Bringing a carer or supporter"),
            help_text=bookable.supporter.say("description"),
            required=False,
        )
        fields["supporter_name"] = LineField(
            label=gettext_lazy("Name of the supporter"), required=False, max_length=LONGEST_NAME, complete="off"
        )
    return fields


def _amount(bookable: Bookable) -> forms.Field:
    chosen = next(row for row in bookable.ticket_types if row.price_kind == PriceKind.PAY_WHAT_YOU_CAN)
    usual = _("People usually choose %(amounts)s.") % {"amounts": chosen.suggested_prices}
    return AmountField(help_text=usual if chosen.suggested_prices else "", required=False, min_value=0)


def _sessions(bookable: Bookable) -> forms.Field:
    language = get_language() or "en"
    choices = [(row.pk, _session_text(row, bookable, language)) for row in bookable.sessions]
    errors = {"required": NO_SESSION, "invalid_choice": GONE}
    if bookable.event.session_choice == SessionChoice.ONE:
        label = gettext_lazy("Which session?")
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors)
    return forms.MultipleChoiceField(
        label=gettext_lazy("Which sessions?"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors,
    )


def _session_text(session: Session, bookable: Bookable, language: str) -> str:
    if session.starts_at is None:
        return session.name
    zone = bookable.event.zone
    return _("%(session)s – %(day)s, %(times)s") % {
        "session": session.name,
        "day": day_text(first_day(session.starts_at, zone), language=language, year=False),
        "times": times_text(session.starts_at, session.ends_at, zone, language=language),
    }


def _badge(bookable: Bookable) -> dict[str, forms.Field]:
    if not bookable.is_in_a_room:
        return {}
    return {
        "speaks_welsh": forms.BooleanField(
            label=gettext_lazy("Speaks Welsh"),
            help_text=gettext_lazy("The badge shows it, so that others can start in Welsh."),
            required=False,
        ),
        "no_photos": forms.BooleanField(
            label=gettext_lazy("Please keep out of photographs"),
            help_text=gettext_lazy("The badge gets a coloured dot."),
            required=False,
        ),
    }
