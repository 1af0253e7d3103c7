"""Every state and choice that is stored, and the groups of them that rules ask for."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

FOREVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""`claimed_until` of a confirmed place. Year 9999 leaves room for conversion to any time zone."""


class DateState(models.TextChoices):
    FIXED = "fixed", _("The date is fixed")
    TO_BE_CONFIRMED = "to_be_confirmed", _("The date is to be confirmed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class Attendance(models.TextChoices):
    VENUE = "venue", _("At a venue")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("At a venue and online")


class EventLanguages(models.TextChoices):
    WELSH = "cy", _("In Welsh")
    ENGLISH = "en", _("In English")
    BOTH = "both", _("Welsh and English")


class MeantFor(models.TextChoices):
    """Whom an event is for in the first place, so that people can look for what is for them."""

    EVERYONE = "everyone", _("Everyone")
    PEOPLE = "people", _("People who use services, and carers")
    PUBLIC_SECTOR = "public_sector", _("Public-sector staff")
    THIRD_SECTOR = "third_sector", _("Third-sector staff")


class SessionChoice(models.TextChoices):
    WHOLE = "whole", _("Everybody comes to all sessions")
    ONE = "one", _("People choose one session")
    ANY = "any", _("People choose any sessions")


class PriceKind(models.TextChoices):
    FREE = "free", _("Free")
    FIXED = "fixed", _("Fixed price")
    CONCESSION = "concession", _("Concession")
    PAY_WHAT_YOU_CAN = "pay_what_you_can", _("Pay what you can")
    TIME_CREDITS = "time_credits", _("Time credits")
    CREDITS_AND_MONEY = "credits_and_money", _("Time credits and money")
    SPONSORED = "sponsored", _("Paid for by a sponsor")


class PayBy(models.TextChoices):
    """How somebody has chosen to pay for a booking. Nothing is chosen while nothing is to pay."""

    CARD = "card", _("By card")
    INVOICE = "invoice", _("By invoice")
    DOOR = "door", _("At the door")
    CREDITS = "credits", _("With time credits")


class PaymentMethod(models.TextChoices):
    """How one sum of money came in. Only cards pass through Stripe; people write down the others."""

    CARD = "card", _("Card on this site")
    TRANSFER = "transfer", _("Bank transfer")
    DOOR = "door", _("At the door")
    OTHER = "other", _("Another way")


class PaymentState(models.TextChoices):
    OPEN = "open", _("Payment page open")
    PENDING = "pending", _("On its way")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Not paid in time")
    VOID = "void", _("Written down by mistake")


UNDECIDED = frozenset({PaymentState.OPEN, PaymentState.PENDING})
"""Payments that may still become money: the places they are for are not given to anybody else."""


class RefundState(models.TextChoices):
    DUE = "due", _("To be sent")
    PENDING = "pending", _("On its way")
    DONE = "done", _("Paid back")
    FAILED = "failed", _("Failed")


class RefundCause(models.TextChoices):
    BOOKER = "booker", _("Cancelled by the person who booked")
    STAFF = "staff", _("Given by staff")
    EVENT = "event", _("The event was cancelled")
    LATE = "late", _("Paid when no place was left")
    TWICE = "twice", _("Paid more than was due")
    STRIPE = "stripe", _("Given in Stripe")


class BalanceKind(models.TextChoices):
    """What a line of a payout is about."""

    CHARGE = "charge", _("Payment")
    REFUND = "refund", _("Refund")
    DISPUTE = "dispute", _("Disputed payment")
    FEE = "fee", _("Fee of Stripe")
    OTHER = "other", _("Something else")


class DiscountKind(models.TextChoices):
    AMOUNT = "amount", _("An amount off each place")
    PERCENT = "percent", _("Per cent off each place")
    PRICE = "price", _("A price of its own")


class QuestionKind(models.TextChoices):
    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    CHOICE = "choice", _("One of several choices")
    CHOICES = "choices", _("Any of several choices")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")


class AskedOf(models.TextChoices):
    BOOKING = "booking", _("Once for each booking")
    ATTENDEE = "attendee", _("Of each person")


class Role(models.TextChoices):
    ATTENDEE = "attendee", _("Attendee")
    SPEAKER = "speaker", _("Speaker")
    VOLUNTEER = "volunteer", _("Volunteer")
    HOST = "host", _("Host")


class PartnerRole(models.TextChoices):
    HOST = "host", _("Hosts it too")
    PARTNER = "partner", _("Partner")


class NeedKind(models.TextChoices):
    ACCESS = "access", _("Access")
    DIET = "diet", _("Food")
    SUPPORT = "support", _("Support")
    EMERGENCY = "emergency", _("Emergency contact")


class AccessOption(models.TextChoices):
    """What people can tick under "What would help you take part?"; stored as a need's `option`."""

    STEP_FREE = "step_free", _("Step-free route and space for a wheelchair")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    CAPTIONS = "captions", _("Live captions")
    BSL = "bsl", _("British Sign Language interpreter")
    INTERPRETATION = "interpretation", _("Welsh interpretation")
    QUIET_ROOM = "quiet_room", _("Somewhere quiet to go")
    EASY_READ = "easy_read", _("Papers in large print or easy read")
    SUPPORTER = "supporter", _("Bringing a carer or supporter")


class DietOption(models.TextChoices):
    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    HALAL = "halal", _("Halal")
    GLUTEN_FREE = "gluten_free", _("Gluten free")


class BookingSource(models.TextChoices):
    PUBLIC = "public", _("Website")
    STAFF = "staff", _("Added by staff")
    IMPORT = "import", _("Imported")
    WALK_IN = "walk_in", _("At the door")
    INTEREST = "interest", _("From the interest list")


class BookingState(models.TextChoices):
    HELD = "held", _("Held")
    REQUESTED = "requested", _("Waiting for approval")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITING = "waiting", _("On the waitlist")
    OFFERED = "offered", _("Offered a place")
    LAPSED = "lapsed", _("Offer ended")
    DECLINED = "declined", _("Offer declined")
    EXPIRED = "expired", _("Hold ended")
    REJECTED = "rejected", _("Not approved")
    CANCELLED = "cancelled", _("Cancelled")


CLAIMING = frozenset({BookingState.HELD, BookingState.REQUESTED, BookingState.CONFIRMED, BookingState.OFFERED})
"""States in which attendees may carry a `claimed_until`."""

QUEUED = frozenset({BookingState.WAITING})

LIVE = CLAIMING | QUEUED
"""Bookings that still mean something to the person who made them."""

ENDED = frozenset(BookingState) - LIVE

TRANSITIONS: dict[BookingState | None, frozenset[BookingState]] = {
    None: frozenset(
        {
            BookingState.HELD,
            BookingState.REQUESTED,
            BookingState.CONFIRMED,
            BookingState.WAITING,
            BookingState.OFFERED,
        }
    ),
    BookingState.HELD: frozenset(
        {
            BookingState.CONFIRMED,
            BookingState.REQUESTED,
            BookingState.WAITING,
            BookingState.EXPIRED,
            BookingState.CANCELLED,
        }
    ),
    BookingState.REQUESTED: frozenset(
        {BookingState.CONFIRMED, BookingState.REJECTED, BookingState.EXPIRED, BookingState.CANCELLED}
    ),
    BookingState.CONFIRMED: frozenset({BookingState.CANCELLED}),
    BookingState.WAITING: frozenset(
        {BookingState.OFFERED, BookingState.CONFIRMED, BookingState.LAPSED, BookingState.CANCELLED}
    ),
    BookingState.OFFERED: frozenset(
        {
            BookingState.CONFIRMED,
            BookingState.HELD,
            BookingState.REQUESTED,
            BookingState.LAPSED,
            BookingState.DECLINED,
            BookingState.CANCELLED,
        }
    ),
    BookingState.LAPSED: frozenset({BookingState.WAITING, BookingState.CONFIRMED}),
    BookingState.DECLINED: frozenset({BookingState.WAITING, BookingState.CONFIRMED}),
    BookingState.EXPIRED: frozenset(
        {BookingState.HELD, BookingState.CONFIRMED, BookingState.REQUESTED, BookingState.WAITING}
    ),
    BookingState.REJECTED: frozenset({BookingState.CONFIRMED}),
    BookingState.CANCELLED: frozenset({BookingState.CONFIRMED}),
}
"""The life of a booking: from (None = not there yet) to the states it may take next."""


class MessageKind(models.TextChoices):
    CONFIRMATION = "confirmation", _("Confirmation")
    CANCELLATION = "cancellation", _("Cancellation")
    CHANGE = "change", _("Change to a booking")
    LINK = "link", _("Link to a booking")
    WAITLIST_JOINED = "waitlist_joined", _("Waitlist joined")
    OFFER = "offer", _("Offer of a place")
    OFFER_LAPSED = "offer_lapsed", _("Offer ended")
    QUEUE_NEWS = "queue_news", _("News for the waitlist")
    REQUESTED = "requested", _("Request received")
    REJECTED = "rejected", _("Request not approved")
    INTEREST = "interest", _("Interest registered")
    EVENT_CHANGED = "event_changed", _("Event changed")
    EVENT_CANCELLED = "event_cancelled", _("Event cancelled")
    PASSED_ON = "passed_on", _("Booking passed on")
    MAILING = "mailing", _("Message from the organiser")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    PAID_TOO_LATE = "paid_too_late", _("Paid when no place was left")
    CREDIT_CODE = "credit_code", _("Code for time credits")
    INVOICE = "invoice", _("Invoice")
    INVOICE_REMINDER = "invoice_reminder", _("Reminder of an invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class LinkPurpose(models.TextChoices):
    MANAGE = "manage", _("See and change a booking")
    OFFER = "offer", _("Answer an offer")
    TICKET = "ticket", _("Download tickets")
    INVOICE = "invoice", _("See and pay an invoice")


class Actor(models.TextChoices):
    SYSTEM = "system", _("The system")
    BOOKER = "booker", _("The person who booked")
    STAFF = "staff", _("Staff")
    DOOR = "door", _("The door")


class ThreadSet(models.TextChoices):
    """The weave's thread colours; the values are the style sheet's class names."""

    PLUM = "t-plum", _("Plum")
    CORAL = "t-coral", _("Coral")
    SEA = "t-sea", _("Sea")
    SKY = "t-sky", _("Sky")
    GORSE = "t-gorse", _("Gorse")
    SLATE = "t-slate", _("Slate")


class StaffRole(models.TextChoices):
    """What somebody does for an organisation. What each may see and do is in `backoffice.permissions`."""

    ORGANISER = "organiser", _("Organiser")
    EVENT_STAFF = "event_staff", _("Event staff")
    DOOR_HELPER = "door_helper", _("Door helper")
    FINANCE = "finance", _("Finance")
    DATA_LEAD = "data_lead", _("Data lead")
    EDITOR = "editor", _("Editor")


class CheckInState(models.TextChoices):
    """What one scan that let somebody in turned out to be, once all doors had told of theirs."""

    IN = "in", _("Let in")
    AGAIN = "again", _("Let in a second time")
    NOT_BOOKED = "not_booked", _("Let in without a good place")
    CLOSED = "closed", _("Let in after the door was closed")


class DoorState(models.TextChoices):
    """What a door says about a code or a name. Its words stand on the screen, so they are the design's."""

    OK = "ok", _("Come in")
    ALREADY = "already", _("Already in")
    OTHER_EVENT = "other_event", _("Other event")
    OTHER_SESSION = "other_session", _("Other session")
    CANCELLED = "cancelled", _("Cancelled")
    TO_PAY = "to_pay", _("To pay")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")
    UNKNOWN = "unknown", _("No ticket found")
    UNDONE = "undone", _("Taken back")


class Audience(models.TextChoices):
    """Whom a mailing of an event is for; worked out when it is sent."""

    BOOKED = "booked", _("Everybody with a place")
    WAITING = "waiting", _("Everybody on the waitlist")
    INTERESTED = "interested", _("Everybody who wants to hear the date")
    NOT_PAID = "not_paid", _("Everybody who has still to pay")
    ATTENDED = "attended", _("Everybody who came")
    ABSENT = "absent", _("Everybody who had a place and did not come")
    CHOSEN = "chosen", _("The bookings that were chosen")


class Occasion(models.TextChoices):
    """What a mailing goes out for by itself; "" for one that staff wrote."""

    REMINDER = "reminder", _("Reminder")
    JOINING = "joining", _("How to join online")
    THANKS = "thanks", _("Thanks and documents")
    REPORT = "report", _("The report is out")
    FEEDBACK = "feedback", _("How was it?")


class MailingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Will be sent")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Will not be sent")


class Placeholder(models.TextChoices):
    """What organisers may write in braces into a mailing, and what stands there when it is sent."""

    NAME = "name", _("the person’s name")
    EVENT = "event", _("the title of the event")
    DATE = "date", _("the day, such as Thursday 11 February 2027")
    TIME = "time", _("when it starts and ends")
    PLACE = "place", _("where it is")
    REFERENCE = "reference", _("the booking’s reference")
    LINK = "link", _("the person’s own link to see, change or cancel the booking")
    JOIN_LINK = "join_link", _("the private link to join online; only people with a place online get it")
    PAGE = "page", _("the address of the event’s page")
    ORGANISER = "organiser", _("the name of the organisation")


class WorkState(models.TextChoices):
    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Being done")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Not done")
    CANCELLED = "cancelled", _("Stopped")


OPEN_WORK = frozenset({WorkState.WAITING, WorkState.RUNNING})


class PurchaseOrder(models.TextChoices):
    """What an event asks for when organisations are invoiced."""

    NOT_ASKED = "", _("Not asked for")
    MAY_FOLLOW = "follow", _("Asked for, and may follow")
    REQUIRED = "required", _("Needed before the places are booked")
