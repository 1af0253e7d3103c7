"""Shows organisers what becomes of the colours that they picked, beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from home.theme import build_theme, contrast


@dataclass(frozen=True)
class Swatch:
    """A colour that was picked, and what the site makes of it on light and on dark ground; `ink` stands on each."""

    label: str
    picked: str
    used: str
    ink: str
    dark: str
    dark_ink: str
    is_moved: bool

    @property
    def contrast(self) -> str:
        return f"{contrast(self.used, self.ink):.1f}"


def swatches(brand: str, accent: str) -> list[Swatch]:
    """Of saved colours. Nothing for what is no colour: the form says so."""
    try:
        theme = build_theme(brand, accent)
    except ValueError:
        return []
    light, dark = theme.light, {**theme.light, **theme.dark}
    return [
        Swatch(
            str(label),
            picked,
            light[f"--{name}"],
            light[f"--on-{name}"],
            dark[f"--{name}"],
            dark[f"--on-{name}"],
            name in theme.moved,
        )
        for name, label, picked in (("brand", _("Main colour"), brand), ("accent", _("Second colour"), accent))
    ]


class ThemePanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/theme_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "swatches": swatches(self.instance.brand, self.instance.accent)}
