"""The blocks that the body of any page may hold."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

BODY_BLOCKS = [
    ("heading", blocks.CharBlock(label=_("Heading"), max_length=120, form_classname="title")),
    (
        "text",
        blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "h3", "ol", "ul", "link", "document-link"]),
    ),
    ("picture", ImageBlock(label=_("Picture"))),
    ("quotation", blocks.BlockQuoteBlock(label=_("Quotation"))),
]
