"""Refusals that only this side of the site knows; those of the rules are in `events.errors`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.errors import BookingError


class TooFast(BookingError):
    message = _("That was very often in a short time. Wait a minute, then press the button again; nothing is lost.")


class FormTooOld(BookingError):
    message = _("This form was open for a long time, or your browser keeps no cookies. Press the button once more.")


class NoCards(BookingError):
    message = _("Cards cannot be taken here just now. Nothing was charged and your places are kept.")


class NoWayChosen(BookingError):
    message = _("Choose how you would like to pay, then press the button again.")


class NoWayToPay(BookingError):
    message = _("No way to pay is set up on this site yet, so tickets that cost money cannot be booked here.")


class NothingOnSale(BookingError):
    message = _("There are no tickets on sale for this event just now. The event page says what you can do instead.")
