"""The desk's first addresses as everybody, pressed as hard as can be: another organisation's people are never shown.

`test_matrix` asks every address that there is, more gently.
"""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.backoffice import urls
from events.backoffice.permissions import ALLOWED, Permission
from events.choices import StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from tests.events.backoffice.conftest import client_of, member

SECRETS = ["Secret Stranger", "secret@example.org", "Hidden Trust", "Foreign event", "Foreign Network"]
EVERYWHERE = {"index", "index_results"}

ASKS_FOR = {
    "arranged": Permission.CHANGE_BOOKINGS,
    "event": Permission.SEE_NUMBERS,
    "event_log": Permission.SEE_LOG,
    "attendee_list": Permission.PRINT,
    "sign_in_sheet": Permission.PRINT,
    "badges": Permission.PRINT,
    "attendees_csv": Permission.EXPORT,
    "attendees_xlsx": Permission.EXPORT,
    "columns": Permission.EXPORT,
    "bookings": Permission.SEE_NAMES,
    "bookings_results": Permission.SEE_NAMES,
    "booking": Permission.SEE_CONTACTS,
    "cancel": Permission.CHANGE_BOOKINGS,
    "act": Permission.CHANGE_BOOKINGS,
    "add_booking": Permission.CHANGE_BOOKINGS,
    "import_bookings": Permission.CHANGE_BOOKINGS,
    "confirm_import": Permission.CHANGE_BOOKINGS,
}


def address(name, event):
    """The desk's address of this name, for one event and its first booking."""
    if name in EVERYWHERE:
        return reverse(f"desk:{name}")
    reference = event.bookings.order_by("pk")[0].reference
    pattern = next(pattern for pattern in urls.urlpatterns if getattr(pattern, "name", None) == name)
    wanted = {"event_id": event.pk, "reference": reference, "act": "send-again"}
    return reverse(f"desk:{name}", kwargs={key: wanted[key] for key in pattern.pattern.converters})


def body(response):
    """All of it. A streamed file can be read once only."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def request(client, name, url):
    """The most that can be asked of an address: a POST where it changes something."""
    if name == "cancel":
        people = [str(pk) for pk in Booking.objects.order_by("pk")[0].attendees.values_list("pk", flat=True)]
        return client.post(url, {"people": people})
    if name == "arranged":
        return client.post(url, {"option": "bsl", "done": "1"})
    if name == "act":
        return client.post(url, {"reason": "A good reason"})
    if name == "add_booking":
        return client.post(url, {"name": "New Sample", "form_token": "form", "rows": "1"})
    if name == "import_bookings":
        return client.post(url, {"file": SimpleUploadedFile("list.csv", b"Name\nNew Sample\n")})
    if name == "confirm_import":
        return client.post(url, {"table": "forged"})
    if name == "badges":
        return client.post(url, {"layout": "a4-90x55", "start": "1", "language": "en"})
    return client.get(url)


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("name", sorted(EVERYWHERE | set(ASKS_FOR)))
def test_another_organisations_people_are_never_shown(own, event, foreign_event, name, role):
    client, url = client_of(member(own, role)), address(name, foreign_event)
    before = AuditEntry.objects.count()
    response = request(client, name, url)
    shown = body(response)
    found = [secret for secret in SECRETS if secret.encode() in shown]
    assert (response.status_code, found) == (200 if name in EVERYWHERE else 403, [])
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("name", sorted(ASKS_FOR))
def test_an_event_that_does_not_exist_is_answered_alike(organiser, event, foreign_event, name):
    url = address(name, foreign_event)
    foreign = request(organiser, name, url)
    missing = request(organiser, name, url.replace(f"/{foreign_event.pk}/", "/987654/", 1))
    assert (missing.status_code, missing.template_name) == (foreign.status_code, foreign.template_name)


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("name", sorted(ASKS_FOR))
def test_a_role_reaches_exactly_what_it_may(own, event, name, role):
    response = request(client_of(member(own, role)), name, address(name, event))
    refused = response.status_code == 403
    assert refused == (ASKS_FOR[name] not in ALLOWED[role])
    if refused:
        assert b"Ann Booker" not in body(response)


@pytest.mark.parametrize("name", sorted(EVERYWHERE | set(ASKS_FOR)))
def test_who_has_not_signed_in_is_asked_to(client, event, name):
    response = request(client, name, address(name, event))
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("name", sorted(EVERYWHERE | set(ASKS_FOR)))
def test_who_may_not_enter_the_admin_gets_no_further(event, name):
    client = client_of(User.objects.create(username="member-of-nothing"))
    response = request(client, name, address(name, event))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_the_desk_lists_no_event_of_another_organisation(organiser, event, foreign_event):
    response = organiser.get(reverse("desk:index"))
    assert [row.pk for row in response.context["object_list"]] == [event.pk]


def test_a_filter_for_another_organisation_finds_nothing_and_does_not_name_it(organiser, event, foreign_event):
    response = organiser.get(reverse("desk:index"), {"host": foreign_event.host_id})
    assert "Foreign" not in response.content.decode()


@pytest.mark.parametrize("text", ["Foreign", "Secret", "foreign-event"])
def test_a_search_finds_nothing_of_another_organisation(organiser, event, foreign_event, text):
    response = organiser.get(reverse("desk:index_results"), {"q": text})
    assert list(response.context["object_list"]) == []


def test_a_booking_is_not_reached_through_an_event_of_ones_own(organiser, event, foreign_event):
    reference = foreign_event.bookings.get().reference
    asked = (("booking", organiser.get), ("cancel", organiser.post), ("act", organiser.get), ("act", organiser.post))
    for name, method in asked:
        rest = ["send-again"] if name == "act" else []
        response = method(reverse(f"desk:{name}", args=[event.pk, reference, *rest]))
        assert (response.status_code, b"Secret" in response.content) == (403, False)


def test_people_of_another_booking_cannot_be_cancelled(organiser, event, booking, foreign_event):
    stranger = foreign_event.attendees.first()
    organiser.post(reverse("desk:cancel", args=[event.pk, booking.reference]), {"people": [stranger.pk]})
    stranger.refresh_from_db()
    assert stranger.cancelled_at is None


def test_an_export_cannot_be_asked_through_wagtails_own_parameter(organiser, event):
    for name in ("index", "index_results"):
        response = organiser.get(reverse(f"desk:{name}"), {"export": "csv"})
        assert response["Content-Type"].startswith("text/html")


def test_door_helpers_cannot_search_for_addresses(own, event):
    client = client_of(member(own, StaffRole.DOOR_HELPER))
    url = reverse("desk:bookings_results", args=[event.pk])
    found = {text: len(client.get(url, {"q": text}).context["object_list"]) for text in ("ann@example", "Ann Book")}
    assert found == {"ann@example": 0, "Ann Book": 1}


def test_door_helpers_see_names_but_no_addresses_and_no_way_to_them(own, event, booking):
    client = client_of(member(own, StaffRole.DOOR_HELPER))
    pages = [client.get(address(name, event)).content.decode() for name in ("event", "bookings")]
    for page in pages:
        assert "Ann Booker" in page
        assert "ann@example.org" not in page
        assert reverse("desk:booking", args=[event.pk, booking.reference]) not in page


def test_editors_see_numbers_and_nobodys_name(own, event):
    page = client_of(member(own, StaffRole.EDITOR)).get(address("event", event)).content.decode()
    assert "of 2 places" in page
    assert "Ann Booker" not in page
    assert "Wendy Waiting" not in page


def test_only_who_works_for_an_organisation_has_the_menu_item(own, event, administrator):
    editor = client_of(member(own, StaffRole.EDITOR))
    guest = User.objects.create(username="guest")
    guest.groups.add(member(own, StaffRole.EDITOR).groups.get())
    found = [
        reverse("desk:index") in client.get("/admin/").content.decode()
        for client in (administrator, editor, client_of(guest))
    ]
    assert found == [True, True, False]
