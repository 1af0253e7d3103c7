"""What somebody said."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What they said"), rows=3)
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "home/blocks/quotation.html"
        description = _("Somebody’s own words, and whose they are. Ask them first.")
        preview_value = {"text": _("I came for the walk and stayed for the week."), "source": _("A visitor")}
