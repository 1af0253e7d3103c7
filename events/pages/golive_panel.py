"""The list at the top of the editor: what is still missing before an event can go live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from events.pages.golive import Draft, Problem, fact_problems, hints, word_problems

WHEN_AND_WHERE = {"date_state", "starts_at", "ends_at", "when_text", "reason", "venue", "join_url", "sessions"}
WHAT = {"summary", "picture_alt"}


@dataclass(frozen=True)
class Todo:
    """A problem and the tab on which it is solved."""

    tab: str | Promise
    message: str | Promise


TABS = (_("What"), _("When and where"), _("Booking"))


def todos(problems: Iterable[Problem]) -> list[Todo]:
    """In the order of the tabs."""
    return [Todo(TABS[tab_of(problem)], problem.message) for problem in sorted(problems, key=tab_of)]


def tab_of(problem: Problem) -> int:
    """The number of the tab on which a problem is solved."""
    where = problem.relation or problem.field
    if where in WHAT:
        return 0
    return 1 if where in WHEN_AND_WHERE else 2


class GoLivePanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/golive_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page, source = self.instance, self.instance.source
            draft = _draft(page)
            missing = self.form.problems if self.form.is_bound else _problems(draft)
            if source is page:
                return {**context, "missing": todos(missing or []), "hints": todos(hints(draft))}
            return {**context, "missing": todos(missing or []), "source": source}

        def show_panel_furniture(self) -> bool:
            return False


def _draft(page: Any) -> Draft:
    """A page as it stands. A translation has no rows of its own that count."""
    names = ("ticket_types", "sessions", "questions") if page.is_source else ()
    return Draft(page, **{name: list(getattr(page, name).all()) for name in names})


def _problems(draft: Draft) -> list[Problem]:
    """What a page lacks. A translation can only lack words."""
    return [*word_problems(draft.page), *(fact_problems(draft) if draft.page.is_source else ())]
