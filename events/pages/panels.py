"""The editor of an event in four tabs, in the order in which organisers think: what, when and where, booking, after."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model

from events.pages.golive_panel import GoLivePanel
from events.pages.keyed_forms import KeyedForm
from events.pages.zoned_times import zone_named

TRANSLATED_ROWS = "events/admin/translated_rows.html"


class FactPanel(FieldPanel):
    """A fact: edited on the source page, read-only on a translation, where the form has no such field."""

    def format_value_for_display(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        if value is None or value == "":
            return str(_("Not given"))
        return str(dict(self.db_field.flatchoices).get(value, value))

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.bound_field is None:
                self.read_only = True
                self.heading = self.panel.heading or capfirst(self.panel.db_field.verbose_name)

        @property
        def value_from_instance(self) -> Any:
            value = getattr(self.instance, self.field_name)
            if not isinstance(value, dt.datetime):
                return value
            zone = zone_named(getattr(self.instance, "timezone", None) or self.instance.page.timezone)
            return date_format(value.astimezone(zone), "D j M Y, H:i")


class KeyedInlinePanel(InlinePanel):
    """Rows whose forms carry their key and know of the event that they belong to."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        child: dict[str, Any] = self.child_edit_handler.get_form_options()
        rows["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=KeyedForm,
            defer_required_on_fields=child.get("defer_required_on_fields", []),
        )
        rows["inherit_kwargs"] = ["for_event", "for_user"]
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        @property
        def template_name(self) -> str:
            return InlinePanel.BoundPanel.template_name if self.form.for_event.is_source else TRANSLATED_ROWS


class RepeatPanel(MultiFieldPanel):
    """Boxes for a repeat rule and a button; not there on a translation."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "events/admin/repeat_panel.html"

        def is_shown(self) -> bool:
            return self.form is not None and "repeat_every" in self.form.fields


def facts(*names: str) -> list[Panel]:
    return [FactPanel(name) for name in names]


WHAT = [
    GoLivePanel(),
    TitleFieldPanel("title", placeholder=_("Name of the event"), help_text=_("As people will see it.")),
    FieldPanel("summary"),
    FactPanel("kind", widget=forms.Select),
    FactPanel("meant_for"),
    FieldPanel("audience"),
    FieldPanel("bring"),
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("has_pattern")],
        heading=_("Picture"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FactPanel(
                "host",
                widget=forms.Select,
                help_text=_("The people of this organisation see who has booked, and answer questions."),
            ),
            KeyedInlinePanel(
                "partners", panels=facts("organisation", "role"), heading=_("Partners"), label=_("partner")
            ),
        ],
        heading=_("Who puts it on"),
    ),
    KeyedInlinePanel(
        "speakers", panels=[FactPanel("person"), FieldPanel("role")], heading=_("Speakers"), label=_("speaker")
    ),
    KeyedInlinePanel(
        "programme",
        panels=[
            FieldRowPanel(facts("day", "time", "is_pause")),
            FieldPanel("title"),
            FieldPanel("text"),
        ],
        heading=_("Programme"),
        label=_("part"),
    ),
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("show_in_menus")],
        heading=_("Web address and search"),
        classname="collapsed",
    ),
    PublishingPanel(),
    CommentPanel(),
]

WHEN_AND_WHERE = [
    MultiFieldPanel(
        [
            FactPanel("date_state"),
            FieldRowPanel(facts("starts_at", "ends_at")),
            FactPanel("timezone"),
            FieldPanel("when_text"),
            FieldPanel("reason"),
        ],
        heading=_("Date"),
    ),
    KeyedInlinePanel(
        "proposed_dates",
        panels=[FieldRowPanel(facts("starts_at", "ends_at"))],
        heading=_("Proposed dates"),
        label=_("proposed date"),
        help_text=_("While the date is to be confirmed, people who register interest say which of these suit them."),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FactPanel("attendance"),
            FactPanel("venue"),
            FactPanel("join_url"),
            FieldRowPanel(facts("languages", "interpretation")),
            FieldPanel("on_the_day"),
        ],
        heading=_("Place"),
    ),
    MultiFieldPanel(
        facts("series", "learning_hours"), heading=_("Series of events, hours of learning"), classname="collapsed"
    ),
    RepeatPanel(
        [FieldPanel("repeat_every"), FieldRowPanel([FieldPanel("repeat_times"), FieldPanel("repeat_until")])],
        heading=_("Write sessions from a rule"),
        classname="collapsed",
    ),
    KeyedInlinePanel(
        "sessions",
        panels=[
            FieldPanel("title"),
            FieldRowPanel(facts("starts_at", "ends_at")),
            FieldPanel("description"),
            FieldRowPanel(facts("capacity", "is_bookable", "learning_hours")),
        ],
        heading=_("Sessions"),
        label=_("session"),
        help_text=_("Only for events in several parts: a series, or a festival in which people choose."),
    ),
]

BOOKING = [
    MultiFieldPanel(
        [
            FactPanel("is_bookable"),
            FactPanel("capacity"),
            FieldRowPanel(facts("room_capacity", "online_capacity")),
            FieldRowPanel(facts("booking_opens_at", "booking_closes_at")),
            FieldRowPanel(facts("min_per_booking", "max_per_booking")),
            FactPanel("session_choice"),
        ],
        heading=_("Places"),
    ),
    KeyedInlinePanel(
        "ticket_types",
        panels=[
            FieldPanel("name"),
            FieldPanel("description"),
            FieldRowPanel(facts("price_kind", "price")),
            FieldRowPanel(facts("minimum_price", "suggested_prices")),
            FieldRowPanel(facts("early_price", "early_until")),
            FieldRowPanel(facts("group_price", "group_from")),
            FactPanel("vat_rate"),
            FieldRowPanel(facts("credits", "earns_credits")),
            FieldRowPanel(facts("capacity", "attendance")),
            FactPanel("role"),
            FieldRowPanel(facts("is_supporter", "max_per_booking")),
            FieldRowPanel(facts("opens_at", "closes_at")),
        ],
        heading=_("Ticket types"),
        label=_("ticket type"),
    ),
    KeyedInlinePanel(
        "questions",
        panels=[
            FieldPanel("label"),
            FieldPanel("help"),
            FieldRowPanel(facts("kind", "asked_of")),
            FieldPanel("choices"),
            FactPanel("is_required"),
            FieldPanel("ticket_keys"),
        ],
        heading=_("Questions"),
        label=_("question"),
        help_text=_(
            "Ask only what you need. Access and food are asked for separately, and only a few people see them."
        ),
    ),
    MultiFieldPanel(
        [
            HelpPanel(
                _("<p>When the event is full, people queue. A freed place goes to the first party that fits.</p>")
            ),
            *facts("waitlist", "offer_hours", "hold_minutes"),
        ],
        heading=_("Waitlist"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        facts("invitation_code", "needs_approval", "approval_hours"),
        heading=_("Who can book"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        facts("refund_full_days", "refund_part_days", "refund_part_percent"),
        heading=_("Money back"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        facts("takes_invoices", "purchase_order", "takes_at_door"),
        heading=_("Paying later"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        facts("change_until_hours", "asks_needs", "needs_kept_days"),
        heading=_("After somebody has booked"),
        classname="collapsed",
    ),
]

AFTERWARDS = [
    HelpPanel(_("<p>Shown on the page once the event is over. You can write it at any time.</p>")),
    FieldPanel("report"),
    FieldPanel("resources"),
]


def tabs(base_form_class: type) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(WHAT, heading=_("What")),
            ObjectList(WHEN_AND_WHERE, heading=_("When and where")),
            ObjectList(BOOKING, heading=_("Booking")),
            ObjectList(AFTERWARDS, heading=_("Afterwards")),
        ],
        base_form_class=base_form_class,
    )
