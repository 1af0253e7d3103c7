"""The whole booking form: one to n people on one page, kept as it was typed until it becomes a party."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.booking.party import Party, PersonWish
from events.public import form_tokens
from events.public.bookable import Bookable
from events.public.forms.booker import BookerForm, OnceForm
from events.public.forms.person import PersonForm
from home.problems import Problem, problems_of

Part = TypeVar("Part", bound=forms.Form)

MOST_PEOPLE = 50
"""What one page can show, whatever the event allows."""


class BookingForm:
    """Parts `booker`, `people` and `once`.

    Made by `blank`, or by `typed` from what was sent. With `judged` its errors count; without, the page is only drawn
    again: a person was added or removed, or the language changed.
    """

    def __init__(
        self, bookable: Bookable, data: QueryDict | None, *, judged: bool, code: str = "", waits: bool = False
    ) -> None:
        self.bookable, self.judged = bookable, judged
        self.data = data if data is not None else QueryDict()
        self.size = number_in(self.data.get("people", ""), otherwise=bookable.event.min_per_booking)
        self.secret = form_tokens.secret_of(self.data.get("token", ""), event=bookable.event)
        self.token: str = self.data.get("token", "") if self.secret else form_tokens.new_token(bookable.event)
        self.waits = waits or "waits" in self.data
        self.knows_other = "anyway" in self.data
        self.booker = self._part(BookerForm, code=self.data.get("code", code))
        shown = range(1, min(max(self.size, 1), MOST_PEOPLE) + 1)
        self.people = [self._person(number) for number in shown]
        self.once = self._part(OnceForm)

    @classmethod
    def blank(cls, bookable: Bookable, *, code: str = "", waits: bool = False) -> BookingForm:
        return cls(bookable, None, judged=False, code=code, waits=waits)

    @classmethod
    def typed(cls, bookable: Bookable, data: QueryDict, *, judged: bool = True) -> BookingForm:
        return cls(bookable, data, judged=judged)

    def _part(self, part: type[Part], **options: Any) -> Part:
        options["bookable"] = self.bookable
        if self.judged:
            return part(self.data, **options)
        form = part(**options)
        if self.data:
            form.initial = {
                name: field.widget.value_from_datadict(self.data, {}, form.add_prefix(name))
                for name, field in form.fields.items()
            }
        return form

    def _person(self, number: int) -> PersonForm:
        return self._part(PersonForm, number=number, is_booker=number == 1 and not self.booker.is_absent)

    @property
    def is_group(self) -> bool:
        """Whether the page has a part of its own for each person."""
        return len(self.people) > 1 or self.booker.is_absent

    @property
    def can_add(self) -> bool:
        return len(self.people) < min(self.bookable.event.max_per_booking, MOST_PEOPLE)

    @property
    def has_possible_size(self) -> bool:
        """Whether the number of people is one that this page could have sent."""
        return 1 <= self.size <= MOST_PEOPLE

    def is_valid(self) -> bool:
        """Check every part, so that one page shows everything there is to put right."""
        parts = [self.booker, *self.people]
        good = [part.is_valid() for part in parts]
        self.once.tickets = [ticket for person in self.people if (ticket := person.chosen_ticket())]
        return all([*good, self.once.is_valid()])

    def problems(self) -> Iterator[Problem]:
        """What is to be put right, in the order of the page."""
        if not self.judged:
            return
        several = self.is_group
        you = _("You") if several else ""
        yield from problems_of(self.booker, who=you)
        for person in self.people:
            yield from problems_of(person, who=person.who if several else "")
        yield from problems_of(self.once)

    def party(self, *, joins_waitlist: bool, knows_other: bool) -> Party:
        """The party that a form without errors asks for."""
        booker = self.booker.cleaned_data
        people: list[PersonWish] = []
        for person in self.people:
            whose = booker if person.is_booker else person.cleaned_data
            people += person.wishes(name=whose["name"], email=whose["email"], index=len(people))
        return Party(
            name=booker["name"],
            email=booker["email"],
            people=tuple(people),
            language=(get_language() or "en")[:2],
            wants_news=self.once.cleaned_data["news"],
            answers=self.once.answers(),
            code=booker.get("code", ""),
            discount=self.once.cleaned_data.get("discount", ""),
            joins_waitlist=joins_waitlist,
            knows_other=knows_other,
        )


def with_another(data: QueryDict) -> QueryDict:
    """What was typed, with room for one person more."""
    changed = data.copy()
    changed["people"] = str(min(number_in(data.get("people", ""), otherwise=1), MOST_PEOPLE - 1) + 1)
    return changed


def without(data: QueryDict, number: int) -> QueryDict:
    """What was typed, without person `number`; everybody after moves up. Unchanged when that person is not there."""
    size = min(number_in(data.get("people", ""), otherwise=1), MOST_PEOPLE)
    if size < 2 or not 1 <= number <= size:
        return data
    changed = data.copy()
    for key in [name for name in changed if _person_of(name) >= number]:
        values = changed.pop(key)
        if (person := _person_of(key)) > number:
            changed.setlist(f"p{person - 1}-{key.split('-', 1)[1]}", values)
    changed["people"] = str(size - 1)
    return changed


def _person_of(name: str) -> int:
    """The number in "p2-name"; 0 for fields of nobody in particular."""
    prefix, dash, _ = name.partition("-")
    return number_in(prefix[1:], otherwise=0) if dash and prefix.startswith("p") else 0


def number_in(text: str, *, otherwise: int) -> int:
    """A whole number that somebody sent; 0 for what is none, `otherwise` for nothing."""
    if not text:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
