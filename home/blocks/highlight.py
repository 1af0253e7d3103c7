"""Something that the reader must not miss."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import FEATURES


class HighlightBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=[name for name in FEATURES if name != "h3"])

    class Meta:
        label = _("Highlight")
        icon = "info-circle"
        template = "home/blocks/highlight.html"
        description = _("A box for what the reader must not miss, such as how to pay or what to bring.")
        preview_value = {
            "title": _("Five ways to pay"),
            "text": _("<p>Choose the price that fits you. Nobody checks.</p>"),
        }
