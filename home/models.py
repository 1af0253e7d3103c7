"""The front page and plain content pages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import BODY_BLOCKS


class WordsPage(Page):
    """What both page types hold: an introduction and a body."""

    intro = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("One or two sentences, shown large at the top."),
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        abstract = True


class HomePage(WordsPage):
    template = "home/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    page_description = _("The front page of the site.")

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class ContentPage(WordsPage):
    template = "home/content_page.html"
    page_description = _("A page of text and pictures, such as About us.")

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
