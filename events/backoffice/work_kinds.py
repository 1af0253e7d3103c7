"""Every kind of background work that the desk can ask for. A new kind needs one line in KINDS, and `ask` to begin it:

work = ask(kind="badges", event=event, by=request.user, now=now, language="cy", parameters={"start": 3})
return redirect("desk:work", event.pk, work.pk)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import AbstractUser, AnonymousUser, User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from events.backoffice.paper_kinds import PAPERS, PDF, SPREADSHEETS, PaperKind, export_kind
from events.backoffice.permissions import Permission, permissions_on
from events.backoffice.together import TOGETHER, Together, carry_out
from events.booking.journal import By
from events.choices import WorkState
from events.errors import NoLongerAllowed
from events.models.events import Event
from events.models.work import Work
from events.reports.attendance import columns_of
from events.reports.exports import make_export
from events.reports.papers import Printing
from events.work.jobs import Act, Result
from events.work.progress import Progress


@dataclass(frozen=True)
class WorkKind:
    """`permission` is asked for again whenever the work or its file is looked at. `stays_when_stopped`: what was done
    until somebody stops it is done."""

    title: str | Promise
    permission: Permission
    act: Act
    stays_when_stopped: bool = False


def owner_of(work: Work) -> tuple[Event, User]:
    """Whom the work is for. Raises NoLongerAllowed when the event or the person is gone, or their permission."""
    event, user = work.event, work.asked_by
    if event is None or not isinstance(user, User):
        raise NoLongerAllowed
    if KINDS[work.kind].permission not in permissions_on(user, event):
        raise NoLongerAllowed
    return event, user


def _print(paper_kind: PaperKind, work: Work, progress: Progress) -> Result:
    event, user = owner_of(work)
    name = user.get_full_name() or user.get_username()
    printing = Printing(by=By.staff(user), name=name, now=timezone.now(), language=work.language, tell=progress)
    paper = paper_kind.make(event, work.parameters, printing)
    return Result(body=paper.body, file_name=paper.name, content_type=PDF, settle=paper.write_down)


def _export(kind: str, work: Work, progress: Progress) -> Result:
    """The columns that were chosen, as far as they may still be seen."""
    event, user = owner_of(work)
    there = columns_of(event, with_needs=Permission.SEE_NEEDS in permissions_on(user, event))
    columns = [column for column in there if column.key in work.parameters["columns"]]
    paper = make_export(event, columns=columns, kind=kind, by=By.staff(user), now=timezone.now(), tell=progress)
    return Result(paper.body, paper.name, SPREADSHEETS[kind], settle=paper.write_down)


def _do_together(act: Together, work: Work, progress: Progress) -> Result:
    event, user = owner_of(work)
    return carry_out(act, work, event, by=By.staff(user, work.parameters.get("reason", "")), progress=progress)


KINDS: Mapping[str, WorkKind] = {
    **{name: WorkKind(kind.label, kind.permission, partial(_print, kind)) for name, kind in PAPERS.items()},
    **{
        export_kind(kind): WorkKind(gettext_lazy("Spreadsheet"), Permission.EXPORT, partial(_export, kind))
        for kind in SPREADSHEETS
    },
    **{
        act.kind: WorkKind(act.label, act.permission, partial(_do_together, act), stays_when_stopped=True)
        for act in TOGETHER.values()
    },
}


def own_work_on(event: Event, user: AbstractUser | AnonymousUser) -> list[tuple[Work, str | Promise]]:
    """What this user has asked for on an event and can still be looked at, the newest first, with its title."""
    found = Work.objects.filter(event=event, asked_by=user.pk).exclude(state=WorkState.CANCELLED)[:5]
    return [(work, KINDS[work.kind].title) for work in found if work.kind in KINDS]
