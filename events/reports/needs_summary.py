"""What people need, counted for the kitchen and listed for those who prepare access. Only confirmed places count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from events.choices import AccessOption, DietOption, NeedKind, SessionChoice
from events.documents.needs_sheets import Help, Plates
from events.models.bookings import Attendee
from events.models.events import Event
from events.models.names import tidy
from events.models.needs import Need

LABELS = {option.value: option.label for option in (*AccessOption, *DietOption)}


def plates_of(event: Event, *, language: str) -> list[Plates]:
    """The whole event, then each session where people choose theirs. Free texts stand with the whole event only."""
    people = _people(event, NeedKind.DIET)
    with translation.override(language):
        found = [_plates(_("The whole event"), people)]
        if event.session_choice == SessionChoice.WHOLE:
            return found
        for session in event.sessions.all():
            there = [person for person in people if session.pk in {each.pk for each in person.sessions.all()}]
            found.append(_plates(session.name, there))
    return found


def helps_of(event: Event, *, language: str) -> list[Help]:
    """Everybody who said what would help them, or whom to call."""
    with translation.override(language):
        return [
            Help(
                name=person.name or _("Guest of %(name)s") % {"name": person.booking.name or person.booking.reference},
                ticket=person.ticket_type.name,
                sessions=", ".join(session.name for session in person.sessions.all()),
                helps=_said(person, NeedKind.ACCESS, NeedKind.SUPPORT),
                emergency=_said(person, NeedKind.EMERGENCY),
            )
            for person in _people(event, NeedKind.ACCESS, NeedKind.SUPPORT, NeedKind.EMERGENCY)
            if person.needs.all()
        ]


def _people(event: Event, *kinds: NeedKind) -> list[Attendee]:
    needs = Need.objects.filter(kind__in=kinds).order_by("pk")
    people = Attendee.objects.filter(event=event).on_lists().select_related("booking", "ticket_type")
    return list(people.order_by("sort_name", "pk").prefetch_related(Prefetch("needs", needs), "sessions"))


def _plates(heading: str, people: Sequence[Attendee]) -> Plates:
    together: Counter[str] = Counter()
    each: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for person in people:
        options = [option for option in DietOption if option in {need.option for need in person.needs.all()}]
        texts = [tidy(need.text) for need in person.needs.all() if need.text.strip()]
        each.update(str(option.label) for option in options)
        written.update(texts)
        together[_combination([str(option.label) for option in options], has_text=bool(texts))] += 1
    return Plates(heading, len(people), _sorted(together), _in_order(each), _sorted(written))


def _combination(labels: list[str], *, has_text: bool) -> str:
    if has_text:
        labels = [*labels, _("and see their own words")] if labels else [_("See their own words")]
    return ", ".join(labels) if labels else _("No wish")


def _sorted(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The most first, then by the alphabet."""
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _in_order(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    labels = [str(option.label) for option in DietOption]
    return tuple((label, counted[label]) for label in labels if counted[label])


def _said(person: Attendee, *kinds: NeedKind) -> str:
    needs: Iterable[Need] = (need for need in person.needs.all() if need.kind in kinds)
    return "; ".join(str(LABELS.get(need.option, need.option)) if need.option else need.text for need in needs)
