import openpyxl
import pytest
from django.core.management import CommandError, call_command

from events.models.audit import AuditEntry
from tests.factories.bookings import book
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return book(make_event("care-at-home"), 2)


def test_it_writes_a_pdf(booking, tmp_path, capsys):
    path = tmp_path / "list.pdf"
    call_command("attendee_list", "care-at-home", pdf=path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out == f"{path}: 2 people\n"


def test_it_writes_a_csv_with_the_booking_reference(booking, tmp_path):
    path = tmp_path / "list.csv"
    call_command("attendee_list", "care-at-home", csv=path)
    lines = path.read_text("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["Booking", booking.reference, booking.reference]


def test_it_writes_a_workbook_with_the_booking_reference(booking, tmp_path):
    path = tmp_path / "list.xlsx"
    call_command("attendee_list", "care-at-home", xlsx=path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["Booking", booking.reference, booking.reference]


def test_it_writes_several_formats_at_once(booking, tmp_path):
    call_command("attendee_list", "care-at-home", csv=tmp_path / "a.csv", xlsx=tmp_path / "b.xlsx")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "b.xlsx"]


def test_it_speaks_the_language_asked_for(booking, tmp_path):
    call_command("attendee_list", "care-at-home", csv=tmp_path / "list.csv", language="cy")
    assert "Place (cy)" in (tmp_path / "list.csv").read_text("utf-8-sig")


def test_each_file_is_written_down(booking, tmp_path):
    call_command("attendee_list", "care-at-home", pdf=tmp_path / "a.pdf", csv=tmp_path / "b.csv")
    written = AuditEntry.objects.filter(booking=None).order_by("pk").values_list("action", "actor", "count")
    assert list(written) == [("list.printed", "system", 2), ("attendees.exported", "system", 2)]


def test_it_asks_where_to_write(booking):
    with pytest.raises(CommandError, match="Say where to write"):
        call_command("attendee_list", "care-at-home")


def test_an_unknown_event_is_answered_with_the_nearest(booking, tmp_path):
    with pytest.raises(CommandError, match="Did you mean: care-at-home"):
        call_command("attendee_list", "care-home", csv=tmp_path / "list.csv")


def test_a_place_that_cannot_be_written_is_said_before_anything_is_made(booking, tmp_path):
    with pytest.raises(CommandError, match="does not exist"):
        call_command("attendee_list", "care-at-home", csv=tmp_path / "none" / "list.csv")
    assert not AuditEntry.objects.filter(action="attendees.exported").exists()
