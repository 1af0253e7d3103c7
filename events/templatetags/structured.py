"""What an event page tells search engines, as JSON-LD (schema.org/Event): only what the page itself says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from events.booking.pricing import IN_CREDITS, price_of
from events.choices import Attendance, DateState, EventLanguages
from events.models.events import Event, TicketType
from events.models.money import site_currency
from events.models.people_places import Venue

register = template.Library()

SCHEMA = "https://schema.org/"
STATUS = {DateState.CANCELLED: "EventCancelled", DateState.POSTPONED: "EventPostponed"}
MODE = {
    Attendance.VENUE: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.HYBRID: "MixedEventAttendanceMode",
}
SPOKEN = {EventLanguages.WELSH: ["cy"], EventLanguages.ENGLISH: ["en"], EventLanguages.BOTH: ["cy", "en"]}
SOLD_OUT, IN_STOCK, NOT_YET = f"{SCHEMA}SoldOut", f"{SCHEMA}InStock", f"{SCHEMA}PreOrder"
INERT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag
def structured_event(
    event: Event, words: dict[str, str], sales: Any, ticket_types: Iterable[TicketType], url: str, picture: str = ""
) -> SafeString:
    """The text of a script element. It can end no element, whatever an editor typed."""
    told = about(event, words, sales=sales, ticket_types=ticket_types, url=url, picture=picture)
    # Safe: the signs that could end the element, or begin another, are written as JSON escapes.
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(INERT))


def about(
    event: Event,
    words: dict[str, str],
    *,
    sales: Any,
    ticket_types: Iterable[TicketType],
    url: str,
    picture: str,
) -> dict[str, Any]:
    """Never the link to join: people are sent it when they have booked."""
    told: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "Event",
        "@id": f"{settings.SITE_URL}/#event-{event.key}",
        "name": words["title"],
        "description": words.get("summary", ""),
        "url": url,
        "sameAs": [f"{settings.SITE_URL}{path}" for code, _name in settings.LANGUAGES if (path := _path(event, code))],
        "image": [picture] if picture else [],
        "startDate": _written(event, event.starts_at) if event.date_state != DateState.TO_BE_CONFIRMED else "",
        "endDate": _written(event, event.ends_at) if event.date_state != DateState.TO_BE_CONFIRMED else "",
        "eventStatus": f"{SCHEMA}{STATUS.get(DateState(event.date_state), 'EventScheduled')}",
        "eventAttendanceMode": f"{SCHEMA}{MODE[Attendance(event.attendance)]}",
        "inLanguage": SPOKEN[EventLanguages(event.languages)],
        "location": _location(event, url),
        "organizer": _organizer(event),
        "isAccessibleForFree": all(_is_free(row) for row in ticket_types),
        "maximumAttendeeCapacity": event.capacity,
        "offers": _offers(event, sales, ticket_types, url),
    }
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def _path(event: Event, language: str) -> str:
    """Of the page in just this language; a database need not keep the order of the words it was given."""
    return str(event.words.get(language, {}).get("path") or "")


def _location(event: Event, url: str) -> list[dict[str, Any]]:
    found = []
    if event.attendance != Attendance.ONLINE and event.venue:
        found.append(_place(event.venue))
    if event.attendance != Attendance.VENUE:
        found.append({"@type": "VirtualLocation", "url": url})
    return found


def _place(venue: Venue) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(venue.address.split("\n")),
            "addressLocality": venue.town,
            "postalCode": venue.postcode,
            "addressCountry": "GB",
        },
    }
    if venue.latitude is not None and venue.longitude is not None:
        position = {"latitude": float(venue.latitude), "longitude": float(venue.longitude)}
        place["geo"] = {"@type": "GeoCoordinates", **position}
    return place


def _organizer(event: Event) -> dict[str, str] | None:
    if event.host is None:
        return None
    return {"@type": "Organization", "name": event.host.name, "url": event.host.website or settings.SITE_URL}


def _offers(event: Event, sales: Any, ticket_types: Iterable[TicketType], url: str) -> list[dict[str, Any]]:
    """One for each ticket type that is paid in money alone or free; none once nothing is booked here any more."""
    if sales is None or sales.state in ("closed", "not_payable", "not_bookable") or event.is_cancelled:
        return []
    available = {"open": IN_STOCK, "not_yet": NOT_YET}.get(sales.state, SOLD_OUT)
    priced = [row for row in ticket_types if row.price_kind not in IN_CREDITS]
    return [
        {
            "@type": "Offer",
            "name": row.name,
            "price": f"{price_of(row).amount or Decimal(0):.2f}",
            "priceCurrency": site_currency(),
            "availability": available,
            "url": url,
            **_from(event, row.opens_at or event.booking_opens_at),
        }
        for row in priced
    ]


def _from(event: Event, opens_at: dt.datetime | None) -> dict[str, str]:
    return {"validFrom": _written(event, opens_at)} if opens_at else {}


def _is_free(row: TicketType) -> bool:
    price = price_of(row)
    return not price.amount and not price.credits


def _written(event: Event, moment: dt.datetime | None) -> str:
    return moment.astimezone(event.zone).isoformat(timespec="minutes") if moment else ""
