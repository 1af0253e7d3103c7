"""Gives somebody a role in an organisation, and takes it away. The role's group opens the admin to them."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from events.choices import StaffRole
from events.models.people_places import Organisation
from events.models.staff import GROUPS, Membership

PAGE_PERMISSIONS = {
    StaffRole.ORGANISER: ("add_page", "change_page", "publish_page"),
    StaffRole.EDITOR: ("add_page", "change_page"),
}
"""What a role's group may do with pages. Of which organisation they must be, `pages.ownership` says."""

SHARED_ROWS = ("venue", "person")
"""Snippets that everybody who writes event pages may add to and correct."""


def appoint(user: User, organisation: Organisation, role: StaffRole) -> Membership:
    """Appointing twice changes nothing."""
    with transaction.atomic():
        membership, _ = Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
        user.groups.add(group_of(role))
    return membership


def dismiss(membership: Membership) -> None:
    """Take one role away; the group goes with the last organisation in which somebody has it."""
    with transaction.atomic():
        user, role = membership.user, membership.role
        membership.delete()
        if not Membership.objects.filter(user=user, role=role).exists():
            user.groups.remove(group_of(StaffRole(role)))


def group_of(role: StaffRole) -> Group:
    """The group of a role, made when it is first needed. What an administrator changed on it since is left alone."""
    group, is_new = Group.objects.get_or_create(name=GROUPS[role])
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    if is_new:
        _allow_pages(group, PAGE_PERMISSIONS.get(role, ()))
        _allow_shared_rows(group, role)
    return group


def _allow_pages(group: Group, codenames: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    pages = Permission.objects.filter(content_type=ContentType.objects.get_for_model(Page), codename__in=codenames)
    if root is not None:
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page=root, permission=permission) for permission in pages
        )


def _allow_shared_rows(group: Group, role: StaffRole) -> None:
    if role in PAGE_PERMISSIONS:
        codenames = [f"{verb}_{row}" for verb in ("add", "change", "view") for row in SHARED_ROWS]
        group.permissions.add(*Permission.objects.filter(content_type__app_label="events", codename__in=codenames))
        # Whoever may write a page may begin its page in the other language.
        translate = Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
        group.permissions.add(*translate)
