"""The page that checks a certificate, and one's own certificates behind the link of a booking."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from events.booking.links import issue_link
from events.models.checkins import CheckIn
from events.reports.certificates import certificates_of
from tests.factories.bookings import book
from tests.factories.events import make_event, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Over since yesterday."""
    ended_at = timezone.now() - dt.timedelta(days=1)
    return make_event(
        host=make_organisation(),
        title="Conversations",
        learning_hours=Decimal(5),
        starts_at=ended_at - dt.timedelta(hours=5),
        ends_at=ended_at,
    )


@pytest.fixture
def booking(event):
    booking = book(event, now=event.starts_at - dt.timedelta(days=3), name="Llŷr Sampl", email="llyr@example.org")
    for person in booking.attendees.all():
        person.name = "Llŷr Sampl"
        person.save()
        CheckIn.objects.create(event=event, attendee=person, at=event.starts_at, received_at=event.starts_at)
    return booking


def open_as(client, booking):
    token = issue_link(booking=booking, now=timezone.now())
    client.get(reverse("booking_link", args=[token]))


def test_a_true_code_is_confirmed_with_initials_only(client, event, booking):
    code = certificates_of(event, over_series=False)[0].code
    page = client.get(reverse("certificate", args=[f"{code[:4]}-{code[4:8]}-{code[8:]}"])).content.decode()
    assert "This certificate is true." in page
    assert all(words in page for words in ("L. S.", "Conversations", "5 hours of learning", "Sample Network"))
    assert "Sampl<" not in page
    assert "Llŷr" not in page


def test_the_page_is_in_welsh_for_who_asks(client, event, booking):
    code = certificates_of(event, over_series=False)[0].code
    page = client.get(reverse("certificate", args=[code]), {"language": "cy"}).content.decode()
    assert "Mae’r dystysgrif hon yn wir." in page
    assert "5 awr o ddysgu" in page


def test_a_code_can_be_typed_and_a_wrong_one_is_not_confirmed(client, booking):
    response = client.get(reverse("certificates"), {"code": "<b>ACDE"})
    page = response.content.decode()
    assert "We do not know this certificate." in page
    assert "<b>ACDE" not in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "We do not know" not in client.get(reverse("certificates")).content.decode()


def test_codes_cannot_be_tried_out_in_numbers(client, booking):
    answers = [client.get(reverse("certificate", args=["ACDEACDEACDE"])).status_code for _ in range(40)]
    assert answers[0] == 200
    assert answers[-1] == 429
    cache.clear()


def test_own_certificates_are_behind_the_link_of_the_booking(client, event, booking):
    url = reverse("booking_certificates", args=[booking.reference])
    assert client.get(url).status_code == 410
    open_as(client, booking)
    assert url in client.get(reverse("booking", args=[booking.reference])).content.decode()
    response = client.get(url)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_who_did_not_come_is_led_back_to_the_booking(client, event, booking):
    CheckIn.objects.all().delete()
    open_as(client, booking)
    page = reverse("booking", args=[booking.reference])
    assert client.get(reverse("booking_certificates", args=[booking.reference])).url == page
    assert "certificates.pdf" not in client.get(page).content.decode()


def test_before_the_end_there_is_none(client, event, booking):
    type(event).objects.update(ends_at=timezone.now() + dt.timedelta(hours=1))
    open_as(client, booking)
    page = reverse("booking", args=[booking.reference])
    assert client.get(reverse("booking_certificates", args=[booking.reference])).url == page
