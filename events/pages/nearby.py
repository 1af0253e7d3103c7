"""Where events are near to, worked out from the coordinates of the venues alone: nobody outside is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import ngettext

from events.models.people_places import Venue

EARTH_MILES = 3958.8
"""The mean radius (IUGG)."""


@dataclass(frozen=True)
class Town:
    """A town with venues whose position is known. `latitude` and `longitude` are the middle of them."""

    slug: str
    name: str
    latitude: float
    longitude: float


def towns() -> list[Town]:
    """By name, in the active language. One query."""
    by_slug: dict[str, list[Venue]] = {}
    for venue in _placed():
        if slug := slug_of(venue):
            by_slug.setdefault(slug, []).append(venue)
    found = [Town(slug, venues[0].town, *_middle(venues)) for slug, venues in by_slug.items()]
    return sorted(found, key=lambda town: town.name)


def slug_of(venue: Venue) -> str:
    """The short name of a venue's town for addresses: the same in both languages."""
    return slugify(venue.town_en or venue.town_cy)


def miles_by_venue(town: str, *, within: float) -> dict[int, float]:
    """Miles from the town to each venue no further away, by the venue's pk; none for an unknown town. One query."""
    venues = _placed()
    there = [venue for venue in venues if slug_of(venue) == town]
    if not there:
        return {}
    middle = _middle(there)
    far = {venue.pk: miles(middle, position(venue)) for venue in venues}
    return {pk: distance for pk, distance in far.items() if distance <= within}


def miles(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance over the ground between (latitude, longitude) in degrees, by the haversine formula."""
    (lat, lon), (other_lat, other_lon) = (tuple(map(math.radians, place)) for place in (here, there))
    across = math.sin((other_lat - lat) / 2) ** 2
    along = math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_MILES * math.asin(min(1.0, math.sqrt(across + along)))


def miles_text(distance: float) -> str:
    number = round(distance)
    return ngettext("%(number)d mile", "%(number)d miles", number) % {"number": number}


def away_text(distance: float) -> str:
    """How far an event is from the town that was chosen."""
    number = round(distance)
    return ngettext("%(number)d mile away", "%(number)d miles away", number) % {"number": number}


def position(venue: Venue) -> tuple[float, float]:
    return float(venue.latitude or 0), float(venue.longitude or 0)


def _placed() -> list[Venue]:
    return list(Venue.objects.exclude(latitude=None).exclude(longitude=None).order_by("pk"))


def _middle(venues: list[Venue]) -> tuple[float, float]:
    places = [position(venue) for venue in venues]
    return sum(lat for lat, _ in places) / len(places), sum(lon for _, lon in places) / len(places)
