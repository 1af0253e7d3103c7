"""Running text with lists and links."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FEATURES = ["bold", "italic", "h3", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options) -> None:
        super().__init__(**{"features": FEATURES, **options})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "home/blocks/text.html"
        description = _("Paragraphs, lists and links. Short sentences are read most.")
        preview_value = _("<p>We start with tea and a round of names. Then we work in <b>small groups</b>.</p>")
