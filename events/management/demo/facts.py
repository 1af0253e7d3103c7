"""What the content calls by short names, as the fields of our models. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from events.management.demo.content import LANGUAGES, Words


def key_of(*names: str) -> UUID:
    """The lasting key of something in the demo, for example `key_of("coffee", "ticket", "place")`."""
    return uuid5(NAMESPACE_URL, "/".join(("croeso-demo", *names)))


def both(field: str, words: Words | None) -> dict[str, str]:
    """`both("name", words)` is {"name_en": …, "name_cy": …}."""
    return {f"{field}_{language}": (words or {}).get(language, "") for language in LANGUAGES}


def lines_of(texts: list[Words]) -> Words:
    """Several texts as one, each on a line of its own."""
    return {language: "\n".join(text[language] for text in texts) for language in LANGUAGES}


def ticket_facts(ticket: dict[str, Any]) -> dict[str, Any]:
    """Prices are texts such as "15.00" in the content, so that no penny is lost."""
    return {
        "price_kind": ticket["price_kind"],
        "price": _money(ticket.get("amount")),
        "minimum_price": _money(ticket.get("minimum")),
        "suggested_prices": ", ".join(amount.removesuffix(".00") for amount in ticket.get("suggested", [])),
        "credits": ticket.get("credits"),
        "capacity": ticket.get("capacity"),
        "attendance": ticket.get("attends", ""),
        "is_supporter": ticket.get("supporter", False),
    }


def question_facts(question: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": question["kind"],
        "asked_of": question["asked_of"],
        "is_required": question["required"],
    }


def _money(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
