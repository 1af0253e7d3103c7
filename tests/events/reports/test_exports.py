"""The files of an export, and what is written down about it."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import User

from events.booking.journal import By
from events.booking.party import PersonWish
from events.models.audit import AuditEntry
from events.reports.attendance import columns_of, usual
from events.reports.exports import export_csv, export_xlsx
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_organisation, make_question

pytestmark = pytest.mark.django_db

PAYLOADS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1"]


@pytest.fixture
def event():
    return make_event(host=make_organisation())


@pytest.fixture
def by():
    return By.staff(User.objects.create(username="staff"))


def cells_of_csv(export):
    text = b"".join(export.pieces).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def cells_of_xlsx(export):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(export.pieces))).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


EXPORTERS = [(export_csv, cells_of_csv), (export_xlsx, cells_of_xlsx)]


@pytest.mark.parametrize(("make", "read"), EXPORTERS)
def test_an_export_holds_headings_and_one_row_for_each_person(event, by, make, read):
    booking = book(event, 2)
    export = make(event, columns=usual(columns_of(event))[:2], by=by, now=NOW)
    names = sorted(person.name for person in booking.attendees.all())
    assert read(export) == [["Booking", "Name"], *[[booking.reference, name] for name in names]]


@pytest.mark.parametrize(("make", "read"), EXPORTERS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_column_of_an_export_holds_a_formula(event, by, make, read, payload):
    question = make_question(event, label=payload)
    ticket = event.ticket_types.get()
    ticket.words = {"en": {"name": payload}}
    ticket.save()
    person = PersonWish(
        name=payload, ticket_type=ticket.pk, organisation=payload, pronouns=payload, answers={question.pk: payload}
    )
    book(event, people=(person,), name=payload, phone=payload)
    cells = [cell for row in read(make(event, columns=columns_of(event), by=by, now=NOW)) for cell in row]
    assert sum(payload.strip() in str(cell) for cell in cells) >= 7
    assert [cell for cell in cells if str(cell)[:1] in set("=+-@\t\r\n")] == []


@pytest.mark.parametrize(("make", "file_format"), [(export_csv, "csv"), (export_xlsx, "xlsx")])
def test_an_export_is_written_down_with_its_columns(event, by, make, file_format):
    book(event, 3)
    export = make(event, columns=usual(columns_of(event))[:2], by=by, now=NOW)
    entry = AuditEntry.objects.get(action="attendees.exported")
    assert (export.name, export.people) == (f"sample-event-attendees.{file_format}", 3)
    assert (entry.user, entry.count, entry.organisation) == (by.user, 3, event.host)
    assert entry.detail == {"format": file_format, "columns": ["reference", "name"]}
