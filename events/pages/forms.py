"""The form of an event page: what may be edited where, and what has to be right before an event goes live."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from events.inputs.offered import OfferedOnly
from events.models.facts import EventFacts, fact_names
from events.pages.children import CHILDREN, relation_of
from events.pages.golive import Draft, Problem, fact_problems, word_problems
from events.pages.hosts import hosts_for
from events.pages.keyed_forms import FormOfEvent, KeyedForm, part_equal_keys
from events.pages.repeat_fields import RepeatFields
from events.pages.repeats import first_session, write_sessions
from events.pages.zoned_times import ZonedDateTimeField, zone_choices, zone_named, zoned_formfield

EVENT_FACTS = fact_names(EventFacts)
RELATIONS = {relation_of(child): child for child in CHILDREN}


class Typed(SimpleNamespace):
    """What was typed so far; a field that could not be read counts as empty."""

    def __getattr__(self, name: str) -> None:
        return None


class EventPageForm(OfferedOnly, RepeatFields, WagtailAdminPageForm):
    timezone = forms.ChoiceField(
        choices=zone_choices, label=_("Time zone"), help_text=_("Times here are in this zone.")
    )

    problems: list[Problem] | None = None
    """What stands between the typed event and going live; known once the form was checked."""

    class Meta(WagtailAdminPageForm.Meta):
        formfield_callback = zoned_formfield

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        instance = kwargs["instance"]
        self.for_event = FormOfEvent(
            zone=zone_named((data or {}).get("timezone") or instance.timezone),
            tickets=[(str(row.key), row.name) for row in instance.ticket_types.all()],
            is_source=instance.is_source,
        )
        super().__init__(data, files, *args, **kwargs)
        for name in EVENT_FACTS:
            if isinstance(field := self.fields.get(name), ZonedDateTimeField):
                field.zone = self.for_event.zone
        if "host" in self.fields:
            hosts = hosts_for(self.for_user, present=instance.host_id)
            self.fields["host"].queryset = hosts  # type: ignore[attr-defined]
        if not self.for_event.is_source:
            self._leave_facts_alone()

    def _leave_facts_alone(self) -> None:
        """A translation adds words. Its facts come from the source page, whatever is posted."""
        for name in (*EVENT_FACTS, *RepeatFields.base_fields):
            self.fields.pop(name, None)
        for relation in RELATIONS.keys() & self.formsets.keys():
            rows = self.formsets[relation]
            rows.max_num, rows.validate_max = rows.initial_form_count(), True
            rows.error_messages["too_many_forms"] = _("Rows are added on the source page. Here they are translated.")
            for form in rows.forms:
                form.keep_row()

    def is_valid(self) -> bool:
        """Also holds the go-live check against what was typed, once the rows have been read too."""
        if not super().is_valid() and not self._was_read():
            return False
        for relation in RELATIONS.keys() & self.formsets.keys():
            part_equal_keys([form.instance for form in self._kept(relation)])
        if self.problems is None:
            self.problems = self._find_problems()
            for problem in self.problems:
                if problem.in_draft or not self.is_deferred_validation:
                    self._say(problem)
        return not self.errors and not any(rows.total_error_count() for rows in self.formsets.values())

    def _was_read(self) -> bool:
        """False when what was posted is so broken that there are no rows to look at."""
        return hasattr(self, "cleaned_data") and all(
            rows.management_form.is_valid() and all(hasattr(form, "cleaned_data") for form in rows.forms)
            for rows in self.formsets.values()
        )

    def _kept(self, relation: str) -> list[KeyedForm]:
        rows = self.formsets[relation]
        return [form for form in rows.forms if not rows._should_delete_form(form)]

    def _find_problems(self) -> list[Problem]:
        typed = Typed(**self.cleaned_data)
        if not self.for_event.is_source:
            typed = Typed(**{name: getattr(self.instance, name) for name in EVENT_FACTS}, **self.cleaned_data)
            return word_problems(typed)
        rows = {relation: self._typed_rows(relation) for relation in ("ticket_types", "sessions", "questions")}
        problems = [*word_problems(typed), *fact_problems(Draft(typed, **rows))]
        if self.wants_sessions and first_session(typed, rows["sessions"]) is None:
            message = _("Give the start and the end of the first session, on one day.")
            problems.append(Problem(message, "repeat_every", in_draft=True))
        return problems

    def _typed_rows(self, relation: str) -> list[Typed]:
        return [Typed(**form.cleaned_data) for form in self._kept(relation)]

    def _say(self, problem: Problem) -> None:
        """Put a problem beside its field; without a field, at the head of its rows."""
        if problem.row is not None:
            _say_beside(self._kept(problem.relation)[problem.row], problem)
        elif problem.relation:
            self.formsets[problem.relation].non_form_errors().append(str(problem.message))
        else:
            _say_beside(self, problem)

    def save(self, commit: bool = True) -> Any:
        if not self.wants_sessions:
            return super().save(commit=commit)
        page = super().save(commit=False)
        write_sessions(page, self.repeat_rule())
        if commit:
            page.save()
            self.save_m2m()
        return page


def _say_beside(form: forms.BaseForm, problem: Problem) -> None:
    """One thing at a time: a box that could not be read is not also called empty."""
    if problem.field not in form.errors:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.message))


class EventCopyForm(CopyForm):
    """A copied event is a new one and begins as a draft, so there is nothing to ask about publishing it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
