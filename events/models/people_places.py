"""Organisations, venues, people and kinds of event: snippets that pages point to."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from events.choices import ThreadSet
from events.models.collections import keep_collection
from events.models.facts import QuestionFacts, TicketFacts, places
from events.models.owned import Owned
from events.models.words import Bilingual


class Organisation(Bilingual):
    """Hosts events, or takes part in them. Owns the bookings of the events it hosts."""

    slug = models.SlugField(_("short name for addresses"), max_length=80, unique=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address for replies"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", null=True, editable=False, on_delete=models.PROTECT, related_name="organisation"
    )

    # its invoices
    legal_name = models.CharField(
        _("name on invoices"), max_length=160, blank=True, help_text=_("Leave empty if it is the name above.")
    )
    billing_address = models.TextField(_("address on invoices"), blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    bank_details = models.TextField(
        _("bank details"), blank=True, help_text=_("As they should stand on invoices: name, sort code, account number.")
    )
    invoice_terms_en = models.TextField(_("terms of payment in English"), blank=True)
    invoice_terms_cy = models.TextField(_("terms of payment in Welsh"), blank=True)
    invoice_days = models.PositiveSmallIntegerField(
        _("days to pay an invoice"), default=30, validators=[MaxValueValidator(365)]
    )
    invoice_prefix = models.CharField(
        _("what invoice numbers begin with"),
        max_length=12,
        blank=True,
        help_text=_("For example SN-, for numbers such as SN-INV-0001. Each is used once, and none is left out."),
    )

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With its collection, which bears its name."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            kept = keep_collection(self.collection_id, self.name_en)
            if kept != self.collection_id:
                self.collection_id = kept
                super().save(update_fields=["collection"])


class Venue(Bilingual, Owned):
    """A place, and what somebody needs to know to get there and take part."""

    address = models.TextField(_("address"), blank=True, help_text=_("One line each, without the town and postcode."))
    town_en = models.CharField(_("town in English"), max_length=80, blank=True)
    town_cy = models.CharField(_("town in Welsh"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, for example 51.48160. With both numbers people find what is on near them."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees; west of Greenwich is below nought, for example -3.17910."),
    )
    step_free = models.BooleanField(_("step-free way in and to every room"), null=True, blank=True)
    hearing_loop = models.BooleanField(_("hearing loop"), null=True, blank=True)
    quiet_room = models.BooleanField(_("quiet room"), null=True, blank=True)
    accessible_toilet = models.BooleanField(_("accessible toilet"), null=True, blank=True)
    changing_place = models.BooleanField(_("Changing Places toilet"), null=True, blank=True)
    parking_en = models.TextField(_("parking, in English"), blank=True)
    parking_cy = models.TextField(_("parking, in Welsh"), blank=True)
    transport_en = models.TextField(_("public transport, in English"), blank=True)
    transport_cy = models.TextField(_("public transport, in Welsh"), blank=True)
    note_en = models.TextField(_("more about access, in English"), blank=True)
    note_cy = models.TextField(_("more about access, in Welsh"), blank=True)

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    @property
    def town(self) -> str:
        return self.in_language("town")

    @property
    def map_url(self) -> str:
        """A map of the place, on a site that follows nobody; "" while nobody has said where it is."""
        if self.latitude is None or self.longitude is None:
            return ""
        place = f"{self.latitude}/{self.longitude}"
        return f"https://www.openstreetmap.org/?mlat={self.latitude}&mlon={self.longitude}#map=17/{place}"

    def access_facts(self) -> list[tuple[str, bool]]:
        """(label, is there) for each fact that somebody has recorded; unknown ones are left out."""
        names = ("step_free", "hearing_loop", "quiet_room", "accessible_toilet", "changing_place")
        fields = {field.name: field.verbose_name for field in self._meta.fields}
        return [(str(fields[name]), getattr(self, name)) for name in names if getattr(self, name) is not None]


class Person(Owned):
    """A speaker or contact. A name is the same in both languages."""

    name = models.CharField(_("name"), max_length=120)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    speaks_welsh = models.BooleanField(_("speaks Welsh"), default=False)
    about_en = models.TextField(_("about, in English"), blank=True)
    about_cy = models.TextField(_("about, in Welsh"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
        verbose_name=_("organisation"),
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        return Bilingual.in_language(self, "about")  # type: ignore[arg-type]


class EventKind(Bilingual, Owned, ClusterableModel):
    """A kind of event. Choosing one for a new event prefills its tickets, questions, waitlist and colour."""

    slug = models.SlugField(_("short name for addresses"), max_length=80, unique=True)
    threads = models.CharField(_("colours"), max_length=10, choices=ThreadSet, default=ThreadSet.SEA)
    capacity = places(_("usual number of places"), _("Leave empty for no limit."))
    waitlist = models.BooleanField(_("keep a waitlist when full"), default=True)
    asks_needs = models.BooleanField(_("ask about access and food"), default=True)
    max_per_booking = models.PositiveSmallIntegerField(_("most people in one booking"), default=6)

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of event")


class KindTicket(TicketFacts, Bilingual, Orderable):
    """A ticket type that a new event of this kind begins with."""

    kind = ParentalKey(EventKind, on_delete=models.CASCADE, related_name="tickets")
    description_en = models.CharField(_("description in English"), max_length=250, blank=True)
    description_cy = models.CharField(_("description in Welsh"), max_length=250, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("ticket type")


class KindQuestion(QuestionFacts, Orderable):
    """A question that a new event of this kind begins with."""

    event_kind = ParentalKey(EventKind, on_delete=models.CASCADE, related_name="questions")
    label_en = models.CharField(_("question in English"), max_length=250)
    label_cy = models.CharField(_("question in Welsh"), max_length=250, blank=True)
    choices_en = models.TextField(_("choices in English"), blank=True, help_text=_("One on each line."))
    choices_cy = models.TextField(_("choices in Welsh"), blank=True, help_text=_("In the same order as in English."))

    class Meta(Orderable.Meta):
        verbose_name = _("question")

    def __str__(self) -> str:
        return self.label_en
