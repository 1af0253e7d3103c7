"""What is looked for on every page: barriers that axe finds, and sideways scrolling."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN = """(rules) => axe.run(document, {runOnly: {type: "tag", values: rules}}).then(
    (found) => found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`))"""


@cache
def axe() -> str:
    return AXE.read_text()


def barriers(page: Page) -> list[str]:
    """Rules of WCAG 2.2 A and AA and of good practice that the page breaks, and where."""
    page.evaluate(axe())
    found: list[str] = page.evaluate(RUN, RULES)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("the page scrolls sideways")
    return found


def value_of(page: Page, name: str) -> str:
    """What the page says to machines in `<data class="name">`."""
    return page.locator(f"data.{name}").first.get_attribute("value") or ""
