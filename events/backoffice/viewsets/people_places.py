"""Kinds of event, organisations, venues and people: what event pages point to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from events.backoffice.viewsets.owned import OWNER_COLUMN, OWNER_PANEL, OwnedViewSet
from events.models.people_places import EventKind, Organisation, Person, Venue


def pair(name: str) -> FieldRowPanel:
    """The English and the Welsh of one text side by side."""
    return FieldRowPanel([FieldPanel(f"{name}_en"), FieldPanel(f"{name}_cy")])


class OrganisationViewSet(OwnedViewSet):
    model = Organisation
    related = ()
    icon = "group"
    list_display = ["name_en", "name_cy", "email"]
    search_fields = ["name_en", "name_cy"]
    panels: list[Panel] = [
        pair("name"),
        FieldPanel("slug"),
        FieldPanel("website"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldPanel("logo"),
        MultiFieldPanel(
            [
                FieldPanel("legal_name"),
                FieldPanel("billing_address"),
                FieldPanel("vat_number"),
                FieldPanel("bank_details"),
                pair("invoice_terms"),
                FieldRowPanel([FieldPanel("invoice_days"), FieldPanel("invoice_prefix")]),
            ],
            heading=_("Invoices"),
            classname="collapsed",
        ),
    ]


class VenueViewSet(OwnedViewSet):
    model = Venue
    icon = "site"
    list_display = ["name_en", "town_en", "step_free", "hearing_loop", "quiet_room", OWNER_COLUMN]
    list_filter = ["step_free", "hearing_loop", "quiet_room"]
    search_fields = ["name_en", "name_cy", "town_en", "town_cy"]
    panels: list[Panel] = [
        pair("name"),
        OWNER_PANEL,
        MultiFieldPanel(
            [
                FieldPanel("address"),
                pair("town"),
                FieldPanel("postcode"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Address"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    _(
                        "<p>Leave “Unknown” where nobody has looked yet: people plan their day by these facts, and a "
                        "wrong yes is worse than no answer.</p>"
                    )
                ),
                FieldRowPanel([FieldPanel("step_free"), FieldPanel("hearing_loop"), FieldPanel("quiet_room")]),
                FieldRowPanel([FieldPanel("accessible_toilet"), FieldPanel("changing_place")]),
                pair("note"),
            ],
            heading=_("Access"),
        ),
        MultiFieldPanel([pair("parking"), pair("transport")], heading=_("Getting there")),
    ]


class PersonViewSet(OwnedViewSet):
    model = Person
    icon = "user"
    related = ("owner", "organisation")
    list_display = ["name", "organisation", "speaks_welsh", OWNER_COLUMN]
    search_fields = ["name"]
    panels: list[Panel] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("pronouns")]),
        FieldPanel("speaks_welsh"),
        FieldPanel("organisation"),
        OWNER_PANEL,
        pair("about"),
        FieldPanel("photo"),
    ]


class EventKindViewSet(OwnedViewSet):
    model = EventKind
    icon = "tag"
    list_display = ["name_en", "name_cy", "capacity", "waitlist", OWNER_COLUMN]
    search_fields = ["name_en", "name_cy"]
    panels: list[Panel] = [
        HelpPanel(
            _("<p>A new event of this kind begins with what you give here. Events that exist stay as they are.</p>")
        ),
        pair("name"),
        FieldPanel("slug"),
        OWNER_PANEL,
        FieldPanel("threads"),
        FieldRowPanel([FieldPanel("capacity"), FieldPanel("max_per_booking")]),
        FieldRowPanel([FieldPanel("waitlist"), FieldPanel("asks_needs")]),
        InlinePanel(
            "tickets",
            panels=[
                pair("name"),
                pair("description"),
                FieldRowPanel([FieldPanel("price_kind"), FieldPanel("price")]),
                FieldRowPanel([FieldPanel("minimum_price"), FieldPanel("suggested_prices")]),
                FieldRowPanel([FieldPanel("credits"), FieldPanel("earns_credits")]),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("role")]),
                FieldPanel("is_supporter"),
            ],
            heading=_("Ticket types"),
            label=_("ticket type"),
        ),
        InlinePanel(
            "questions",
            panels=[
                pair("label"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("asked_of")]),
                FieldPanel("is_required"),
                pair("choices"),
            ],
            heading=_("Questions"),
            label=_("question"),
        ),
        InlinePanel(
            "mailings",
            panels=[
                FieldRowPanel([FieldPanel("occasion"), FieldPanel("days"), FieldPanel("is_on")]),
                pair("subject"),
                pair("body"),
            ],
            heading=_("Automatic messages"),
            label=_("automatic message"),
            help_text=_(
                "The reminder, how to join, the thanks and the report go out by themselves. Add one here to change its "
                "words or its day, or to switch it off. Leave the words empty for the usual ones."
            ),
        ),
    ]


class PeopleAndPlaces(SnippetViewSetGroup):
    menu_label = _("People, places")
    menu_icon = "group"
    menu_order = 250
    items = (OrganisationViewSet, VenueViewSet, PersonViewSet, EventKindViewSet)
