"""Every refusal that a rule can raise. Its text says what happened and what to do next, and is fit to show."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class CroesoError(Exception):
    """Base of all refusals. `str()` is a sentence in the language that is active when it is read."""

    message: str | Promise = _("Something stopped us from doing that. Nothing was changed.")

    def __str__(self) -> str:
        return str(self.message)


class PrintingUnavailable(CroesoError):
    """WeasyPrint's system libraries are missing."""

    message = _(
        "PDFs cannot be made on this machine yet. Install the packages libpango-1.0-0, libpangoft2-1.0-0 and "
        "libharfbuzz-subset0, then try again. Everything else works."
    )


class BookingError(CroesoError):
    """A booking rule said no. `state` is what a result page reports to machines."""

    state = "error"


class NotBookable(BookingError):
    message = _("This event cannot be booked here. The event page says what you can do instead.")


class SaleNotOpen(BookingError):
    message = _("Booking has not opened yet. The event page says when it opens.")


class SaleClosed(BookingError):
    message = _("Booking for this event has closed. Nothing was booked.")


class SoldOut(BookingError):
    """Too few places at one limit.

    `limit` names it: "event", "room", "online", "ticket_type" or "session"; `name` is the ticket's or session's name
    as shown to people (empty for the event); `free` is how many places are left there, `wanted` how many were wanted;
    `at` counts, from 0, the parties of a list before the one that found no room.
    """

    state = "full"

    def __init__(self, *, limit: str, wanted: int, free: int, name: str = "") -> None:
        super().__init__(limit, wanted, free, name)
        self.limit, self.wanted, self.free, self.name = limit, wanted, max(free, 0), name
        self.at = 0

    def __str__(self) -> str:
        if self.free == 0 and self.name:
            return str(_("“%(name)s” is fully booked. Nothing was booked.")) % {"name": self.name}
        if self.free == 0:
            return str(_("This event is fully booked. Nothing was booked."))
        if self.name:
            return ngettext(
                "Only %(free)d place is left for “%(name)s”, and you asked for %(wanted)d. Nothing was booked.",
                "Only %(free)d places are left for “%(name)s”, and you asked for %(wanted)d. Nothing was booked.",
                self.free,
            ) % {"free": self.free, "name": self.name, "wanted": self.wanted}
        return ngettext(
            "Only %(free)d place is left, and you asked for %(wanted)d. Nothing was booked.",
            "Only %(free)d places are left, and you asked for %(wanted)d. Nothing was booked.",
            self.free,
        ) % {"free": self.free, "wanted": self.wanted}


class WrongPartySize(BookingError):
    """Fewer people than the least, or more than the most, that one booking may hold."""

    def __init__(self, *, least: int, most: int) -> None:
        super().__init__(least, most)
        self.least, self.most = least, most

    def __str__(self) -> str:
        if self.least == self.most:
            return ngettext(
                "A booking for this event is for %(most)d person.",
                "A booking for this event is for %(most)d people.",
                self.most,
            ) % {"most": self.most}
        return ngettext(
            "A booking for this event is for %(least)d to %(most)d person.",
            "A booking for this event is for %(least)d to %(most)d people.",
            self.most,
        ) % {"least": self.least, "most": self.most}


class UnknownChoice(BookingError):
    """A ticket type, session or person that is not (or no longer) part of this event or booking."""

    message = _("One of your choices is no longer offered. Please choose again; nothing was booked.")


class WrongCode(BookingError):
    message = _("That invitation code does not open this event. Check the code in your invitation and type it again.")


class AlreadyBooked(BookingError):
    """The same person already has a live booking. `reference` may only be shown to that person."""

    message = _(
        "Somebody with this e-mail address has booked this event already. We can send the link to that booking again."
    )


class TransitionRefused(BookingError):
    message = _("This booking has changed in the meantime, so that is no longer possible. Nothing was changed.")


class HoldExpired(BookingError):
    message = _("The time ran out before the places were booked. Your answers are safe; try again with one press.")


class OfferEnded(BookingError):
    message = _("This offer has ended, so the place went to the next person. You can join the waitlist again.")


class TooLateToChange(BookingError):
    message = _("It is too late to change this booking here. Please contact the organisers; they can still help.")


class HoldLimit(BookingError):
    message = _("You are already holding as many places as one visitor can. Finish or let go of one booking first.")


class NothingToPay(BookingError):
    message = _("There is nothing to pay for this booking now. Its page says how it stands.")


class PaymentOpen(BookingError):
    """Stripe may still take money for the booking as it is."""

    state = "pay"
    message = _("A payment page is open for this booking. Pay there, or go back from it before you change anything.")


class PaymentOnItsWay(BookingError):
    """A bank payment takes days; the places are kept until Stripe says what became of it."""

    state = "pay"
    message = _("Your payment is on its way, so there is nothing more to pay. We write to you when it has arrived.")


class PaymentsDown(BookingError):
    """Stripe did not answer, or not in time. Nothing is known to have failed; the same may be tried again."""

    state = "pay"
    message = _("The payment page does not answer just now. Nothing was charged and your places are kept: try again.")


class PaymentRefused(BookingError):
    """Stripe will not open a page for this order, and will not if asked again."""

    state = "pay"
    message = _("The payment page could not be opened for this amount. Nothing was charged. Please contact us.")


class RefundTooLarge(BookingError):
    message = _("That is more than has been paid and not given back yet. Nothing was paid back.")


class DiscountRefused(BookingError):
    """A discount code was typed that is not good for this booking."""


class UnknownDiscount(DiscountRefused):
    message = _("We do not know this code for this event. Check it, or take it away; nothing else is lost.")


class DiscountNotNow(DiscountRefused):
    message = _("This code is not good at this time. Take it away to book at the full price.")


class DiscountUsedUp(DiscountRefused):
    message = _("This code has been used as often as it can be. Take it away to book at the full price.")


class DiscountNotYours(DiscountRefused):
    message = _("This code is for members. Use the e-mail address that you are a member with.")


class Busy(BookingError):
    """The database could not be written in time. Nothing was stored; the same press may be tried again."""

    state = "busy"
    message = _("Very many people are booking right now. Nothing was lost: press the button again.")


class PublishRefused(CroesoError):
    """A page cannot be published, deleted or changed as asked."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class LinkDead(BookingError):
    message = _("This link does not open a booking any more. We can send you a new one.")


class ReasonNeeded(BookingError):
    message = _("Please say why. The reason is kept with the booking, so that others can understand it.")


class MailServerDown(CroesoError):
    """The server takes no mail at all. Nothing was sent."""

    message = _("The mail server cannot be used now. Nothing is lost: every e-mail waits until it answers.")


class NoSuchLabel(CroesoError):
    """A sheet of `most` labels has none of that number."""

    def __init__(self, *, start: int, most: int) -> None:
        super().__init__(start, most)
        self.start, self.most = start, most

    def __str__(self) -> str:
        return str(_("A sheet has labels 1 to %(most)d, and no label %(start)d. Nothing was printed.")) % {
            "most": self.most,
            "start": self.start,
        }


class NothingToPrint(CroesoError):
    message = _("There is nobody to print for: no place is booked, or everybody has been printed already.")


class NobodyCame(CroesoError):
    message = _("There are no certificates yet: nobody has been let in. They are for those who came.")


class NoLongerAllowed(CroesoError):
    """Somebody asked for background work, and may no longer have what comes of it."""

    message = _("The event, or the right to see its people, is no longer there.")


class UnreadableFile(CroesoError):
    """An uploaded list cannot be read. The message says what is wrong with it, and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class DoorUnknown(CroesoError):
    """No door link opens with this."""

    message = _("This link opens no door. Ask the organisers to show you the code on their screen again.")


class DoorClosed(CroesoError):
    """`reason` is "revoked" when somebody closed the link, "over" when the event ended some time ago."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        if self.reason == "revoked":
            return str(_("The organisers have closed this door link. Ask them for a new one to go on checking in."))
        return str(_("The event is over, so this door is closed."))


class CheckInGone(CroesoError):
    message = _("This check-in is not known here, so there is nothing to take back.")


class MailingGone(CroesoError):
    message = _("This message has been sent or stopped in the meantime. Nothing was changed.")


class NoAddressOfYours(CroesoError):
    message = _("Your account has no e-mail address, so nothing was sent. Add one under your name, Account.")


class StillToCome(CroesoError):
    """Somebody who is to be forgotten has bookings of events that are not over. `references` names them."""

    def __init__(self, *, references: list[str]) -> None:
        super().__init__(references)
        self.references = references

    def __str__(self) -> str:
        return ngettext(
            "Booking %(references)s is for an event that is still to come. Cancel it first. Nothing was deleted.",
            "Bookings %(references)s are for events that are still to come. Cancel them first. Nothing was deleted.",
            len(self.references),
        ) % {"references": ", ".join(self.references)}


class CreditsFirst(BookingError):
    """Places that cost time credits, and money besides: the credits are spent first, as nobody else can do it."""

    state = "pay"
    message = _("These places cost time credits. Pay with them first; the rest is paid after that.")


class TooFewCredits(BookingError):
    """`has` is what the account holds, `wanted` what was asked of it. Only for those who may see the account."""

    def __init__(self, *, wanted: int, has: int) -> None:
        super().__init__(wanted, has)
        self.wanted, self.has = wanted, has

    def __str__(self) -> str:
        return ngettext(
            "That takes %(wanted)d time credits, and the account holds %(has)d. Nothing was changed.",
            "That takes %(wanted)d time credits, and the account holds %(has)d. Nothing was changed.",
            self.has,
        ) % {"wanted": self.wanted, "has": self.has}


class NoCredits(BookingError):
    message = _("Time credits cannot be used for this event. Please contact the organisers.")


class WrongCreditCode(BookingError):
    message = _(
        "That code does not fit, or it is too old, or it was tried too often. Check the newest e-mail, or ask for a "
        "new code."
    )


class NoInvoice(BookingError):
    message = _("There is nothing to invoice here. If something is to pay, choose another way to pay it.")


class PoNumberNeeded(BookingError):
    message = _("Type the purchase order number. Without it this event cannot be invoiced.")


class PayAtDoorRefused(BookingError):
    message = _("This event is paid before it begins. Please choose another way to pay.")


class WrongAmount(BookingError):
    """A sum that cannot be written down: nothing, less than a penny, or more than is `due` (written out)."""

    def __init__(self, *, due: str) -> None:
        super().__init__(due)
        self.due = due

    def __str__(self) -> str:
        return str(_("Write down an amount above nought and up to what is due, which is %(due)s.")) % {"due": self.due}
