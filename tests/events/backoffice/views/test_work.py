"""The page of a piece of background work, and its file: for who asked for it, as long as they may see it."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.backoffice import paper_kinds
from events.choices import StaffRole, WorkState
from events.management.due import carry_out_work
from events.models.audit import AuditEntry
from events.models.bookings import Attendee
from events.models.staff import Membership
from events.models.work import Work
from events.work import files
from events.work.jobs import ask, forget_expired
from tests.events.backoffice.conftest import client_of, member, queries_of

pytestmark = pytest.mark.django_db

FORM = {"layout": "a4-90x55", "start": "1", "language": "en"}


@pytest.fixture
def staff(own):
    return member(own, StaffRole.EVENT_STAFF)


@pytest.fixture
def client(staff):
    return client_of(staff)


@pytest.fixture
def many(monkeypatch):
    """Two people are many here."""
    monkeypatch.setattr(paper_kinds, "MOST_AT_ONCE", 1)


@pytest.fixture
def work(event, staff):
    return ask(kind="badges", event=event, by=staff, now=timezone.now(), language="en", parameters={})


def address(name, work):
    return reverse(f"desk:{name}", args=[work.event_id, work.pk])


@pytest.mark.parametrize("name", ["attendee_list", "sign_in_sheet", "badges"])
def test_a_paper_of_many_people_is_asked_for_and_leads_to_its_progress(client, event, many, name):
    response = client.post(reverse(f"desk:{name}", args=[event.pk]), FORM)
    assert response.url == address("work", Work.objects.get())
    assert Attendee.objects.exclude(badge_printed_at=None).count() == 0


@pytest.fixture
def long_export(monkeypatch):
    monkeypatch.setattr(paper_kinds, "MOST_ROWS_AT_ONCE", 1)


def exported(client, event, kind, *columns):
    """What a long spreadsheet comes to: asked for, made by the worker, fetched."""
    url = f"{reverse(f'desk:attendees_{kind}', args=[event.pk])}?{'&'.join(f'column={name}' for name in columns)}"
    asked = client.get(url)
    assert ("Make it" in asked.content.decode(), Work.objects.count()) == (True, 0)
    page = client.post(url).url
    carry_out_work(timezone.now())
    return client.get(f"{page}file/")


def test_a_long_spreadsheet_is_made_in_the_background_with_its_columns(client, event, long_export):
    response = exported(client, event, "csv", "reference", "name")
    body = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    names = sorted(event.attendees.on_lists().values_list("name", flat=True))
    reference = event.bookings.get(name="Ann Booker").reference
    assert body == ["Booking,Name", *(f"{reference},{name}" for name in names)]
    assert response["Content-Type"].startswith("text/csv")
    entry = AuditEntry.objects.get(action="attendees.exported")
    assert (entry.count, entry.detail) == (2, {"format": "csv", "columns": ["reference", "name"]})


def test_a_long_workbook_is_one_and_is_kept_from_colleagues(client, own, event, long_export):
    response = exported(client, event, "xlsx", "name")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in book.active[1]] == ["Name"]
    colleague = client_of(member(own, StaffRole.ORGANISER))
    assert colleague.get(address("work_file", Work.objects.get())).status_code == 403
    assert Work.objects.get().expires_at - Work.objects.get().ended_at == dt.timedelta(hours=24)


def test_a_long_list_is_not_begun_by_reading(client, event, many):
    response = client.get(reverse("desk:attendee_list", args=[event.pk]))
    assert "Make it" in response.content.decode()
    assert Work.objects.count() == 0


def test_a_double_press_asks_once(client, event, many):
    url = reverse("desk:badges", args=[event.pk])
    assert client.post(url, FORM).url == client.post(url, FORM).url


def test_the_page_looks_again_by_itself_until_it_is_told_not_to(client, work):
    assert client.get(address("work", work))["Refresh"] == "2"
    still = client.get(address("work", work), {"still": ""})
    assert not still.has_header("Refresh")
    assert "Look again" in still.content.decode()


def test_the_page_shows_how_far_it_is(client, work):
    Work.objects.update(done=3, of=12)
    page = client.get(address("work", work)).content.decode()
    assert "3 of 12 done" in page
    assert '<progress aria-labelledby="work-state" value="3" max="12">' in page


def test_the_worker_makes_the_paper_and_writes_down_who_has_it(client, staff, event, many):
    page = client.post(reverse("desk:badges", args=[event.pk]), FORM).url
    assert carry_out_work(timezone.now()) == 1
    response = client.get(page)
    work = Work.objects.get()
    assert (work.state, response.has_header("Refresh")) == (WorkState.DONE, False)
    assert address("work_file", work) in response.content.decode()
    file = client.get(address("work_file", work))
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert file["Content-Disposition"] == 'inline; filename="own-event-badges.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert "no-store" in file["Cache-Control"]
    entry = AuditEntry.objects.get(action="badges.printed")
    assert (entry.user, entry.count) == (staff, 2)
    assert Attendee.objects.filter(badge_printed_at=None, event=event).count() == 1


def test_a_worker_makes_nothing_for_somebody_who_may_no_longer_see_it(event, staff, work):
    Membership.objects.all().delete()
    carry_out_work(timezone.now())
    work.refresh_from_db()
    assert (work.state, work.file_name) == (WorkState.FAILED, "")
    assert AuditEntry.objects.filter(action="badges.printed").count() == 0


@pytest.mark.parametrize("name", ["work", "work_file", "cancel_work"])
def test_a_colleagues_work_is_refused_even_to_an_administrator(own, work, administrator, name):
    carry_out_work(timezone.now())
    colleague = client_of(member(own, StaffRole.ORGANISER))
    ways = [(client, client.post if name == "cancel_work" else client.get) for client in (colleague, administrator)]
    answers = [ask_for(address(name, work)) for _client, ask_for in ways]
    assert [(answer.status_code, b"PDF" in answer.content) for answer in answers] == [(403, False)] * 2


def test_who_lost_the_permission_is_refused(own, client, staff, work):
    carry_out_work(timezone.now())
    Membership.objects.update(role=StaffRole.EDITOR)
    assert [client.get(address(name, work)).status_code for name in ("work", "work_file")] == [403, 403]


def test_work_is_not_reached_through_another_event(client, foreign_event, work):
    assert client.get(reverse("desk:work", args=[foreign_event.pk, work.pk])).status_code == 403


def test_work_that_is_not_there_is_answered_alike(client, event):
    assert client.get(reverse("desk:work", args=[event.pk, 987654])).status_code == 403


def test_a_stop_is_pressed_not_read(client, event, work):
    assert client.get(address("cancel_work", work)).status_code == 405
    response = client.post(address("cancel_work", work))
    work.refresh_from_db()
    assert (response.url, work.state) == (reverse("desk:event", args=[event.pk]), WorkState.CANCELLED)


def test_a_file_that_is_not_ready_leads_back_to_the_page(client, work):
    assert client.get(address("work_file", work)).url == address("work", work)


def test_a_file_that_has_gone_says_so(client, event, work):
    carry_out_work(timezone.now())
    work.refresh_from_db()
    files.drop(work)
    response = client.get(address("work_file", work), follow=True)
    assert [str(message).strip() for message in response.context["messages"]] == [
        "This file is no longer kept. Please ask for it again."
    ]


def test_why_it_failed_is_told(client, event, work):
    event.bookings.all().update(state="cancelled")
    carry_out_work(timezone.now())
    assert "There is nobody to print for" in client.get(address("work", work)).content.decode()


def test_the_events_page_leads_back_to_ones_own_work_only(own, client, event, work):
    page = reverse("desk:event", args=[event.pk])
    assert address("work", work) in client.get(page).content.decode()
    assert address("work", work) not in client_of(member(own, StaffRole.ORGANISER)).get(page).content.decode()


def test_the_events_page_asks_as_often_for_three_pieces_of_work(client, staff, event, work):
    page = reverse("desk:event", args=[event.pk])
    client.get(page)
    one = queries_of(lambda: client.get(page))
    for start in (2, 3):
        parameters = {"start": start}
        ask(kind="badges", event=event, by=staff, now=timezone.now(), language="en", parameters=parameters)
    assert queries_of(lambda: client.get(page)) == one


def test_a_file_is_gone_after_a_day(client, event, work):
    carry_out_work(timezone.now())
    Work.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    forget_expired(timezone.now())
    assert client.get(address("work_file", work)).status_code == 403
