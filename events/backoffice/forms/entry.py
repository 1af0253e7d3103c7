"""A booking typed in by staff: who books, the people with their places and answers, and whether a limit is gone beyond.

No question has to be answered here: whoever rings has often not been told what would be asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.backoffice.forms.acts import BeyondField, ReasonField, RuleForm
from events.backoffice.parties import OnOffer, lonely_supporters, with_supported
from events.booking.party import Party, PersonWish
from events.choices import AskedOf
from events.inputs import AddressField, LineField, questions
from events.inputs.needs import need_fields, needs_given
from events.models.bookings import Booking
from events.models.events import Question, TicketType

LONGEST_NAME = 120
LONGEST_PHONE = 40
FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 5, 60


class BookerForm(RuleForm):
    name = LineField(label=gettext_lazy("Name"), missing=gettext_lazy("Type the name"), max_length=LONGEST_NAME)
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        required=False,
        complete="off",
        help_text=gettext_lazy("The confirmation goes here. Leave it empty, and nothing is sent."),
    )
    phone = LineField(label=gettext_lazy("Telephone"), required=False, max_length=LONGEST_PHONE)
    organisation = LineField(label=gettext_lazy("Organisation"), required=False, max_length=LONGEST_NAME)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the e-mails"),
        required=False,
        choices=[("", gettext_lazy("Not known: both languages")), *settings.LANGUAGES],
    )
    knows_other = forms.BooleanField(label=gettext_lazy("Enter another booking for the same person"), required=False)
    beyond = BeyondField()
    reason = ReasonField(required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)


class QuestionsForm(forms.Form):
    """What is asked once for each booking. `tickets` are those of the people on it."""

    tickets: Sequence[TicketType] = ()

    def __init__(self, data: QueryDict | None = None, *, offer: OnOffer, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.rows = offer.asked(AskedOf.BOOKING)
        self.fields |= _unforced(self.rows)

    def answers(self) -> dict[int, Any]:
        """Only of a valid form."""
        return questions.answers([row for row in self.rows if questions.is_asked(row, self.tickets)], self.cleaned_data)


class PersonForm(forms.Form):
    """`number` counts from 1. Beyond the first, a row in which nothing is typed is left out. Needs are asked of staff
    who may see them."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offer: OnOffer,
        number: int,
        asks_needs: bool = False,
        initial: Any = None,
    ) -> None:
        super().__init__(data, prefix=f"p{number}", initial=initial)
        self.offer, self.number, self.asks_needs = offer, number, asks_needs
        self.rows = offer.asked(AskedOf.ATTENDEE)
        self.fields["name"] = LineField(label=_("Name"), required=False, max_length=LONGEST_NAME)
        if number == 1:
            self.fields["name"].help_text = _("Leave it empty for the person who books.")
        self.fields["email"] = AddressField(label=_("E-mail address"), required=False, complete="off")
        if len(offer.tickets) > 1:
            choices = [(row.pk, row.name) for row in offer.tickets]
            self.fields["ticket"] = forms.TypedChoiceField(label=_("Ticket"), choices=choices, coerce=int)
        if offer.sessions:
            self.fields["sessions"] = _sessions(offer)
        self.fields |= _unforced(self.rows)
        self._needs = need_fields(offer.event, supporters_book=bool(offer.supporter_tickets)) if asks_needs else {}
        self.fields |= self._needs

    @property
    def about(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name not in self._needs)

    @property
    def needs(self) -> list[BoundField]:
        return [self[name] for name in self._needs]

    @property
    def needs_open(self) -> bool:
        return any(field.value() or field.errors for field in self.needs)

    @property
    def is_blank(self) -> bool:
        typed = (self.add_prefix(field) for field in self.fields if field not in ("ticket", "sessions"))
        return self.number > 1 and not any(str(self.data.get(field) or "").strip() for field in typed)

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, read without judging it."""
        return {name: self[name].value() for name in self.fields}

    def wish(self, *, booker: str) -> PersonWish:
        """Only of a valid form."""
        kept = self.cleaned_data
        chosen, ticket = kept.get("sessions") or [], self.ticket
        return PersonWish(
            name=kept["name"] or booker,
            email=kept["email"],
            ticket_type=ticket.pk,
            sessions=tuple(int(pk) for pk in ([chosen] if isinstance(chosen, str) else chosen)),
            answers=questions.answers([row for row in self.rows if questions.is_asked(row, [ticket])], kept),
            needs=needs_given(kept),
        )

    @property
    def ticket(self) -> TicketType:
        """Only of a valid form."""
        there = self.offer.tickets
        chosen = self.cleaned_data["ticket"] if "ticket" in self.fields else there[0].pk
        return next(row for row in there if row.pk == chosen)


def _unforced(rows: Iterable[Question]) -> dict[str, forms.Field]:
    fields = {questions.field_name(row): questions.field_for(row) for row in rows}
    for field in fields.values():
        field.required = False
    return fields


def _judged(row: PersonForm) -> PersonForm:
    """A row left blank is shown as it is, and not complained of."""
    if not row.is_blank:
        return row
    return PersonForm(offer=row.offer, number=row.number, asks_needs=row.asks_needs, initial=row.typed())


def _sessions(offer: OnOffer) -> forms.Field:
    choices = [(str(row.pk), row.name) for row in offer.sessions]
    if offer.one_session:
        return forms.ChoiceField(label=_("Session"), choices=choices)
    return forms.MultipleChoiceField(
        label=_("Sessions"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one session.")},
    )


class EntryForm:
    """Both together. Asking for more rows judges nothing that was typed, and keeps it."""

    def __init__(self, data: QueryDict | None = None, *, offer: OnOffer, asks_needs: bool = False) -> None:
        self.offer = offer
        person = partial(PersonForm, offer=offer, asks_needs=asks_needs)
        wants_more = data is not None and "more" in data
        rows = _rows(data)
        if data is None or wants_more:
            self.booker = BookerForm(initial=_typed_booker(data) or {"form_token": secrets.token_urlsafe(16)})
            self.once = QuestionsForm(offer=offer, initial=_typed_answers(data, offer))
            before = [person(data, number=n + 1).typed() for n in range(rows)] if wants_more else []
            rows = min(rows + MORE_ROWS, MOST_ROWS) if wants_more else FIRST_ROWS
            blank: list[Any] = [None] * (rows - len(before))
            initials = [*before, *blank]
            self.people = [person(number=n, initial=typed) for n, typed in enumerate(initials, 1)]
        else:
            self.booker = BookerForm(data)
            self.once = QuestionsForm(data, offer=offer)
            self.people = [_judged(person(data, number=n + 1)) for n in range(rows)]

    @property
    def is_bound(self) -> bool:
        return self.booker.is_bound

    @property
    def can_grow(self) -> bool:
        return len(self.people) < MOST_ROWS

    @cached_property
    def _filled_in(self) -> list[PersonForm]:
        return [row for row in self.people if row.is_bound]

    def is_valid(self) -> bool:
        if not self.is_bound:
            return False
        found = [form.is_valid() for form in (self.booker, self.once, *self._filled_in)]
        return all(found) and self._supporters_have_somebody()

    def _supporters_have_somebody(self) -> bool:
        lonely = lonely_supporters(self._wishes(), self.offer)
        for index in lonely:
            row = self._filled_in[index]
            row.add_error(
                "ticket" if "ticket" in row.fields else "name", _("A supporter comes with the person in the row above.")
            )
        return not lonely

    def _wishes(self) -> list[PersonWish]:
        return [row.wish(booker=self.booker.cleaned_data["name"]) for row in self._filled_in]

    @property
    def party(self) -> Party:
        """Only of a valid form."""
        kept = self.booker.cleaned_data
        about = {name: kept[name] for name in ("name", "email", "phone", "organisation", "language")}
        self.once.tickets = [row.ticket for row in self._filled_in]
        return Party(people=with_supported(self._wishes(), self.offer), answers=self.once.answers(), **about)

    def note_earlier(self, earlier: Booking | None) -> bool:
        """Say kindly that this person has a booking. False when another one is meant, or there is none."""
        if earlier is None or self.booker.cleaned_data["knows_other"]:
            return False
        text = _("%(name)s has booked with this address already (%(reference)s). Tick below to enter another booking.")
        self.booker.add_error("email", text % {"name": earlier.name, "reference": earlier.reference})
        return True


def _rows(data: QueryDict | None) -> int:
    """How many people the form had, as it says itself; anything else than a sensible number is the first size."""
    text = data.get("rows", "") if data is not None else ""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_ROWS else FIRST_ROWS


def _typed_answers(data: QueryDict | None, offer: OnOffer) -> dict[str, Any]:
    if data is None:
        return {}
    form = QuestionsForm(data, offer=offer)
    return {name: form[name].value() for name in form.fields}


def _typed_booker(data: QueryDict | None) -> dict[str, Any]:
    if data is None:
        return {}
    form = BookerForm(data)
    return {name: form[name].value() for name in form.fields}
