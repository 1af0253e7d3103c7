"""The list at the top of the editor: what is still missing before an event can go live."""

from __future__ import annotations

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


def todos(problems: list[Problem]) -> list[Todo]:
    return [Todo(tab_of(problem), problem.message) for problem in problems]


def tab_of(problem: Problem) -> Promise:
    where = problem.relation or problem.field
    if where in WHEN_AND_WHERE:
        return _("When and where")
    return _("What") if where in WHAT else _("Booking")


class GoLivePanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/golive_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            source = page.source
            missing = word_problems(page)
            if source is page:
                rows = {name: list(getattr(page, name).all()) for name in ("ticket_types", "sessions", "questions")}
                missing = [*fact_problems(Draft(page, **rows)), *missing]
                context["hints"] = todos(hints(page))
            else:
                context["source"] = source
            return {**context, "missing": todos(missing)}

        def show_panel_furniture(self) -> bool:
            return False
