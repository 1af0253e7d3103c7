"""The admin's own interface for scripts tells of images and documents that may be chosen, and of no others."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from events.inputs.offered import offered


class OwnImages(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=offered(self.model, self.request.user).values("pk"))


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=offered(self.model, self.request.user).values("pk"))


def construct_admin_api(router: WagtailAPIRouter) -> None:
    """Hook, after those of images and documents."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
