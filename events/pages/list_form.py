"""The form with which a visitor narrows a list: a plain GET form, whose answers stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.choices import MeantFor
from events.models.events import Event
from events.models.people_places import EventKind, Organisation
from events.pages.choices import DISTANCES, LONGEST_WORDS, Choices, Place, Spoken, When
from events.pages.nearby import miles_text, towns

Option = tuple[str, Any]


class ListForm(forms.Form):
    """Only draws: `Choices.from_query` reads the answers. Hidden fields keep what belongs to the view."""

    q = forms.CharField(
        label=gettext_lazy("Search for"), max_length=LONGEST_WORDS, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.MultipleChoiceField(label=gettext_lazy("Type of event"), widget=forms.CheckboxSelectMultiple)
    place = forms.ChoiceField(
        label=gettext_lazy("Place or online"), choices=[("", gettext_lazy("Anywhere")), *Place.choices]
    )
    near = forms.ChoiceField(label=gettext_lazy("Near"))
    within = forms.ChoiceField(label=gettext_lazy("No further than"))
    when = forms.ChoiceField(label=gettext_lazy("When"), choices=[("", gettext_lazy("Any date")), *When.choices])
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    audience = forms.ChoiceField(label=gettext_lazy("Who it is for"), choices=MeantFor.choices)
    language = forms.ChoiceField(
        label=pgettext_lazy("of an event", "Language"),
        choices=[("", gettext_lazy("Any language")), *Spoken.choices],
    )
    host = forms.ChoiceField(label=gettext_lazy("Organisation"))
    free = forms.BooleanField(label=gettext_lazy("Free events only"))

    def __init__(self, choices: Choices, *, events: QuerySet[Event]) -> None:
        """`events` are all those that the list may show at some time: their kinds and hosts are offered. Three
        queries."""
        super().__init__(initial=initial_of(choices), auto_id="filter-%s")
        kinds = EventKind.objects.filter(pk__in=events.order_by().values("kind"))
        hosts = Organisation.objects.filter(pk__in=events.order_by().values("host"))
        offered = {
            "kind": _named(kinds),
            "host": [("", _("Any organisation")), *_named(hosts)],
            "near": [("", _("Anywhere")), *((town.slug, town.name) for town in towns())],
            "within": [(str(miles), miles_text(miles)) for miles in DISTANCES],
        }
        for name, options in offered.items():
            field: Any = self.fields[name]
            field.choices = options

    @property
    def has_towns(self) -> bool:
        return len(self._options("near")) > 1

    @property
    def has_hosts(self) -> bool:
        """More than one: a choice between one is none."""
        return len(self._options("host")) > 2

    def label_of(self, name: str, value: str) -> str:
        """What the form calls a value, or the value itself when it is not offered any more."""
        return next((str(label) for option, label in self._options(name) if str(option) == value), value)

    def _options(self, name: str) -> list[Option]:
        field: Any = self.fields[name]
        return list(field.choices)


def initial_of(choices: Choices) -> dict[str, Any]:
    return {
        "q": choices.words,
        "kind": list(choices.kinds),
        "place": choices.place,
        "near": choices.near,
        "within": str(choices.within),
        "when": choices.when,
        "since": choices.since.isoformat() if choices.since else "",
        "until": choices.until.isoformat() if choices.until else "",
        "audience": choices.audience or MeantFor.EVERYONE,
        "language": choices.language,
        "host": choices.host,
        "free": choices.free,
    }


def _named(rows: Iterable[Any]) -> list[Option]:
    return sorted(((row.slug, row.name) for row in rows), key=lambda option: option[1])
