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

from events.backoffice.paper_kinds import PAPERS, PDF, PaperKind
from events.backoffice.permissions import Permission, permissions_on
from events.backoffice.together import TOGETHER, Together, carry_out
from events.booking.journal import By
from events.choices import WorkState
from events.errors import NoLongerAllowed
from events.models.events import Event
from events.models.work import Work
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


def _do_together(act: Together, work: Work, progress: Progress) -> Result:
    event, user = owner_of(work)
    return carry_out(act, work, event, by=By.staff(user, work.parameters.get("reason", "")), progress=progress)


KINDS: Mapping[str, WorkKind] = {
    **{name: WorkKind(kind.label, kind.permission, partial(_print, kind)) for name, kind in PAPERS.items()},
    **{
        act.kind: WorkKind(act.label, act.permission, partial(_do_together, act), stays_when_stopped=True)
        for act in TOGETHER.values()
    },
}


def own_work_on(event: Event, user: AbstractUser | AnonymousUser) -> list[tuple[Work, str | Promise]]:
    """What this user has asked for on an event and can still be looked at, the newest first, with its title."""
    found = Work.objects.filter(event=event, asked_by=user.pk).exclude(state=WorkState.CANCELLED)[:5]
    return [(work, KINDS[work.kind].title) for work in found if work.kind in KINDS]
