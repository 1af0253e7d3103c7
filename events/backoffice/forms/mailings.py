"""What staff write to the people of an event, and when it goes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.backoffice.forms.together import KeysField
from events.choices import Audience, Occasion
from events.inputs import AddressField, DateField, LineField, TextField
from events.messaging.audience import session_choices, ticket_choices
from events.messaging.mailing_words import words_of
from events.models.events import Event
from events.models.mailings import Mailing, known_placeholders_only

LONGEST_SUBJECT, LONGEST_BODY = 150, 8000
WORDS = ("subject_en", "body_en", "subject_cy", "body_cy")
LANGUAGES = (("en", gettext_lazy("in English")), ("cy", gettext_lazy("in Welsh")))


class SubjectField(LineField):
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, max_length=LONGEST_SUBJECT, validators=[known_placeholders_only])


class BodyField(TextField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, max_length=LONGEST_BODY, rows=12, validators=[known_placeholders_only]
        )


class MailingForm(forms.Form):
    """Whom to write to, and the words in one language or both. An automatic mailing has its audience already."""

    audience = forms.ChoiceField(label=gettext_lazy("Who gets it"), choices=Audience)
    bookings = KeysField()
    tickets = forms.MultipleChoiceField(
        label=gettext_lazy("Only with these tickets"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sessions = forms.MultipleChoiceField(
        label=gettext_lazy("Only for these sessions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_news = forms.BooleanField(
        label=gettext_lazy("People may ask for no more messages like this"),
        required=False,
        help_text=gettext_lazy("Tick it for everything that nobody needs in order to take part."),
    )
    subject_en = SubjectField(gettext_lazy("Subject in English"))
    body_en = BodyField(gettext_lazy("Text in English"))
    subject_cy = SubjectField(gettext_lazy("Subject in Welsh"))
    body_cy = BodyField(gettext_lazy("Text in Welsh"))

    def __init__(self, data: Any = None, *, event: Event, mailing: Mailing | None = None, bookings: str = "") -> None:
        """`bookings` are the keys of those that were chosen in the list."""
        first = {"audience": Audience.CHOSEN if bookings else Audience.BOOKED, "bookings": bookings}
        super().__init__(data, initial=initial_of(mailing) if mailing else first)
        self.mailing = mailing
        self._narrow_audience()
        self._offer("tickets", [(row.pk, str(row)) for row in ticket_choices(event)], least=2)
        self._offer("sessions", [(row.pk, str(row)) for row in session_choices(event)], least=1)
        if mailing and mailing.occasion:
            for name in ("audience", "bookings", "tickets", "sessions", "is_news"):
                self.fields.pop(name, None)

    @property
    def chosen(self) -> int:
        """How many bookings it is written to, where they were chosen."""
        return len(str(self["bookings"].value() or "").split()) if "bookings" in self.fields else 0

    def _narrow_audience(self) -> None:
        """Either the chosen bookings or one of the others: which it is was said in the list."""
        rows = [row for row in Audience.choices if (row[0] == Audience.CHOSEN) == bool(self.chosen)]
        self.fields["audience"].choices = rows  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: list[tuple[int, str]], *, least: int) -> None:
        if len(rows) < least:
            del self.fields[name]
        else:
            self.fields[name].choices = [(str(pk), said) for pk, said in rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for language, said in LANGUAGES:
            self._check_whole(language, said, given)
        if not self.errors and not any(given.get(name) for name in WORDS):
            raise ValidationError(_("Write a subject and a text, in one language at least."))
        return given

    def _check_whole(self, language: str, said: Any, given: dict[str, Any]) -> None:
        subject, body = f"subject_{language}", f"body_{language}"
        if given.get(subject) and not given.get(body) and body not in self.errors:
            self.add_error(body, _("There is a subject %(language)s, but no text.") % {"language": said})
        if given.get(body) and not given.get(subject) and subject not in self.errors:
            self.add_error(subject, _("There is a text %(language)s, but no subject.") % {"language": said})

    @property
    def words(self) -> dict[str, str]:
        """Only of a valid form."""
        return {name: self.cleaned_data[name] for name in WORDS}


def initial_of(mailing: Mailing) -> dict[str, Any]:
    """A mailing as its form shows it. Where it has no words of its own, the usual ones stand there to be changed."""
    found: dict[str, Any] = {"audience": mailing.audience, "is_news": mailing.is_news}
    if mailing.pk:
        found["bookings"] = " ".join(str(pk) for pk in mailing.bookings.values_list("pk", flat=True))
        found["tickets"] = [str(pk) for pk in mailing.ticket_types.values_list("pk", flat=True)]
        found["sessions"] = [str(pk) for pk in mailing.sessions.values_list("pk", flat=True)]
    for language in ("en", "cy"):
        found[f"subject_{language}"], found[f"body_{language}"] = words_of(mailing, language) or ("", "")
    return found


class SendForm(forms.Form):
    """When a mailing goes out. Empty day and time are now."""

    day = DateField(label=gettext_lazy("Day"), required=False, help_text=gettext_lazy("Leave it empty to send it now."))
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Nine in the morning when it is empty."),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for example 14:30")},
    )
    at_night = forms.BooleanField(
        label=gettext_lazy("It cannot wait until the morning"),
        required=False,
        help_text=gettext_lazy("Otherwise nothing is sent between 9pm and 8am."),
    )

    def __init__(self, data: Any = None, *, event: Event, now: dt.datetime) -> None:
        super().__init__(data)
        self.event, self.now = event, now

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("time") and not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give the day, too."))
        moment = self._moment(given)
        if moment is not None and moment <= self.now:
            self.add_error("day", _("That is in the past. Choose a later time, or leave it empty to send it now."))
        return given | {"send_at": moment}

    def _moment(self, given: dict[str, Any]) -> dt.datetime | None:
        """In the event's own time zone, whatever zone the account of the member of staff is set to."""
        day = given.get("day")
        if not day:
            return None
        local = dt.datetime.combine(day, given.get("time") or dt.time(9), self.event.zone)
        return local.astimezone(dt.UTC)


class MendForm(forms.Form):
    message = forms.IntegerField(widget=forms.HiddenInput)
    email = AddressField(label=gettext_lazy("Right e-mail address"), complete="off")


def occasion_named(name: str) -> Occasion | None:
    return Occasion(name) if name in Occasion.values else None
