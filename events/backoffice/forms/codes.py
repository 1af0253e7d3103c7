"""Making a discount code, or a price for members, and changing it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.choices import DiscountKind
from events.inputs import DateField, LineField, TextField
from events.inputs.amounts import AmountField
from events.models.events import Event
from events.models.payments import DiscountCode, code_key
from events.models.people_places import Organisation

A_DAY = dt.timedelta(days=1)


class CodeForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    event = forms.ModelChoiceField(
        label=_("Event"),
        queryset=Event.objects.none(),
        required=False,
        help_text=_("Leave empty for all events of the organisation."),
    )
    name = LineField(label=_("Name"), help_text=_("Shown beside the price, for example: Members."), max_length=120)
    code = LineField(
        label=_("Code"),
        required=False,
        max_length=40,
        help_text=_("What people type. Capital or small letters do not matter."),
    )
    members = TextField(
        label=_("Addresses"),
        required=False,
        help_text=_(
            "One on each line: an e-mail address, or a domain such as example.org. Only these people get it; "
            "without a code they get it by themselves."
        ),
    )
    kind = forms.ChoiceField(label=_("What it does"), choices=DiscountKind)
    amount = AmountField(label=_("Amount or per cent"), min_value=0)
    ticket_keys = forms.MultipleChoiceField(
        label=_("Only for these tickets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for all tickets of the event."),
    )
    limit = forms.IntegerField(
        label=_("How many places"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Leave empty for no limit."),
    )
    first_day = DateField(label=_("First day"), required=False)
    last_day = DateField(label=_("Last day"), required=False)

    def __init__(
        self, data: Any, *, organisations: QuerySet[Organisation], today: dt.date, found: DiscountCode | None = None
    ) -> None:
        super().__init__(data, initial=_said(found) if found else None)
        self.found = found
        own: Any = self.fields["organisation"]
        own.queryset = organisations
        events: Any = self.fields["event"]
        chosen = Event.objects.filter(host__in=organisations)
        events.queryset = (chosen.filter(starts_at__date__gte=today) | chosen.filter(starts_at=None)).order_by(
            "starts_at", "pk"
        )
        if found and found.event_id:
            events.queryset = events.queryset | chosen.filter(pk=found.event_id)
        tickets: Any = self.fields["ticket_keys"]
        tickets.choices = tickets_of(found)
        if not tickets.choices:
            del self.fields["ticket_keys"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("code") and not said.get("members"):
            self.add_error("code", _("Type a code, or addresses of members below."))
        if said.get("kind") == DiscountKind.PERCENT and said.get("amount", Decimal(0)) > 100:
            self.add_error("amount", _("Not more than 100 per cent"))
        if said.get("event") and said.get("organisation") and said["event"].host_id != said["organisation"].pk:
            self.add_error("event", _("Choose an event of this organisation"))
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first"))
        if said.get("code") and said.get("organisation") and self._is_taken(said["organisation"], said["code"]):
            self.add_error("code", _("This organisation has this code already. Choose another one."))
        if self.found and said.get("event") != self.found.event:
            said["ticket_keys"] = []  # those of the other event
        return said

    def _is_taken(self, organisation: Organisation, code: str) -> bool:
        same = DiscountCode.objects.filter(organisation=organisation, code_key=code_key(code))
        return (same.exclude(pk=self.found.pk) if self.found else same).exists()

    def save(self) -> DiscountCode:
        """Places that were booked with it keep their price."""
        said = dict(self.cleaned_data)
        first, last = said.pop("first_day"), said.pop("last_day")
        said["starts_at"] = _begin_of(first) if first else None
        said["expires_at"] = _begin_of(last + A_DAY) if last else None
        code = self.found or DiscountCode()
        for name, value in said.items():
            setattr(code, name, value)
        code.save()
        return code


def tickets_of(code: DiscountCode | None) -> list[tuple[str, str]]:
    """Key and name of each ticket that a code can be limited to: there must be an event, and something to choose."""
    if code is None or code.event is None:
        return []
    rows = [row for row in code.event.ticket_types.all() if not row.withdrawn or str(row.key) in code.ticket_keys]
    return [(str(row.key), row.name) for row in rows] if len(rows) > 1 else []


def _begin_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _said(code: DiscountCode) -> dict[str, Any]:
    names = ("organisation", "event", "name", "code", "members", "kind", "amount", "ticket_keys", "limit")
    return {
        **{name: getattr(code, name) for name in names},
        "first_day": timezone.localdate(code.starts_at) if code.starts_at else None,
        "last_day": timezone.localdate(code.expires_at - A_DAY) if code.expires_at else None,
    }
