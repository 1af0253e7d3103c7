"""Whose venues, people, kinds of event and organisations are whose.

What an organisation keeps, its staff change; what nobody keeps is shared: all who write may read and choose it, and
administrators change it. A group of our roles counts only for the organisations in which somebody has that role. Groups
that an administrator made count for all rows, as Django's permissions do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from events.models.people_places import Organisation
from events.models.staff import ROLE_OF_GROUP, WRITERS, Membership


class OwnedRows(ModelPermissionPolicy):
    """For models with an `owner`."""

    owner = "owner"
    shared = Q(owner=None)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        actions = set(actions)
        if "choose" in actions:
            return self.offered_to(user)
        rows: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        reach = self.reach(user, actions)
        if reach is None:
            return rows
        own = Q(**{f"{self.owner}__in": reach})
        return rows.filter(own | self.shared if "view" in actions else own)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        if instance.pk is None:
            return bool(self.user_has_any_permission(user, actions))
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def reach(self, user: Any, actions: Iterable[str]) -> QuerySet[Organisation] | None:
        """The organisations for which somebody may do one of these; None where it does not matter whose a row is."""
        wanted = Permission.objects.filter(
            content_type=self._content_type, codename__in=self._get_permission_codenames(actions)
        )
        if user.is_superuser or user.user_permissions.filter(pk__in=wanted).exists():
            return None
        groups = set(Group.objects.filter(user=user.pk, permissions__in=wanted).values_list("name", flat=True))
        if groups - ROLE_OF_GROUP.keys():
            return None
        members = Membership.objects.filter(user=user.pk, role__in=[ROLE_OF_GROUP[name] for name in groups])
        return Organisation.objects.filter(pk__in=members.values("organisation"))

    def offered_to(self, user: Any) -> QuerySet[Any]:
        """What somebody may choose for an event. Who has no role at all, but was let into the pages, chooses from all,
        as for the host of an event."""
        if not user.is_active:
            return self.model._default_manager.none()
        members = Membership.objects.filter(user=user.pk)
        if user.is_superuser or not members.exists():
            return self.model._default_manager.all()
        return self.choosable(members.filter(role__in=WRITERS))

    def choosable(self, written: QuerySet[Membership]) -> QuerySet[Any]:
        own = Q(**{f"{self.owner}__in": written.values("organisation")})
        return self.model._default_manager.filter(own | self.shared, Exists(written))


class OwnedOrganisations(OwnedRows):
    """An organisation is its own. All who write may name another as a partner."""

    owner = "pk"
    shared = Q(pk__in=[])

    def choosable(self, written: QuerySet[Membership]) -> QuerySet[Any]:
        return self.model._default_manager.filter(Exists(written))
