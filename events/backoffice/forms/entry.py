"""A booking typed in by staff: who books, the people with their places, and whether a limit is gone beyond."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.backoffice.forms.acts import BeyondField, ReasonField, RuleForm
from events.backoffice.parties import OnOffer, lonely_supporters, with_supported
from events.booking.party import Party, PersonWish
from events.inputs import AddressField, LineField
from events.models.bookings import Booking

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


class PersonForm(forms.Form):
    """`number` counts from 1. Beyond the first, a row without name and address is left out."""

    def __init__(self, data: QueryDict | None = None, *, offer: OnOffer, number: int, initial: Any = None) -> None:
        super().__init__(data, prefix=f"p{number}", initial=initial)
        self.offer, self.number = offer, number
        self.fields["name"] = LineField(label=_("Name"), required=False, max_length=LONGEST_NAME)
        if number == 1:
            self.fields["name"].help_text = _("Leave it empty for the person who books.")
        self.fields["email"] = AddressField(label=_("E-mail address"), required=False, complete="off")
        if len(offer.tickets) > 1:
            choices = [(row.pk, row.name) for row in offer.tickets]
            self.fields["ticket"] = forms.TypedChoiceField(label=_("Ticket"), choices=choices, coerce=int)
        if offer.sessions:
            self.fields["sessions"] = _sessions(offer)

    @property
    def is_blank(self) -> bool:
        typed = (self.add_prefix(field) for field in ("name", "email"))
        return self.number > 1 and not any(self.data.get(field, "").strip() for field in typed)

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, read without judging it."""
        return {name: self[name].value() for name in self.fields}

    def wish(self, *, booker: str) -> PersonWish:
        """Only of a valid form."""
        kept = self.cleaned_data
        chosen = kept.get("sessions") or []
        return PersonWish(
            name=kept["name"] or booker,
            email=kept["email"],
            ticket_type=kept["ticket"] if "ticket" in self.fields else self.offer.tickets[0].pk,
            sessions=tuple(int(pk) for pk in ([chosen] if isinstance(chosen, str) else chosen)),
        )


def _judged(row: PersonForm) -> PersonForm:
    """A row left blank is shown as it is, and not complained of."""
    return PersonForm(offer=row.offer, number=row.number, initial=row.typed()) if row.is_blank else row


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

    def __init__(self, data: QueryDict | None = None, *, offer: OnOffer) -> None:
        self.offer = offer
        wants_more = data is not None and "more" in data
        rows = _rows(data)
        if data is None or wants_more:
            self.booker = BookerForm(initial=_typed_booker(data) or {"form_token": secrets.token_urlsafe(16)})
            before = [PersonForm(data, offer=offer, number=n + 1).typed() for n in range(rows)] if wants_more else []
            rows = min(rows + MORE_ROWS, MOST_ROWS) if wants_more else FIRST_ROWS
            blank: list[Any] = [None] * (rows - len(before))
            initials = [*before, *blank]
            self.people = [PersonForm(offer=offer, number=n, initial=typed) for n, typed in enumerate(initials, 1)]
        else:
            self.booker = BookerForm(data)
            self.people = [_judged(PersonForm(data, offer=offer, number=n + 1)) for n in range(rows)]

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
        found = [form.is_valid() for form in (self.booker, *self._filled_in)]
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
        return Party(people=with_supported(self._wishes(), self.offer), **about)

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


def _typed_booker(data: QueryDict | None) -> dict[str, Any]:
    if data is None:
        return {}
    form = BookerForm(data)
    return {name: form[name].value() for name in form.fields}
