"""What a door says, once for pages made here and for the script that goes on without a network."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from events.checkin.codes import LEAST, Kind
from events.choices import DoorState
from home.date_words import words_for

MARKS = {
    DoorState.OK: "",
    DoorState.ALREADY: "res--again",
    DoorState.UNDONE: "res--again",
    DoorState.OTHER_EVENT: "res--wrong",
    DoorState.OTHER_SESSION: "res--wrong",
    DoorState.TO_PAY: "res--pay",
    DoorState.CANCELLED: "res--dead",
    DoorState.NOT_CONFIRMED: "res--dead",
    DoorState.UNKNOWN: "res--dead",
}
"""The class of each result: it gives the ground, the border and the sound."""

SENTENCES = {
    "to_pay": _("To pay: %(amount)s"),
    "box": _("Badge box: %(letter)s"),
    "with": _("With %(name)s"),
    "came_in": _("Came in at %(time)s, %(door)s"),
    "coming_back": _("Same person coming back? Let them in."),
    "another_event": _("This ticket is for another event."),
    "this_event": _("This ticket is for “%(event)s”."),
    "not_chosen": _("They have not chosen this session."),
    "cancelled_on": _("Cancelled on %(day)s"),
    "place_cancelled": _("This place was cancelled."),
    "no_place_yet": _("They have no confirmed place yet."),
    "ask_or_walk_in": _("Add them as a walk-in if a place is free, or ask the organisers."),
    "let_them_in": _("Let them in. The office will follow up."),
    "for_all": _("For the whole booking of %(name)s"),
    "taken_back": _("Taken back. Scan again to let them in."),
    "nobody": _("This person is not on the list any more."),
    "is_in": _("In, %(time)s"),
    "list_of": _("List of %(time)s"),
    "not_on_list": _("This code is not on the list of %(time)s. It may be new: try again with the internet."),
    "online": _("Online. Everything is saved."),
    "camera_denied": _("The camera is switched off for this site. Allow it in the browser, then press again."),
    "camera_missing": _("This device has no camera that we can use. Search by name, or type the code."),
    "camera_busy": _("Another app is using the camera. Close it, then press again."),
    "camera_unsafe": _("The camera only works when the address begins with https. Search by name, or type the code."),
    "decoder_failed": _("This browser cannot read codes. Search by name, or type the code."),
    "needs_internet": _("That needs the internet, because places are counted there. Try again when it is back."),
    "pay_later": _(
        "This needs the internet. Without it, take the money, let them in, and write it down on the events desk later."
    ),
    "speaks": _("Speaks %(language)s"),
    "over": _("The event is over, so this door is closed."),
    "nobody_lost": _("Nobody who was checked in is lost."),
    "sound_on": _("Sound is on"),
    "sound_off": _("Sound is off"),
    "twice": _("%(name)s was let in twice: %(first)s and %(second)s. The first counts."),
    "no_good_place": _("%(name)s was let in at %(time)s, and the place is not a good one: %(why)s."),
    "not_ours": _("The code read at %(time)s without the internet belongs to no ticket of this event."),
}

STRANGE = {
    Kind.CODE: _("This code belongs to no ticket that we know. Search by name."),
    Kind.PART: _("No ticket of this event begins like this. Check the code, or search by name."),
    Kind.SHORT: _("Several people could be meant. Type more of the code, at least 4 characters, or search by name."),
    Kind.WEB: _("This is the code of a poster or a web page, not of a ticket. Scan the ticket or the badge."),
    Kind.FOREIGN: _("This is not a ticket’s code. Is the ticket torn? Type the letters under the square, or search."),
    Kind.NOTHING: _("Type the code that stands under the square on the ticket or badge."),
}

ALIKE = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 6, "other": 10}
"""A number of each plural kind that Welsh has (Unicode CLDR); English has two of them."""

SLOT = "%(number)s"


def kept_offline(number: int) -> str:
    return ngettext(
        "No internet. Carry on: %(number)s check-in is kept on this phone.",
        "No internet. Carry on: %(number)s check-ins are kept on this phone.",
        number,
    )


def being_sent(number: int) -> str:
    return ngettext("%(number)s check-in is being sent.", "%(number)s check-ins are being sent.", number)


def found(number: int) -> str:
    return ngettext("%(number)s person found", "%(number)s people found", number)


def notes(number: int) -> str:
    return ngettext("%(number)s access note", "%(number)s access notes", number)


COUNTED = {"kept": kept_offline, "sending": being_sent, "found": found, "notes": notes}


def script_words() -> dict[str, Any]:
    """All of it in the language of the page, for the script."""
    day = words_for((get_language() or "en")[:2])
    return {
        **{name: str(words) for name, words in SENTENCES.items()},
        "noon": day.noon,
        "midnight": day.midnight,
        "states": {str(state): str(state.label) for state in DoorState},
        "strange": {str(kind): str(words) for kind, words in STRANGE.items()},
        "counted": {name: {kind: say(like) for kind, like in ALIKE.items()} for name, say in COUNTED.items()},
        "marks": {str(state): mark for state, mark in MARKS.items()},
        "least": LEAST,
    }
