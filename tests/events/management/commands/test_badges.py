import pytest
from django.core.management import CommandError, call_command

from events.documents.attendees import USUAL_FIELDS
from events.models.audit import AuditEntry
from tests.factories.bookings import book
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return book(make_event("care-at-home"), 2)


def test_it_writes_a_pdf(booking, tmp_path, capsys):
    path = tmp_path / "badges.pdf"
    call_command("badges", "care-at-home", pdf=path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out == f"{path}: 2 people\n"


def test_it_is_written_down(booking, tmp_path):
    call_command("badges", "care-at-home", pdf=tmp_path / "badges.pdf", layout="a6", start=2)
    entry = AuditEntry.objects.get(action="badges.printed")
    assert (entry.actor, entry.count, entry.detail) == (
        "system",
        2,
        {"layout": "a6", "only_new": False, "fields": list(USUAL_FIELDS)},
    )


def test_a_label_beyond_the_sheet_is_refused(booking, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("badges", "care-at-home", pdf=tmp_path / "badges.pdf", start=11)
    assert str(refusal.value) == "A sheet has labels 1 to 10, and no label 11. Nothing was printed."
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_layout_is_answered_with_those_there_are(booking, tmp_path):
    with pytest.raises(CommandError, match=r"invalid choice: 'a3' \(choose from .*a6"):
        call_command("badges", "care-at-home", "--pdf", str(tmp_path / "badges.pdf"), "--layout", "a3")


def test_nobody_to_print_is_said(tmp_path):
    make_event("empty-event")
    with pytest.raises(CommandError, match="There is nobody to print for"):
        call_command("badges", "empty-event", pdf=tmp_path / "badges.pdf")


def test_only_new_ones_are_printed_when_asked(booking, tmp_path, capsys):
    call_command("badges", "care-at-home", pdf=tmp_path / "all.pdf")
    book(booking.event)
    call_command("badges", "care-at-home", pdf=tmp_path / "new.pdf", only_new=True)
    assert capsys.readouterr().out.splitlines()[-1] == f"{tmp_path / 'new.pdf'}: 1 person"
