"""Whose images and documents are whose. Wagtail asks the policy wherever it lists, chooses, edits or deletes files.

Wagtail's rules follow the tree of collections: a group may do something in a collection and in all below it. The groups
of our roles hold the staff of every organisation, so what a role may do is counted here: everything in the collections
of one's own organisations, and choosing what lies in no organisation's. Groups that an administrator made count as the
tree says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from events.models.collections import within
from events.models.people_places import Organisation
from events.models.staff import GROUPS, WRITERS, Membership

KNOWN = "_collections_of_roles"
"""Attribute of a user that keeps what their roles open for one request."""


class OwnedFiles(CollectionOwnershipPermissionPolicy):
    permission_cache_name = "_own_files"

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        """Without the rows of roles' groups, which would open a collection to the staff of every organisation."""
        rows: QuerySet[GroupCollectionPermission] = super().get_all_permissions_for_user(user)
        return rows.exclude(group__name__in=GROUPS.values())

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        if super()._check_perm(user, actions, collection=collection):
            return True
        opened = _known(user, frozenset(actions))
        return collection.pk in opened if collection else bool(opened)

    def _collections_with_perm(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        collections: QuerySet[Collection] = super()._collections_with_perm(user, actions)
        return collections | opened_by_roles(user, actions)


def _known(user: Any, actions: frozenset[str]) -> set[int]:
    """One query for each kind of question and request: the menu alone asks six times."""
    known: dict[frozenset[str], set[int]] = getattr(user, KNOWN, {})
    setattr(user, KNOWN, known)
    if actions not in known:
        known[actions] = set(opened_by_roles(user, actions).values_list("pk", flat=True))
    return known[actions]


def opened_by_roles(user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
    """The collections in which somebody's roles let them add, change or choose files."""
    if not user.is_active:
        return Collection.objects.none()
    written = Membership.objects.filter(user=user.pk, role__in=WRITERS)
    opened = Q(within(Organisation.objects.filter(pk__in=written.values("organisation"))))
    if "choose" in actions:
        opened |= Q(Exists(written)) & ~Q(within(Organisation.objects.all()))
    return Collection.objects.filter(opened)


def files_of(organisation: Organisation) -> int:
    """How many images and documents it has."""
    inside = Collection.objects.filter(within(Organisation.objects.filter(pk=organisation.pk)))
    models = (get_image_model(), get_document_model())
    return sum(model.objects.filter(collection__in=inside).count() for model in models)


def before_delete_snippet(request: HttpRequest, rows: Iterable[Any]) -> HttpResponse | None:
    """Hook of both ways to delete: an organisation goes only without files, which would be everybody's otherwise."""
    for row in rows:
        if isinstance(row, Organisation) and (number := files_of(row)):
            message = ngettext(
                "%(name)s cannot be deleted, because its collection holds %(number)d file. Delete the file or move it "
                "to another collection first.",
                "%(name)s cannot be deleted, because its collection holds %(number)d files. Delete the files or move "
                "them to another collection first.",
                number,
            )
            messages.error(request, message % {"name": row, "number": number})
            return redirect(row.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
    return None


def after_delete_snippet(_request: HttpRequest, rows: Iterable[Any]) -> None:
    """The empty collection goes with its organisation."""
    gone = [row.collection_id for row in rows if isinstance(row, Organisation)]
    Collection.objects.filter(pk__in=gone, organisation=None).delete()


def describe_collection_contents(collection: Collection) -> dict[str, Any] | None:
    """Hook by which Wagtail refuses to delete a collection: that of an organisation stays as long as it does."""
    owner = Organisation.objects.filter(collection=collection).first()
    if owner is None:
        return None
    return {"count": 1, "count_text": _("the organisation %(name)s") % {"name": owner}, "url": None}
