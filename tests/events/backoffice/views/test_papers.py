"""Papers and files as a browser gets them. What is in them is tested where they are made."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.users.models import UserProfile

from events.backoffice.permissions import ALLOWED, Permission
from events.booking.party import NeedGiven, PersonWish
from events.choices import NeedKind, StaffRole
from events.errors import PrintingUnavailable
from events.models.audit import AuditEntry
from events.models.bookings import Attendee
from events.models.events import Event
from events.reports.attendance import columns_of
from events.reports.spreadsheet import XLSX_TYPE
from tests.events.backoffice.conftest import book_earlier, client_of

pytestmark = pytest.mark.django_db

FORM = {"layout": "a4-90x55", "start": "1", "language": "en"}


def address(name, event):
    return reverse(f"desk:{name}", args=[event.pk])


def said(response):
    """The messages on the page that a redirection leads to."""
    return [str(message).strip() for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("name", "file"), [("attendee_list", "own-event-attendees.pdf"), ("sign_in_sheet", "own-event-sign-in.pdf")]
)
def test_lists_open_in_the_browser_and_are_kept_by_nobody(organiser, event, name, file):
    response = organiser.get(address(name, event))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{file}"'
    assert "no-store" in response["Cache-Control"]


def test_badges_are_printed_by_a_press_of_the_form(organiser, event):
    response = organiser.post(address("badges", event), FORM)
    assert response["Content-Disposition"] == 'inline; filename="own-event-badges.pdf"'
    assert response.content.startswith(b"%PDF-")
    assert Attendee.objects.filter(badge_printed_at=None, event=event).count() == 1


def test_reading_the_form_prints_nothing(organiser, event):
    assert b"Print badges" in organiser.get(address("badges", event)).content
    assert not AuditEntry.objects.filter(action="badges.printed").exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"start": "11"}, "A sheet has labels 1 to 10, and no label 11. Nothing was printed."),
        ({"layout": "a6", "start": "5"}, "A sheet has labels 1 to 4, and no label 5. Nothing was printed."),
        ({"start": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"layout": "a3"}, "Select a valid choice. a3 is not one of the available choices."),
    ],
)
def test_a_form_filled_in_wrongly_says_so_and_keeps_what_was_chosen(organiser, event, changes, error):
    response = organiser.post(address("badges", event), {**FORM, "only_new": "on", **changes})
    form = response.context["form"]
    assert [message for messages in form.errors.values() for message in messages] == [error]
    assert form["only_new"].value() is True
    assert error in response.content.decode()


def test_nobody_left_to_print_is_said_on_the_events_page(organiser, event):
    organiser.post(address("badges", event), FORM)
    response = organiser.post(address("badges", event), {**FORM, "only_new": "on"}, follow=True)
    assert response.redirect_chain == [(address("event", event), 302)]
    assert "There is nobody to print for" in said(response)[0]


@pytest.mark.parametrize("name", ["attendee_list", "sign_in_sheet", "badges"])
def test_a_machine_that_cannot_print_says_what_is_missing(organiser, event, name, no_pango):
    response = getattr(organiser, "post" if name == "badges" else "get")(address(name, event), FORM, follow=True)
    assert (response.status_code, said(response)) == (200, [str(PrintingUnavailable())])
    assert Attendee.objects.exclude(badge_printed_at=None).count() == 0


def test_a_csv_is_streamed_with_the_usual_columns(organiser, event):
    response = organiser.get(address("attendees_csv", event))
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert (response["Content-Type"], len(rows)) == ("text/csv; charset=utf-8", 3)
    assert response["Content-Disposition"] == 'attachment; filename="own-event-attendees.csv"'
    assert rows[0] == ["Booking", "Name", "Ticket", "Organisation", "E-mail address"]


def test_a_workbook_is_streamed(organiser, event):
    response = organiser.get(address("attendees_xlsx", event))
    assert (response["Content-Type"], b"".join(response.streaming_content)[:2]) == (XLSX_TYPE, b"PK")


def test_columns_can_be_chosen_and_keep_their_order(organiser, event):
    response = organiser.get(address("attendees_csv", event), {"column": ["name", "phone", "reference", "nonsense"]})
    head = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert head == "Booking,Name,Telephone"


def test_choosing_nothing_that_is_known_gives_the_usual_columns(organiser, event):
    response = organiser.get(address("attendees_csv", event), {"column": "nonsense"})
    assert b"".join(response.streaming_content).decode("utf-8-sig").startswith("Booking,Name,Ticket,")


def test_every_column_can_be_ticked(organiser, event):
    page = organiser.get(address("columns", event)).content.decode()
    assert page.count('name="column"') == len(columns_of(event))
    assert page.count(" checked>") == 5


def with_a_need(event):
    needs = (NeedGiven(NeedKind.ACCESS, text="A ramp"),)
    person = PersonWish(name="Ann Needs", ticket_type=event.ticket_types.get().pk, needs=needs)
    book_earlier(event, people=(person,), email="needs@example.org")
    return {"column": ["name", "needs-access"]}


def test_needs_are_taken_away_only_when_they_are_ticked(organiser, event):
    Event.objects.update(capacity=None)
    ticked = with_a_need(event)
    assert b"A ramp" not in b"".join(organiser.get(address("attendees_csv", event)).streaming_content)
    assert b"Ann Needs,A ramp" in b"".join(organiser.get(address("attendees_csv", event), ticked).streaming_content)
    last = AuditEntry.objects.filter(action="attendees.exported").latest("pk")
    assert last.detail["columns"] == ["name", "needs-access"]


def test_who_may_not_see_needs_cannot_choose_them(organiser, event, monkeypatch):
    monkeypatch.setitem(ALLOWED, StaffRole.ORGANISER, ALLOWED[StaffRole.ORGANISER] - {Permission.SEE_NEEDS})
    Event.objects.update(capacity=None)
    ticked = with_a_need(event)
    assert b"needs-access" not in organiser.get(address("columns", event)).content
    assert b"A ramp" not in b"".join(organiser.get(address("attendees_csv", event), ticked).streaming_content)


def test_headings_stay_in_the_readers_language_though_rows_are_sent_later(administrator, event):
    user = User.objects.get(username="administrator")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "cy"})
    response = client_of(user).get(address("attendees_csv", event), {"column": "ticket"})
    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1] == "Place (cy)"
