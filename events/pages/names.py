"""Finds events by the name of their kind, host or venue, which their own search text does not hold: a new name of a
venue counts at once for all events there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from events.models.folding import folded
from events.models.people_places import EventKind, Organisation, Venue

NAMES = ("name_en", "name_cy")
NAMED: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "kind": (EventKind, NAMES),
    "host": (Organisation, NAMES),
    "venue": (Venue, (*NAMES, "town_en", "town_cy", "postcode")),
}


class Names:
    """The folded names of all kinds, hosts and venues: three queries, whatever is looked for in them."""

    def __init__(self) -> None:
        self._folded = {
            field: [(pk, folded(" ".join(texts))) for pk, *texts in _rows(model._default_manager.all(), columns)]
            for field, (model, columns) in NAMED.items()
        }

    def holding(self, beginning: str) -> Q:
        """Events whose kind, host or venue has a word that begins so."""
        found = Q(pk__in=())
        for field, names in self._folded.items():
            if rows := [pk for pk, name in names if beginning in name]:
                found |= Q(**{f"{field}__in": rows})
        return found


def _rows(rows: QuerySet[Any], columns: tuple[str, ...]) -> QuerySet[Any]:
    return rows.order_by().values_list("pk", *columns)
