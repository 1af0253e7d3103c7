"""Every spreadsheet that leaves the back office: no cell of it may calculate, whatever people typed.

Exporters are found by asking every address; whoever adds one has it tested.
"""

import ast
import csv
import io

import pytest
from openpyxl import load_workbook

from events.choices import StaffRole
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking
from tests.events.backoffice.addresses import every_address
from tests.events.backoffice.conftest import book_earlier, client_of, member, soon
from tests.factories.events import make_event, make_question
from tests.house.sources import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pango")]

PAYLOADS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def plant(own):
    """One booking for each payload, with it in every text that somebody outside can type."""
    event = make_event(host=own, **soon())
    question = make_question(event)
    for payload in PAYLOADS:
        booking = book_earlier(event)
        Booking.objects.filter(pk=booking.pk).update(name=payload, organisation=payload, phone=payload)
        fields = {"name": payload, "organisation": payload, "pronouns": payload}
        Attendee.objects.filter(booking=booking).update(**fields)
        Answer.objects.create(booking=booking, attendee=booking.attendees.get(), question=question, value=payload)
    return event


def cells(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response["Content-Type"].startswith("text/csv"):
        return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]
    rows = load_workbook(io.BytesIO(body)).active.iter_rows()
    found = [cell for row in rows for cell in row]
    assert [cell.value for cell in found if cell.data_type == "f"] == []
    return [cell.value for cell in found if isinstance(cell.value, str)]


def is_spreadsheet(response):
    return any(kind in response["Content-Type"] for kind in ("text/csv", "spreadsheet"))


def test_no_exporter_lets_a_cell_calculate(own):
    event = plant(own)
    user = member(own, StaffRole.ORGANISER)
    user.first_name, user.last_name = "=1+1", ""
    user.save()
    client, exporters = client_of(user), {}
    columns = ["name", "organisation", "phone", "pronouns", "booked-by", *(f"answer-{n}" for n in range(9))]
    known = {"event_id": event.pk, "reference": event.bookings.first().reference, "act": "send-again", "pk": own.pk}
    client.get(every_address()[0].url(known))
    for address in every_address():
        response = client.get(address.url(known), {"column": columns})
        if response.status_code == 200 and is_spreadsheet(response):
            exporters[address.name] = cells(response)
    bad = [(name, cell) for name, found in exporters.items() for cell in found if cell.startswith(DANGEROUS)]
    assert bad == []
    assert {"desk:attendees_csv", "desk:attendees_xlsx", "desk:log_csv"} <= set(exporters)
    assert all("'=1+1" in exporters[name] for name in ("desk:attendees_csv", "desk:attendees_xlsx", "desk:log_csv"))
    assert AuditEntry.objects.filter(action="attendees.exported").count() == 2


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_one_module_writes_spreadsheets():
    writers = {"csv.writer", "csv.DictWriter", "openpyxl.Workbook"}
    modules = [path for app in ("events", "home", "site") for path in (ROOT / app).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix() for path in modules if writers & set(imports_of(path))}
    assert found == {"events/reports/spreadsheet.py"}
