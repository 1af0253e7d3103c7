"""Speakers and contacts are corrected by the organisation they belong to. Wagtail's own views ask for the kind of row
only, never for the row."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import snippets

from events.backoffice.access import refused
from events.models.people_places import Person
from events.models.staff import Membership


def own_people(user: Any) -> QuerySet[Person]:
    """Those of one's organisations and of none; everybody for administrators."""
    if user.is_superuser:
        return Person.objects.all()
    organisations = Membership.objects.filter(user=user.pk).values("organisation")
    return Person.objects.filter(Q(organisation__in=organisations) | Q(organisation=None))


class OwnPeople(ModelPermissionPolicy):
    """What bulk actions, the finder of addresses and copying ask."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Person) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return bool(allowed) and own_people(user).filter(pk=instance.pk).exists()


class OfOwnPerson:
    """A view of one person, for who may correct them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = unquote(str(kwargs["pk"]))
        if not pk.isdigit() or not own_people(request.user).filter(pk=pk).exists():
            return refused(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class PeopleList(snippets.IndexView):
    def get_base_queryset(self) -> QuerySet[Person]:
        people: QuerySet[Person] = super().get_base_queryset()
        return people.filter(pk__in=own_people(self.request.user).values("pk"))


class EditPerson(OfOwnPerson, snippets.EditView):
    pass


class DeletePerson(OfOwnPerson, snippets.DeleteView):
    pass


class CopyPerson(OfOwnPerson, snippets.CopyView):
    pass


class PersonUsage(OfOwnPerson, snippets.UsageView):
    pass


class PersonHistory(OfOwnPerson, snippets.HistoryView):
    pass


class InspectPerson(OfOwnPerson, snippets.InspectView):
    pass
