"""The inline styles of a mail: most mail programs drop style sheets. Colours are those of the site."""

from __future__ import annotations

from functools import lru_cache

from home.theme import ACCENT, BRAND, build_theme

INK, SECOND_INK, WASH, SURFACE = "#17262a", "#425257", "#f3f1ed", "#ffffff"


@lru_cache(maxsize=32)
def style_of(brand: str = BRAND, accent: str = ACCENT) -> dict[str, str]:
    """The styles of each piece of a mail, in the two colours of a site as far as they can be read."""
    theme = build_theme(brand, accent).light
    brand, on_brand, text, accent = (theme[f"--{name}"] for name in ("brand", "on-brand", "brand-text", "accent"))
    return {
        "body": (
            f"margin:0;background:{WASH};font-family:Verdana,Arial,sans-serif;font-size:17px;line-height:1.6;color:{INK}"
        ),
        "preview": "display:none;max-height:0;overflow:hidden",
        "ground": "padding:24px 12px",
        "card": (
            f"max-width:560px;margin:0 auto;background:{SURFACE};border-top:12px solid {brand};"
            f"border-bottom:4px solid {accent};padding:28px 24px"
        ),
        "sign": "margin:0 0 12px;font-weight:bold",
        "heading": "font-size:26px;line-height:1.25;margin:0 0 16px",
        "text": "margin:0 0 16px",
        "facts": "border-collapse:collapse;margin:0 0 20px;width:100%",
        "label": "padding:6px 16px 6px 0;vertical-align:top;border:0;font-weight:bold;text-align:left",
        "value": "padding:6px 0;vertical-align:top;border:0;overflow-wrap:anywhere",
        "action": "margin:0 0 24px",
        "button": (
            f"display:inline-block;background:{brand};color:{on_brand};font-weight:bold;padding:14px 24px;"
            "border-radius:10px;text-decoration:none;line-height:1.3"
        ),
        "link": f"color:{text}",
        "foot": f"max-width:560px;margin:16px auto 32px;font-size:15px;color:{SECOND_INK};padding:0 24px",
    }
