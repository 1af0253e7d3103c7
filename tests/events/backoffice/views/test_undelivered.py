import pytest
from django.urls import reverse
from django.utils import timezone

from events.choices import StaffRole
from events.models.audit import AuditEntry
from events.models.messages import Message
from tests.events.backoffice.conftest import client_of, member

pytestmark = pytest.mark.django_db


def address(event):
    return reverse("desk:undelivered", args=[event.pk])


@pytest.fixture
def failed(booking):
    message = booking.messages.first()
    Message.objects.filter(pk=message.pk).update(failed_at=timezone.now(), error="550 No such user")
    return message


def test_what_did_not_arrive_is_shown_with_the_reason_and_written_down(organiser, event, failed):
    shown = organiser.get(address(event)).content.decode()
    assert "ann@example.org" in shown
    assert "550 No such user" in shown
    assert AuditEntry.objects.get(action="undelivered.viewed").count == 1


def test_nothing_undelivered_is_said_in_words(organiser, event):
    assert "Every e-mail of this event was delivered" in organiser.get(address(event)).content.decode()


def test_a_mended_address_is_sent_to_again(organiser, event, booking, failed):
    response = organiser.post(address(event), {"message": failed.pk, "email": "ann.right@example.org"}, follow=True)
    assert [str(message).strip() for message in response.context["messages"]] == [
        "The address is put right, and 1 e-mail is on its way again."
    ]
    booking.refresh_from_db()
    failed.refresh_from_db()
    assert (booking.email, failed.to_email, failed.failed_at) == ("ann.right@example.org",) * 2 + (None,)


def test_a_wrong_address_is_refused_and_stays(organiser, event, failed):
    shown = organiser.post(address(event), {"message": failed.pk, "email": "ann.right@"}).content.decode()
    assert "Add the part after the @" in shown
    assert 'value="ann.right@"' in shown
    failed.refresh_from_db()
    assert failed.failed_at is not None


def test_a_mail_of_another_event_cannot_be_mended_here(organiser, event, foreign_event):
    foreign = foreign_event.messages.first()
    Message.objects.filter(pk=foreign.pk).update(failed_at=timezone.now())
    response = organiser.post(address(event), {"message": foreign.pk, "email": "thief@example.org"})
    foreign.refresh_from_db()
    assert foreign.to_email == "secret@example.org"
    assert "secret@example.org" not in response.content.decode()


@pytest.mark.parametrize("role", [StaffRole.DOOR_HELPER, StaffRole.FINANCE, StaffRole.DATA_LEAD, StaffRole.EDITOR])
def test_who_may_not_change_bookings_sees_nothing(event, own, failed, role):
    response = client_of(member(own, role)).get(address(event))
    assert (response.status_code, "ann@example.org" in response.content.decode()) == (403, False)
