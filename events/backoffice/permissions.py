"""Who may see and do what: a role counts only for the events of the organisation it was given in.

Wagtail's generic views ask whether a user may do something to a kind of row at all, never to which row. So every view
of the back office starts from `events_for`, and none from `Event.objects`.
"""

from __future__ import annotations

import enum

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from events.choices import StaffRole
from events.models.events import Event, EventQuerySet
from events.models.people_places import Organisation
from events.models.staff import Membership


class Permission(enum.Enum):
    SEE_NUMBERS = "see how many places are booked"
    SEE_NAMES = "see names and tickets"
    SEE_CONTACTS = "see addresses, answers and the history of bookings"
    PRINT = "print lists and badges"
    EXPORT = "take lists away as a spreadsheet"
    CHANGE_BOOKINGS = "add, change and cancel bookings, and steer the waitlist"
    SEE_NEEDS = "see access, food and other needs with names"
    SEE_MONEY = "see payments, invoices and time credits"
    CHANGE_MONEY = "refund, invoice, mark as paid and adjust time credits"
    SEND_MESSAGES = "write to the people of an event"
    CHECK_IN = "let people in, and take what is to pay at the door"
    SEE_LOG = "see who has looked at, printed or exported personal data"


EVERYTHING = frozenset(Permission)
ALLOWED: dict[StaffRole, frozenset[Permission]] = {
    StaffRole.ORGANISER: EVERYTHING,
    StaffRole.EVENT_STAFF: EVERYTHING - {Permission.CHANGE_MONEY, Permission.SEE_LOG},
    StaffRole.DOOR_HELPER: frozenset({Permission.SEE_NUMBERS, Permission.SEE_NAMES, Permission.CHECK_IN}),
    StaffRole.FINANCE: frozenset(
        {
            Permission.SEE_NUMBERS,
            Permission.SEE_NAMES,
            Permission.SEE_CONTACTS,
            Permission.SEE_MONEY,
            Permission.CHANGE_MONEY,
        }
    ),
    StaffRole.DATA_LEAD: frozenset(
        {
            Permission.SEE_NUMBERS,
            Permission.SEE_NAMES,
            Permission.SEE_CONTACTS,
            Permission.SEE_NEEDS,
            Permission.SEE_LOG,
            Permission.EXPORT,
        }
    ),
    StaffRole.EDITOR: frozenset({Permission.SEE_NUMBERS}),
}

Visitor = AbstractUser | AnonymousUser


def roles_with(permission: Permission) -> list[StaffRole]:
    return [role for role, allowed in ALLOWED.items() if permission in allowed]


def events_for(user: Visitor, permission: Permission = Permission.SEE_NUMBERS) -> EventQuerySet:
    """The events on which this user may do this: those of their organisations, or all for the administrators."""
    if not user.is_active:
        return Event.objects.none()
    if user.is_superuser:
        return Event.objects.all()
    memberships = Membership.objects.filter(user=user.pk, role__in=roles_with(permission))
    return Event.objects.filter(host__in=memberships.values("organisation"))


def organisations_for(user: Visitor, permission: Permission) -> QuerySet[Organisation]:
    """The organisations in which this user may do this; all for the administrators."""
    if not user.is_active:
        return Organisation.objects.none()
    if user.is_superuser:
        return Organisation.objects.all()
    memberships = Membership.objects.filter(user=user.pk, role__in=roles_with(permission))
    return Organisation.objects.filter(pk__in=memberships.values("organisation"))


def permissions_on(user: Visitor, event: Event) -> frozenset[Permission]:
    """All that this user may do on one event. One query."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return EVERYTHING
    if event.host_id is None:
        return frozenset()
    roles = Membership.objects.filter(user=user.pk, organisation=event.host_id).values_list("role", flat=True)
    return frozenset().union(*(ALLOWED[StaffRole(role)] for role in roles))


def require(user: Visitor, event: Event, permission: Permission) -> None:
    """Raises PermissionDenied."""
    if permission not in permissions_on(user, event):
        raise PermissionDenied


def works_here(user: Visitor) -> bool:
    """Whether the events desk has anything for this user."""
    return user.is_active and (user.is_superuser or Membership.objects.filter(user=user.pk).exists())
