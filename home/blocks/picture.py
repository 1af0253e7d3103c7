"""A picture with words for those who do not see it."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.blocks import ImageBlock


class PictureBlock(ImageBlock):
    class Meta:
        label = _("Picture")
        icon = "image"
        template = "home/blocks/picture.html"
        description = _("A photograph or drawing. Say what it shows, for people who cannot see it.")
        preview_template = "home/blocks/picture_preview.html"
