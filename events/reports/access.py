"""What has to be arranged so that everybody can take part, and what the kitchen cooks: numbers, and never a name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from events.booking.journal import By
from events.choices import AccessOption, DietOption, NeedKind
from events.models.access import AccessArrangement
from events.models.audit import AuditEntry
from events.models.bookings import Attendee
from events.models.events import Event
from events.models.needs import Need

DAYS_BEFORE = {
    AccessOption.BSL: 21,
    AccessOption.INTERPRETATION: 14,
    AccessOption.CAPTIONS: 14,
    AccessOption.EASY_READ: 10,
}
"""How long before the event people and papers have to be booked; for all else a week is enough."""

USUAL_DAYS = 7
OWN_WORDS = ""
"""The option of what people wrote themselves."""


@dataclass(frozen=True)
class AccessTask:
    """One line of the list: `people` asked for it by now, and `arranged_for` so many it was arranged."""

    option: str
    label: str
    people: int
    arranged_for: int | None
    book_by: dt.date | None
    is_late: bool

    @property
    def is_done(self) -> bool:
        return self.arranged_for is not None and self.people <= self.arranged_for

    @property
    def more(self) -> int:
        """How many have asked since it was arranged."""
        return 0 if self.arranged_for is None else max(self.people - self.arranged_for, 0)


@dataclass(frozen=True)
class Plates:
    """How many people eat `what`; `in_own_words` marks what somebody wrote, of which the kitchen has to know more."""

    what: str
    people: int
    in_own_words: bool = False


def access_tasks(event: Event, *, now: dt.datetime) -> list[AccessTask]:
    """What people with a confirmed place asked for, in the order of the form. Two queries."""
    asked = _asked(event)
    arranged = {row.option: row.people for row in AccessArrangement.objects.filter(event=event)}
    labels = {**{option.value: str(option.label) for option in AccessOption}, OWN_WORDS: _("In their own words")}
    return [
        _task(event, option, labels.get(option, option), asked[option], arranged.get(option), now=now)
        for option in sorted(asked, key=lambda option: (option == OWN_WORDS, list(labels).index(option)))
    ]


def _asked(event: Event) -> dict[str, int]:
    known = {option.value for option in AccessOption}
    needs = Need.objects.filter(attendee__in=_people(event), kind__in=[NeedKind.ACCESS, NeedKind.SUPPORT]).order_by()
    rows = needs.values_list("option").annotate(people=Count("attendee", distinct=True))
    return {option: people for option, people in rows if option in known or option == OWN_WORDS}


def _task(
    event: Event, option: str, label: str, people: int, arranged_for: int | None, *, now: dt.datetime
) -> AccessTask:
    book_by = None
    if event.starts_at is not None:
        days = DAYS_BEFORE.get(AccessOption(option), USUAL_DAYS) if option else USUAL_DAYS
        book_by = event.starts_at.astimezone(event.zone).date() - dt.timedelta(days=days)
    is_late = book_by is not None and book_by < now.astimezone(event.zone).date()
    return AccessTask(option, label, people, arranged_for, book_by, is_late)


def mark_arranged(event: Event, option: str, *, is_done: bool, by: By, now: dt.datetime) -> None:
    """Say that something is arranged for all who asked by now, or that it is not after all. Twice changes nothing."""
    if is_done:
        people = _asked(event).get(option, 0)
        kept = {"people": people, "done_at": now, "done_by": by.user}
        AccessArrangement.objects.update_or_create(event=event, option=option, defaults=kept)
    else:
        AccessArrangement.objects.filter(event=event, option=option).delete()
    AuditEntry.objects.create(
        at=now,
        actor=by.actor,
        user=by.user,
        action="access.arranged" if is_done else "access.reopened",
        event=event,
        organisation_id=event.host_id,
        count=0,
        detail={"option": option},
    )


def plates(event: Event, *, booked: int) -> list[Plates]:
    """What to cook for `booked` people, by what each ticked together; first those who ticked nothing. One query."""
    names = {option.value: str(option.label) for option in DietOption}
    order = list(names)
    wishes: dict[int, set[str]] = {}
    rows = Need.objects.filter(attendee__in=_people(event), kind=NeedKind.DIET).values_list("attendee", "option")
    for attendee, option in rows:
        wishes.setdefault(attendee, set()).add(option if option in names else OWN_WORDS)
    together = Counter(frozenset(wish) for wish in wishes.values())
    found = [Plates(_("No request"), max(booked - len(wishes), 0))]
    for wish, people in sorted(
        together.items(), key=lambda row: (OWN_WORDS in row[0], -row[1], len(row[0]), sorted(row[0]))
    ):
        ticked = ", ".join(names[option] for option in order if option in wish)
        found.append(Plates(ticked, people, in_own_words=OWN_WORDS in wish))
    return found


def _most_first(row: tuple[frozenset[str], int]) -> tuple[bool, int, int, list[str]]:
    wish, people = row
    return OWN_WORDS in wish, -people, len(wish), sorted(wish)


def _people(event: Event) -> QuerySet[Attendee]:
    return Attendee.objects.filter(event=event).on_lists().order_by()
