"""What is looked for on every page: barriers that axe finds, sideways scrolling, and targets too small for a thumb."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN = """(only) => axe.run(document, {runOnly: only, resultTypes: ["violations"]}).then(
    (found) => found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`))"""

BEYOND = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll("body *")].filter(
        (e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".vh"));
    return ["the page scrolls sideways", ...out.slice(-3).map((e) => `${e.tagName} ${e.className}`)];
}"""

SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")].filter((e) => {
    const box = e.getBoundingClientRect();
    if (!box.width || e.closest(".vh, .skip") || e.matches(".ev h3 a")) return false;
    const inSentence = e.tagName === "A" && getComputedStyle(e).display === "inline";
    if (inSentence && e.parentElement.innerText.trim() !== e.innerText.trim()) return false;
    return (e.closest(".choice") || e).getBoundingClientRect().height < 43.5;
}).map((e) => `${Math.round(e.getBoundingClientRect().height)} px: ${e.outerHTML.slice(0, 70)}`)"""


@cache
def axe() -> str:
    return AXE.read_text()


def barriers(page: Page) -> list[str]:
    """Rules of WCAG 2.2 A and AA and of good practice that the page breaks, and where."""
    page.evaluate(axe())
    found: list[str] = page.evaluate(RUN, {"type": "tag", "values": TAGS})
    return found + sticks_out(page)


def sticks_out(page: Page) -> list[str]:
    """Whether the page scrolls sideways in the window as it is, and what sticks out of it."""
    found: list[str] = page.evaluate(BEYOND)
    return found


def large_text(page: Page) -> list[str]:
    """The same with text twice as large; the page is left as it was."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = sticks_out(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def small_targets(page: Page) -> list[str]:
    """What is to be pressed and less than 44 CSS pixels high. Links within sentences may be."""
    found: list[str] = page.evaluate(SMALL)
    return found


def value_of(page: Page, name: str) -> str:
    """What the page says to machines in `<data class="name">`."""
    return page.locator(f"data.{name}").first.get_attribute("value") or ""
