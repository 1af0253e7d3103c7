"""Images and documents in the collections of organisations."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from events.models.people_places import Organisation


def make_image(owner: Organisation | None = None, title: str = "A picture", **facts: Any) -> Any:
    image = get_image_model().objects.create(title=title, file=picture_file(), collection=_collection(owner), **facts)
    # The small picture that the admin shows is there, so that no test draws one.
    image.renditions.create(filter_spec="max-165x165", file=picture_file(), width=20, height=10, focal_point_key="")
    return image


def picture_file() -> ContentFile:
    return ContentFile(get_test_image_file(size=(20, 10)).file.getvalue(), name="picture.png")


def make_document(owner: Organisation | None = None, title: str = "A paper", **facts: Any) -> Any:
    file = ContentFile(b"A sample.", name="paper.txt")
    return get_document_model().objects.create(title=title, file=file, collection=_collection(owner), **facts)


def _collection(owner: Organisation | None) -> Collection:
    return owner.collection if owner else Collection.get_first_root_node()
