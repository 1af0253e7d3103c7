"""The front page, plain content pages, and what every page of the site shares."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BODY_BLOCKS
from home.theme import ACCENT, BRAND, is_colour
from home.theme_panel import ThemePanel


class WordsPage(Page):
    """What both page types hold: an introduction and a body."""

    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences, shown large at the top.")
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        TitleFieldPanel("title"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.frame import other_language_url  # these read these models
        from home.share import head_of

        context = super().get_context(request, *args, **kwargs)
        return {**context, **head_of(self, request), "other_language_url": other_language_url(self, request)}


class HomePage(WordsPage):
    template = "home/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    page_description = _("The front page of the site.")

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What other apps show on the front page comes through the hook "front_page_context": page -> context."""
        context = super().get_context(request, *args, **kwargs)
        for shown in hooks.get_hooks("front_page_context"):
            context |= shown(self)
        return context


class ContentPage(WordsPage):
    in_footer = models.BooleanField(
        _("link to it at the foot of every page"),
        default=False,
        help_text=_("For pages such as Privacy and Accessibility. The main menu is chosen under Promote."),
    )

    template = "home/content_page.html"
    parent_page_types: ClassVar = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar = ["home.ContentPage"]
    page_description = _("A page of text and pictures, such as About us.")
    promote_panels: ClassVar[list[Panel]] = [*Page.promote_panels, FieldPanel("in_footer")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


THE_ONE = 1
"""There is one row of it."""


class Generation(models.Model):
    """How often what pages share has changed, as far as it was counted together; see `home.generation`."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class SharedChange(models.Model):
    """One change to what pages share that is not counted into the generation's number yet."""

    def __str__(self) -> str:
        return str(self.pk)


@register_setting(icon="home", order=10)
class SiteDetails(BaseSiteSetting):
    """The names of the site and whom to ask, in both languages side by side."""

    name_en = models.CharField(_("name of the site in English"), max_length=60, default="Croeso")
    name_cy = models.CharField(_("name of the site in Welsh"), max_length=60, default="Croeso")
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours_en = models.CharField(
        _("when people are there, in English"),
        max_length=120,
        blank=True,
        help_text=_("For example: Monday to Friday, 9am to 5pm."),
    )
    hours_cy = models.CharField(_("when people are there, in Welsh"), max_length=120, blank=True)
    footer_en = models.CharField(
        _("line at the foot of every page, in English"),
        max_length=250,
        blank=True,
        help_text=_("For example the charity’s registered name and number."),
    )
    footer_cy = models.CharField(_("line at the foot of every page, in Welsh"), max_length=250, blank=True)
    brand = models.CharField(
        _("main colour"), max_length=7, default=BRAND, validators=[is_colour], help_text=_("Buttons, links and bars.")
    )
    accent = models.CharField(
        _("second colour"),
        max_length=7,
        default=ACCENT,
        validators=[is_colour],
        help_text=_("The line under the chosen entry of the menu, and the glow around what the keyboard is on."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("In place of ours. It should hold the name, for no words stand beside it. It is shown on white."),
    )

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel([FieldPanel("name_en"), FieldPanel("name_cy")], heading=_("Name")),
        MultiFieldPanel(
            [
                HelpPanel(_("<p>Shown at the foot of every page. People who are stuck write or phone here.</p>")),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("hours_en"),
                FieldPanel("hours_cy"),
            ],
            heading=_("Whom to ask"),
        ),
        MultiFieldPanel([FieldPanel("footer_en"), FieldPanel("footer_cy")], heading=_("Foot of the page")),
        MultiFieldPanel(
            [
                FieldPanel("brand", widget=forms.TextInput(attrs={"type": "color"})),
                FieldPanel("accent", widget=forms.TextInput(attrs={"type": "color"})),
                ThemePanel(),
                FieldPanel("logo"),
            ],
            heading=_("Colours and logo"),
        ),
    ]

    class Meta:
        verbose_name = _("name, contact and look")

    def __str__(self) -> str:
        return self.in_language("name")

    def in_language(self, field: str, language: str | None = None) -> str:
        """The text of `field` in the language asked for (the active one by default), else in the other one."""
        first, second = ("cy", "en") if (language or get_language() or "en")[:2] == "cy" else ("en", "cy")
        return getattr(self, f"{field}_{first}") or getattr(self, f"{field}_{second}")
