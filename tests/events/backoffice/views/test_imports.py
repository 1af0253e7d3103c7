"""Importing bookings: nothing before the yes, everything after it, and never half."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from events.backoffice.forms import imports
from events.backoffice.imports import Row
from events.choices import BookingSource, BookingState, MessageKind, StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Attendee, Booking
from events.models.events import Event, TicketType
from events.models.messages import Message
from events.reports.uploads import MOST_BYTES, TOO_LARGE
from tests.events.backoffice.conftest import book_earlier, client_of, member, soon
from tests.factories.events import make_event, make_ticket_type

pytestmark = pytest.mark.django_db

LIST = "Name,E-mail,Organisation,Party\nAnn Sample,ann@example.net,Sample Trust,1\nBob Sample,,,1\nCai Sample,,,\n"


@pytest.fixture
def free(own):
    return make_event("free-event", host=own, capacity=5, **soon())


def upload(client, event, text=LIST, name="list.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse("desk:import_bookings", args=[event.pk]), {"file": SimpleUploadedFile(name, data)})


def table_of(response):
    return response.context["form"]["table"].value()


def confirm(client, event, table, **fields):
    url = reverse("desk:confirm_import", args=[event.pk])
    return client.post(url, {"table": table, **fields}, follow=True)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def errors(response):
    return [str(error) for found in response.context["form"].errors.values() for error in found]


def counts():
    return Booking.objects.count(), Attendee.objects.count(), Message.objects.count(), AuditEntry.objects.count()


def test_the_form_names_what_an_event_offers(organiser, free):
    make_ticket_type(free, name="Reduced")
    assert "Place, Reduced" in words(organiser.get(reverse("desk:import_bookings", args=[free.pk])))


def test_a_preview_shows_what_would_be_booked_and_writes_nothing(organiser, free):
    before = counts(), Event.objects.values("revision").get()
    text = words(upload(organiser, free))
    assert "2 bookings, 3 people" in text
    assert "Ann Sample Sample Trust ann@example.net Ann Sample (Place), Bob Sample (Place)" in text
    assert "Import 2 bookings" in text
    assert (counts(), Event.objects.values("revision").get()) == before


def test_a_yes_books_everything(organiser, free):
    response = confirm(organiser, free, table_of(upload(organiser, free)))
    assert said(response) == ["2 bookings were imported."]
    assert response.redirect_chain == [(reverse("desk:bookings", args=[free.pk]), 302)]
    found = free.bookings.order_by("pk").values_list("name", "email", "organisation", "state", "source")
    assert list(found) == [
        ("Ann Sample", "ann@example.net", "Sample Trust", BookingState.CONFIRMED, BookingSource.IMPORT),
        ("Cai Sample", "", "", BookingState.CONFIRMED, BookingSource.IMPORT),
    ]
    assert list(Message.objects.values_list("kind", "to_email")) == [(MessageKind.CONFIRMATION, "ann@example.net")]
    call_command("audit_bookings", verbosity=0)


def test_each_imported_booking_says_who_imported_it(organiser, free):
    confirm(organiser, free, table_of(upload(organiser, free)))
    entries = AuditEntry.objects.filter(action="booking.entered").order_by("pk")
    assert [(entry.user.username, entry.count) for entry in entries] == [
        ("organiser-of-own", 2),
        ("organiser-of-own", 1),
    ]


def test_a_second_yes_books_nothing_more_and_says_the_same(organiser, free):
    table = table_of(upload(organiser, free))
    first = confirm(organiser, free, table)
    before = counts()[:3]
    assert said(confirm(organiser, free, table)) == said(first)
    assert counts()[:3] == before


def test_a_second_yes_says_the_same_also_when_tickets_have_changed_since(organiser, free):
    table = table_of(upload(organiser, free))
    confirm(organiser, free, table)
    TicketType.objects.update(withdrawn=True)
    assert said(confirm(organiser, free, table)) == ["2 bookings were imported."]


def test_a_workbook_is_imported_alike(organiser, free):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Enw", "E-bost"], ["Siân Enghraifft", "sian@example.net"]):
        book.active.append(row)
    book.save(file)
    confirm(organiser, free, table_of(upload(organiser, free, file.getvalue(), "rhestr.xlsx")))
    assert free.bookings.get().name == "Siân Enghraifft"


def test_bad_rows_are_named_and_there_is_no_yes(organiser, free):
    response = upload(organiser, free, "Name,E-mail,Ticket\nAnn,ann@example.net,\n,x,\nCai,,Gold\n")
    text = words(response)
    for expected in (
        "Row 3 The name is missing.",
        "Row 3 “x” is not an e-mail address.",
        "Row 4 There is no ticket “Gold”. The tickets are: Place.",
    ):
        assert expected in text
    assert reverse("desk:confirm_import", args=[free.pk]) not in response.content.decode()


def test_a_list_with_faults_is_not_booked_by_pressing_past_the_preview(organiser, free):
    user = member(free.host, StaffRole.ORGANISER)
    table = imports.Upload.of([Row(2, "Ann"), Row(3, "")]).signed(event_id=free.pk, user_id=user.pk)
    response = confirm(organiser, free, table)
    assert "Row 3 The name is missing." in words(response)
    assert not free.bookings.exists()


def test_more_people_than_places_is_said_before_and_refused_as_a_whole(organiser, free):
    book_earlier(free, 3)
    preview = upload(organiser, free)
    assert "There is not enough room for all of them." in words(preview)
    before = counts()
    response = confirm(organiser, free, table_of(preview), reason="Typed already")
    assert errors(response) == ["Row 4: This event is fully booked. Nothing was booked."]
    assert counts() == before
    page = response.content.decode()
    assert 'value="Typed already"' in page
    assert table_of(response) == table_of(preview)


def test_beyond_the_limit_needs_a_reason_and_then_books(organiser, free):
    book_earlier(free, 3)
    table = table_of(upload(organiser, free))
    assert errors(confirm(organiser, free, table, beyond="on")) == [
        "Please say why. The reason is kept with the booking, so that others can understand it."
    ]
    confirm(organiser, free, table, beyond="on", reason="A school class")
    assert free.attendees.count() == 6
    assert [row.over_allocated_reason for row in free.bookings.filter(source="import").order_by("pk")] == [
        "",
        "A school class",
    ]
    call_command("audit_bookings", verbosity=0)


def test_what_changed_between_preview_and_yes_stops_it(organiser, free):
    table = table_of(upload(organiser, free, "Name,Ticket\nAnn,Place\nBob,Place\n"))
    free.ticket_types.update(withdrawn=True)
    response = confirm(organiser, free, table)
    assert "Row 2 There is no ticket “Place”." in words(response)
    assert errors(response) == ["Something has changed since you looked. Nothing was imported."]
    assert not free.bookings.exists()


def test_the_same_file_a_second_time_asks_first(organiser, free):
    confirm(organiser, free, table_of(upload(organiser, free)))
    again = upload(organiser, free)
    reference = free.bookings.get(name="Ann Sample").reference
    assert f"Ann Sample has a booking with this e-mail address already ({reference})." in words(again)
    response = confirm(organiser, free, table_of(again))
    assert errors(response) == ["Tick this if you mean to enter them a second time."]
    assert free.bookings.count() == 2
    Event.objects.update(capacity=None)
    confirm(organiser, free, table_of(again), knows_other="on")
    assert free.bookings.count() == 4


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "This file is empty. Nothing was imported."),
        (b"%PDF-1.7\n\x00", "This is not a spreadsheet we can read."),
        (b"\xd0\xcf\x11\xe0", "This is an old Excel file, or one with a password."),
        (b"E-mail\na@example.org\n", "The first row must say what each column is"),
        (b"x" * (MOST_BYTES + 1), "This file is larger than 2 MB."),
        (b"Name\n" + b"Ann\n" * 2_001, "This file has more than 2,000 rows."),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(organiser, free, data, what):
    response = upload(organiser, free, data)
    assert [error.startswith(what) for error in errors(response)] == [True]
    assert what in words(response)


def test_no_file_at_all_is_said(organiser, free):
    assert errors(organiser.post(reverse("desk:import_bookings", args=[free.pk]))) == ["Choose a file."]


def test_more_text_than_a_form_can_carry_is_refused_at_once(organiser, free, monkeypatch):
    monkeypatch.setattr(imports, "MOST_SIGNED", 100)
    assert errors(upload(organiser, free)) == [str(TOO_LARGE)]


def test_a_preview_of_another_event_person_or_hand_is_worth_nothing(organiser, own, free):
    colleague = client_of(member(own, StaffRole.EVENT_STAFF))
    other = make_event("other-event", host=own, **soon())
    table = table_of(upload(organiser, free))
    attempts = (
        (organiser, other, table),
        (colleague, free, table),
        (organiser, free, f"x{table}"),
        (organiser, free, ""),
    )
    for client, event, text in attempts:
        response = confirm(client, event, text)
        assert said(response) == ["That preview can no longer be used. Choose the file again. Nothing was imported."]
        assert response.redirect_chain == [(reverse("desk:import_bookings", args=[event.pk]), 302)]
    assert not Booking.objects.exists()


def test_a_preview_does_not_last_for_ever(organiser, free, monkeypatch):
    table = table_of(upload(organiser, free))
    monkeypatch.setattr(imports, "KEPT_SECONDS", -1)
    assert said(confirm(organiser, free, table))[0].startswith("That preview can no longer be used.")


def test_a_yes_is_a_press_and_not_a_link(organiser, free):
    assert organiser.get(reverse("desk:confirm_import", args=[free.pk])).status_code == 405


def test_formulas_and_markup_are_kept_as_plain_text(organiser, free):
    text = 'Name,Organisation\n"=HYPERLINK(""https://example.org"")",<script>alert(1)</script>\n'
    preview = upload(organiser, free, text)
    assert "<script>alert(1)" not in preview.content.decode()
    confirm(organiser, free, table_of(preview))
    booking = free.bookings.get()
    assert (booking.name, booking.organisation) == (
        '=HYPERLINK("https://example.org")',
        "<script>alert(1)</script>",
    )


def test_columns_that_are_not_used_are_named(organiser, free):
    assert "These columns are not used: Shoe size" in words(upload(organiser, free, "Name,Shoe size\nAnn,42\n"))


def test_a_long_list_is_shown_in_part_and_booked_as_a_whole(organiser, free):
    Event.objects.update(capacity=None)
    preview = upload(organiser, free, "Name\n" + "".join(f"Sample {number}\n" for number in range(203)))
    assert "3 more bookings are not shown here." in words(preview)
    confirm(organiser, free, table_of(preview))
    assert free.bookings.count() == 203


def test_a_long_list_of_faults_is_cut_and_counted(organiser, free):
    text = words(upload(organiser, free, "Name,E-mail\n" + "Ann,x\n" * 201))
    assert "There is 1 more fault." in text


def test_who_waits_comes_before_an_import(organiser, event):
    """One place is free and one party waits for it: the import is too late for it."""
    Event.objects.filter(pk=event.pk).update(capacity=3)
    response = confirm(organiser, event, table_of(upload(organiser, event, "Name\nAnn Other\n")))
    assert errors(response) == ["Row 2: This event is fully booked. Nothing was booked."]
    assert not Booking.objects.filter(source=BookingSource.IMPORT).exists()


def test_the_row_at_which_the_places_end_is_named(organiser, free):
    """Three places: a party of two fits, the next one does not, and the one after it is not what is complained of."""
    Event.objects.filter(pk=free.pk).update(capacity=3)
    text = "Name,Party\nAnn,A\nBea,A\nCai,B\nDai,B\nEfa,\n"
    preview = upload(organiser, free, text)
    said = "Row 4: Only 1 place is left, and you asked for 2. Nothing was booked."
    assert said in words(preview)
    assert errors(confirm(organiser, free, table_of(preview))) == [said]
