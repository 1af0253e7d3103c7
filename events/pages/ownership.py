"""Which pages somebody may edit: a role counts only for the events of the organisation it was given in.

Wagtail's permissions follow the tree: a group may do something with a page and all below it. Events of every
organisation stand below one list, so the groups of our roles ("Organisers", "Editors") would open them all. Here a row
of such a group counts only where its role does. Groups that an administrator made count as the tree says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from events.choices import StaffRole
from events.models.staff import ROLE_OF_GROUP, Membership
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage

IN_LISTS = frozenset({"add_page", "publish_page"})
"""What roles may do with a list of events: add an event to it and publish that. The list itself is nobody's."""

KNOWN = "_own_event_pages"
"""Attribute of a user that keeps their event pages by role for one request."""

EXPLORABLE = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}

Rows = list[GroupPagePermission]


def event_pages_of(user: AbstractUser, roles: Collection[StaffRole]) -> QuerySet[EventPage]:
    """Event pages of the organisations in which somebody has one of these roles, and those of no organisation.

    Whose a page is, its source page says as it was saved: a draft that names another host changes nothing yet.
    """
    memberships = Membership.objects.filter(user=user.pk, role__in=roles)
    if not memberships.exists():
        return EventPage.objects.none()
    return _with_owner().filter(Q(owned_by__in=memberships.values("organisation")) | Q(owned_by=None))


def owner_of(page: Page) -> int | None:
    """Primary key of the organisation that an event page belongs to."""
    return _with_owner().filter(pk=page.pk).values_list("owned_by", flat=True).first()


def _with_owner() -> QuerySet[Any]:
    source = EventPage.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None).order_by("pk")
    # An alias has no source of its own: it is kept in step with its original.
    owner = Case(
        When(alias_of=None, then=Subquery(source.values("host")[:1])), default=F("host"), output_field=BigIntegerField()
    )
    return EventPage.objects.annotate(owned_by=owner)


class TreePermissions(PagePermissionPolicy):
    """Wagtail's own rules, for some of the rows only."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows

    def get_cached_permissions_for_user(self, user: AbstractUser) -> Rows:  # noqa: ARG002 (Wagtail asks so)
        return self.rows


class OwnedPages(PagePermissionPolicy):
    """Called with a page, it is the policy of that page alone: so Wagtail asks wherever it has a page before it."""

    def __call__(self, page: Page) -> OwnedPage:
        return OwnedPage(page)

    def get_all_permissions_for_user(self, user: AbstractUser) -> QuerySet[GroupPagePermission]:
        rows: QuerySet[GroupPagePermission] = super().get_all_permissions_for_user(user).select_related("group")
        return rows

    def user_has_any_permission_for_instance(self, user: AbstractUser, actions: Iterable[str], instance: Page) -> bool:
        return bool(
            TreePermissions(OwnedPage(instance).rows_of(user)).user_has_any_permission_for_instance(
                user, set(actions), instance
            )
        )

    def instances_user_has_any_permission_for(self, user: AbstractUser, actions: Iterable[str]) -> QuerySet[Page]:
        base: QuerySet[Page] | None = self._base_queryset_for_user(user)
        if base is not None:
            return base
        by_role, others = _parted(self.get_cached_permissions_for_user(user))
        codenames = self._get_permission_codenames(set(actions))
        pages: QuerySet[Page] = TreePermissions(others).instances_user_has_any_permission_for(user, set(actions))
        roles = [role for role, rows in by_role.items() if any(row.permission.codename in codenames for row in rows)]
        if roles:
            pages |= Page.objects.filter(pk__in=event_pages_of(user, roles).values("pk"))
        return pages

    def explorable_instances(self, user: AbstractUser) -> QuerySet[Page]:
        """Also the lists of events, and what stands above them, for whoever can add an event there."""
        base: QuerySet[Page] | None = self._base_queryset_for_user(user)
        if base is not None:
            return base
        by_role, others = _parted(self.get_cached_permissions_for_user(user))
        pages = self.instances_user_has_any_permission_for(user, EXPLORABLE)
        if others:
            pages |= TreePermissions(others).explorable_instances(user)
        if by_role:
            above = [path for index in EventIndexPage.objects.values_list("path", flat=True) for path in _paths(index)]
            pages |= Page.objects.filter(path__in=above)
        return pages

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[User]:
        """Who is told of a page that waits for somebody: nobody of another organisation."""
        found: QuerySet[User] = super().users_with_any_permission_for_instance(
            set(actions), instance, include_superusers=include_superusers
        )
        page = OwnedPage(instance)
        codenames = self._get_permission_codenames(set(actions))
        ancestors = instance.get_ancestors(inclusive=True)
        rows = GroupPagePermission.objects.filter(page__in=ancestors, permission__codename__in=codenames)
        groups = list(rows.select_related("group", "permission"))
        roles, others = page.roles_that_count(groups)
        here = Membership.objects.filter(role__in=roles)
        if (owner := page.owner) is not None:
            here = here.filter(organisation=owner)
        allowed = Q(groups__in=others) | Q(pk__in=here.values("user")) | Q(is_superuser=True)
        return found.filter(allowed).distinct()


class OwnedPage(OwnedPages):
    """What counts on one page. `permissions_for_user` of every page begins here."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    @property
    def owner(self) -> int | None:
        return owner_of(self.page) if self._is(EventPage) else None

    def get_cached_permissions_for_user(self, user: AbstractUser) -> Rows:
        return self.rows_of(user)

    def rows_of(self, user: AbstractUser) -> Rows:
        by_role, others = _parted(super().get_cached_permissions_for_user(user))
        if self._is(EventIndexPage):
            return [*others, *(row for rows in by_role.values() for row in rows if row.permission.codename in IN_LISTS)]
        if not self._is(EventPage):
            return others
        return [*others, *(row for role, rows in by_role.items() if self._is_own(user, role) for row in rows)]

    def roles_that_count(self, rows: Rows) -> tuple[list[StaffRole], list[int]]:
        """(roles, primary keys of other groups) that may do something here by these rows."""
        by_role, others = _parted(rows)
        roles = list(by_role) if self._is(EventPage) else []
        return roles, [row.group_id for row in others]

    def _is(self, model: type[Page]) -> bool:
        kind = self.page.specific_class
        return kind is not None and issubclass(kind, model)

    def _is_own(self, user: AbstractUser, role: StaffRole) -> bool:
        """One query for each role and request, however many pages a list has; a new page is looked up by itself."""
        if self.page.pk is None:
            return True
        known: dict[StaffRole, set[int]] = getattr(user, KNOWN, {})
        setattr(user, KNOWN, known)
        if role not in known:
            known[role] = set(event_pages_of(user, [role]).values_list("pk", flat=True))
        return self.page.pk in known[role] or event_pages_of(user, [role]).filter(pk=self.page.pk).exists()


def before_move_page(request: HttpRequest, page: Page, _destination: Page) -> None:
    """Hook of the page that asks whether a page is to be moved, which shows it to everybody."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


def _parted(rows: Iterable[GroupPagePermission]) -> tuple[dict[StaffRole, Rows], Rows]:
    """The rows of each role's group, and all others."""
    by_role: dict[StaffRole, Rows] = {}
    others: Rows = []
    for row in rows:
        role = ROLE_OF_GROUP.get(row.group.name)
        if role is None:
            others.append(row)
        else:
            by_role.setdefault(role, []).append(row)
    return by_role, others


def _paths(path: str) -> list[str]:
    """Of a page in the tree and all above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
