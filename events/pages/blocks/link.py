"""A page or recording on another site."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=160,
        help_text=_("What people find there, for example: Recording, 52 minutes, with captions."),
    )
    url = blocks.URLBlock(label=_("Web address"))

    class Meta:
        label = _("Link")
        icon = "link-external"
        template = "events/blocks/link.html"
        description = _("Something on another site, such as a recording.")
        preview_value = {
            "title": _("Recording of the morning, 52 minutes, with captions"),
            "url": "https://example.org/",
        }
