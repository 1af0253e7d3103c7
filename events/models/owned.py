"""Rows that one organisation keeps, or that all share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Owned(models.Model):
    owner = models.ForeignKey(
        "events.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("kept by"),
        help_text=_(
            "The staff of this organisation correct it and choose it. What nobody keeps can be chosen by everybody and "
            "is corrected by administrators."
        ),
    )

    class Meta:
        abstract = True
