"""A heading within a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **options) -> None:
        super().__init__(**{"max_length": 120, **options})

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "home/blocks/heading.html"
        form_classname = "title"
        description = _("Divides a long page, so that people find their way.")
        preview_value = _("What you will learn")
