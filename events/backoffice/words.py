"""What the log's short verbs are called on screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models.audit import AuditEntry

ACTIONS: dict[str, str | Promise] = {
    "access.printed": _("Access sheet printed"),
    "access.arranged": _("Help to take part arranged"),
    "access.reopened": _("Help to take part not arranged after all"),
    "attendee.changed": _("Details of a person changed"),
    "attendee.moved": _("Sessions of a person changed"),
    "attendee.replaced": _("Place given to somebody else"),
    "attendee.ticket_changed": _("Ticket of a person changed"),
    "attendees.exported": _("Attendees exported"),
    "badges.printed": _("Badges printed"),
    "booking.approved": _("Approved"),
    "booking.cancelled": _("Cancelled"),
    "booking.changed": _("Booking changed"),
    "booking.confirmed": _("Confirmed"),
    "booking.entered": _("Entered by staff"),
    "booking.expired": _("Time ran out"),
    "booking.grown": _("People added"),
    "booking.held": _("Places held"),
    "booking.lapsed": _("Offer ended without an answer"),
    "booking.over_allocated": _("Entered by staff beyond the limit"),
    "booking.reinstated": _("Brought back"),
    "booking.rejected": _("Not approved"),
    "booking.replaced": _("Booking given to somebody else"),
    "booking.requested": _("Asked for approval"),
    "booking.sent_again": _("E-mail sent again"),
    "booking.viewed": _("Booking looked at"),
    "booking.waiting": _("Joined the waitlist"),
    "bookings.viewed": _("List of bookings looked at"),
    "certificates.printed": _("Certificates printed"),
    "desk.viewed": _("Event looked at"),
    "door_list.printed": _("Door list printed"),
    "credits.adjusted": _("Time credits adjusted"),
    "credits.exported": _("Statement of time credits made"),
    "credits.may_not_owe": _("Time credits may no longer go below nought"),
    "credits.may_owe": _("Time credits may go below nought"),
    "credits.spent": _("Time credits spent"),
    "discount.viewed": _("Addresses of a discount looked at"),
    "discount.changed": _("Discount changed"),
    "credits.viewed": _("Time credits looked at"),
    "books.exported": _("Books exported"),
    "credits.account_opened": _("Account of time credits opened"),
    "debts.exported": _("Open invoices exported"),
    "debts.viewed": _("Open invoices looked at"),
    "invoice.credited": _("Credit note written"),
    "invoice.issued": _("Invoice written"),
    "invoice.po_number": _("Purchase order number added"),
    "invoice.printed": _("Invoice printed"),
    "invoice.viewed": _("Invoice looked at"),
    "payment.received": _("Payment written down"),
    "payment.struck_out": _("Payment written down by mistake, taken back"),
    "interest.invited": _("Invited from the interest list"),
    "kitchen.printed": _("Kitchen sheet printed"),
    "log.exported": _("This log exported"),
    "limit.exceeded": _("Limit set below what is booked"),
    "list.printed": _("Attendee list printed"),
    "sign_in.printed": _("Sign-in sheet printed"),
    "waitlist.accepted": _("Offer accepted"),
    "waitlist.declined": _("Offer declined"),
    "waitlist.extended": _("One more day given"),
    "waitlist.moved_up": _("Moved to the front of the waitlist"),
    "waitlist.not_saving": _("Freed places no longer saved"),
    "waitlist.offered": _("Place offered"),
    "waitlist.rejoined": _("Joined the waitlist again"),
    "waitlist.revoked": _("Offer taken back"),
    "waitlist.saving": _("Freed places saved for this party"),
}


def action_words(entry: AuditEntry) -> str:
    """A verb that is not in the table is shown as it is."""
    return str(ACTIONS.get(entry.action, entry.action))


def who_acted(entry: AuditEntry) -> str:
    """A colleague's name, or in general words who it was."""
    if entry.user is not None:
        return entry.user.get_full_name() or entry.user.get_username()
    return entry.get_actor_display()
