"""Each organisation keeps its images and documents in a Wagtail collection of its own.

What lies in no organisation's collection is shared: everybody who writes may choose it, administrators change it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Collection


def keep_collection(present: int | None, name: str) -> int | None:
    """Primary key of an organisation's collection of this name: made, or given the new name, in the order of names.

    None where the site has no collections at all, which is so only while it is being set up.
    """
    # Read anew: what others add or move changes where it stands in the tree.
    collection = Collection.objects.filter(pk=present).first()
    if collection is None:
        root = Collection.get_first_root_node()
        return None if root is None else int(root.add_child(name=name).pk)
    if collection.name != name:
        collection.name = name
        collection.save(update_fields=["name"])
        collection.move(collection.get_parent(), "sorted-child")
    return int(collection.pk)


def within(owners: QuerySet[Any]) -> Exists:
    """Whether a collection is that of one of these organisations, or lies below it."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(owners.annotate(path=path).filter(path__startswith=F("collection__path")))
