"""Every address of Wagtail's admin, as every role of another organisation: reports, choosers, uploads, histories.

A mark is planted in all that an organisation has there. Addresses are read from Django's own list, so what Wagtail adds
one day is asked from its first day.
"""

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import UploadedFile

from events.choices import StaffRole
from events.models.people_places import EventKind, Organisation, Person, Venue
from tests.events.backoffice.conftest import client_of, member
from tests.events.backoffice.test_matrix import marks_in
from tests.factories.events import make_kind, make_venue
from tests.factories.files import make_document, make_image
from tests.factories.pages import make_index, make_page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_pango"),
    # A report of Wagtail Localize pages through rows in no order.
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
]
MARK = "Markname"
OURS = {"desk"}
"""Asked in `test_matrix`, of an event with bookings."""

ENDS = {"wagtailadmin_logout", "wagtailadmin_error_test"}
"""Would end the walk."""


def addresses():
    """(name, what the path takes) of all that stands below /admin/."""
    parts = [part for part in get_resolver().url_patterns if str(part.pattern) == "admin/"]
    return sorted({address for part in parts for address in _walk(part, "", ())})


def _walk(resolver, prefix, above):
    for pattern in resolver.url_patterns:
        groups = tuple(getattr(pattern.pattern.regex, "groupindex", {}))
        names = tuple(dict.fromkeys((*above, *(pattern.pattern.converters or groups))))
        if not isinstance(pattern, URLPattern):
            if pattern.namespace not in OURS:
                yield from _walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, names)
        elif pattern.name and pattern.name not in ENDS:
            yield f"{prefix}{pattern.name}", names


@pytest.fixture
def planted(root_page, foreign):
    """What the other organisation has, by the name that an address has for it."""
    staff = member(foreign, StaffRole.EDITOR)
    User.objects.filter(pk=staff.pk).update(first_name=MARK, last_name="Colleague", email="markcontact@example.org")
    index = make_index(root_page)
    page = make_page(index, f"{MARK} page", host=foreign, live=False)
    revision = page.save_revision(user=staff)
    image, document = make_image(foreign, f"{MARK} picture"), make_document(foreign, f"{MARK} paper")
    kind = ContentType.objects.get_for_model(get_image_model())
    upload = UploadedFile.objects.create(for_content_type=kind, file=f"{MARK}.png", uploaded_by_user=staff)
    rows = {
        "venue": make_venue(name_en=f"{MARK} hall", owner=foreign).pk,
        "person": Person.objects.create(name=f"{MARK} speaker", owner=foreign).pk,
        "eventkind": make_kind("marked", name_en=f"{MARK} kind", owner=foreign).pk,
        "organisation": foreign.pk,
        "users": staff.pk,
        "groups": staff.groups.get().pk,
        "memberships": staff.memberships.get().pk,
        "collections": foreign.collection_id,
        "pages": page.pk,
        "images": image.pk,
        "docs": document.pk,
    }
    known = {
        **dict.fromkeys(("page_id", "page_to_copy_id"), page.pk),
        **dict.fromkeys(("parent_page_id", "parent_id"), index.pk),
        **dict.fromkeys(("document_id", "doc_id"), document.pk),
        **dict.fromkeys(("content_type_app_name", "app_label"), "events"),
        **dict.fromkeys(("revision_id", "revision_id_a"), revision.pk),
        "revision_id_b": "latest",
        "image_id": image.pk,
        "uploaded_file_id": upload.pk,
        "user_id": staff.pk,
        "filter_spec": "original",
        "content_type_model_name": "eventpage",
        "language_code": "en",
        "action_name": "approve",
    }
    for row in (image, document, page, *(model.objects.get(name_en__startswith=MARK) for model in (Venue, EventKind))):
        log(instance=row, action="wagtail.edit", user=staff)
    return {"rows": rows, "known": known}


def urls_of(name, names, planted):
    """With the marked row in the place of whatever it takes. Bulk actions are asked for each kind of row."""
    rows, known = planted["rows"], planted["known"]
    ids = "&".join(f"id={pk}" for pk in rows.values())
    if name == "wagtail_bulk_action":
        kinds = [Venue, Person, EventKind, Organisation, get_image_model(), get_document_model()]
        actions = ("delete", "add_tags", "add_to_collection")
        return [
            f"{reverse(name, args=[kind._meta.app_label, kind._meta.model_name, action])}?{asked}"
            for kind in kinds
            for action in actions
            for asked in (ids, "id=all")
        ]
    if name == "wagtailadmin_choose_page_chosen_multiple":  # which stumbles over the top of the tree
        ids = f"id={rows['pages']}"
    pk = next((pk for word, pk in rows.items() if word in name), 1)
    values = {word: known.get(word, pk) for word in names}
    try:
        url = reverse(name, kwargs=values)
    except NoReverseMatch:
        return []
    return [url if name.startswith("wagtailadmin_api") else f"{url}?{ids}&q={MARK[:4]}&term={MARK[:4]}"]


def shown_to(client, planted, asked):
    """The marks that somebody sees, with the name of the address that shows them."""
    return [
        (name, mark)
        for name, names in asked
        for url in urls_of(name, names, planted)
        for mark in marks_in(client.get(url))
    ]


@pytest.mark.parametrize("role", StaffRole)
def test_no_address_of_the_admin_shows_what_another_organisation_has(own, planted, role):
    assert shown_to(client_of(member(own, role)), planted, addresses()) == []


SEEN_BY_ADMINISTRATORS = {
    "wagtail_bulk_action",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_explore",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_reports:site_history",
    "wagtaildocs:document_usage",
    "wagtaildocs:edit",
    "wagtailimages:index",
    "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:chosen_multiple",
    "wagtailsnippetchoosers_events_venue:chosen_multiple",
    "wagtailsnippets_events_eventkind:usage",
    "wagtailsnippets_events_person:inspect",
    "wagtailsnippets_events_venue:history",
    "wagtailusers_users:index",
}


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")  # Wagtail's pictures
def test_the_marks_are_there_to_be_seen(administrator, planted):
    """Otherwise the walk would prove nothing."""
    asked = [address for address in addresses() if address[0] in SEEN_BY_ADMINISTRATORS]
    assert {name for name, _mark in shown_to(administrator, planted, asked)} == SEEN_BY_ADMINISTRATORS


def test_the_walk_is_long():
    assert len(addresses()) > 200
