"""A document to take away."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"), max_length=160, help_text=_("What it is and how long, for example: Report, 8 pages.")
    )
    document = DocumentChooserBlock(label=_("Document"))

    class Meta:
        label = _("Document")
        icon = "doc-full"
        template = "events/blocks/document.html"
        description = _("A file that people can keep, such as slides or a report.")
        preview_template = "events/blocks/document_preview.html"
