"""The usual words of mailings that go out by themselves, in the active language; organisers may write their own."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.choices import Occasion


def usual_words(occasion: Occasion, *, language: str) -> tuple[str, str]:
    """(subject, text) with placeholders."""
    with override(language):
        return WORDS[occasion]()


def _reminder() -> tuple[str, str]:
    return _("Soon: {event}, {date}"), "\n\n".join(
        (
            _("This is to remind you of your booking. We look forward to meeting you."),
            _("If you can no longer come, please cancel, so that somebody else can have the place."),
        )
    )


def _joining() -> tuple[str, str]:
    return _("How to join: {event}, {date}"), "\n\n".join(
        (
            _("You can join a few minutes before it begins: {join_link}"),
            _("The link is for you. Please do not pass it on."),
            _("If something does not work on the day, answer this e-mail."),
        )
    )


def _thanks() -> tuple[str, str]:
    return _("Thank you for coming: {event}"), "\n\n".join(
        (
            _("Thank you for being with us."),
            _("Documents of the day, and what comes next, are on the page of the event: {page}"),
        )
    )


def _report() -> tuple[str, str]:
    return _("The report is out: {event}"), "\n\n".join(
        (_("You can now read how it went, and find the documents: {page}"), _("Thank you for your part in it."))
    )


def _feedback() -> tuple[str, str]:
    return _("How was it? {event}"), "\n\n".join(
        (
            _("What was good, and what could be better? A few words are enough."),
            _("Just answer this e-mail. A person reads it."),
        )
    )


WORDS = {
    Occasion.REMINDER: _reminder,
    Occasion.JOINING: _joining,
    Occasion.THANKS: _thanks,
    Occasion.REPORT: _report,
    Occasion.FEEDBACK: _feedback,
}
