"""Index of the models for Django; other code imports the module that holds what it needs."""

from events.models.access import AccessArrangement
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, AttendeeSession, Booking, HeldForm, Interest
from events.models.checkins import CheckIn, DoorLink
from events.models.events import Event, ProposedDate, Question, Session, TicketType
from events.models.invoices import Invoice, InvoiceLine, InvoiceSeries
from events.models.mailings import KindMailing, Mailing, OptOut
from events.models.messages import CalendarLink, Heartbeat, Message, SecretLink
from events.models.needs import ConsentWording, Need, NeedCount
from events.models.payments import DiscountCode, Payment, Refund, StripeEvent
from events.models.payouts import BalanceLine, Payout
from events.models.people_places import EventKind, KindQuestion, KindTicket, Organisation, Person, Venue
from events.models.staff import Membership
from events.models.time_credits import CreditAccount, CreditCode, CreditLine, CreditTransfer
from events.models.work import Work
from events.pages.children import (
    PagePartner,
    PageProposedDate,
    PageQuestion,
    PageSession,
    PageSpeaker,
    PageTicketType,
    ProgrammeItem,
)
from events.pages.event import EventPage
from events.pages.event_index import EventIndexPage

__all__ = [
    "AccessArrangement",
    "Answer",
    "Attendee",
    "AttendeeSession",
    "AuditEntry",
    "BalanceLine",
    "Booking",
    "CalendarLink",
    "CheckIn",
    "ConsentWording",
    "CreditAccount",
    "CreditCode",
    "CreditLine",
    "CreditTransfer",
    "DiscountCode",
    "DoorLink",
    "Event",
    "EventIndexPage",
    "EventKind",
    "EventPage",
    "Heartbeat",
    "HeldForm",
    "Interest",
    "Invoice",
    "InvoiceLine",
    "InvoiceSeries",
    "KindMailing",
    "KindQuestion",
    "KindTicket",
    "Mailing",
    "Membership",
    "Message",
    "Need",
    "NeedCount",
    "OptOut",
    "Organisation",
    "PagePartner",
    "PageProposedDate",
    "PageQuestion",
    "PageSession",
    "PageSpeaker",
    "PageTicketType",
    "Payment",
    "Payout",
    "Person",
    "ProgrammeItem",
    "ProposedDate",
    "Question",
    "Refund",
    "SecretLink",
    "Session",
    "StripeEvent",
    "TicketType",
    "Venue",
    "Work",
]
