"""The cast of the back office: an event of one's own organisation and one of another, and people of every role."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from events.backoffice.appointments import appoint
from events.choices import StaffRole
from tests.factories.bookings import book
from tests.factories.events import make_event, make_organisation


@pytest.fixture
def own(db):
    return make_organisation("own", name_en="Own Network")


@pytest.fixture
def foreign(db):
    return make_organisation("foreign", name_en="Foreign Network")


@pytest.fixture
def event(own):
    """Full, with one party booked and one waiting."""
    event = make_event("own-event", host=own, title="Own event", capacity=2)
    book(event, 2, name="Ann Booker", email="ann@example.org")
    book(event, name="Wendy Waiting", email="wendy@example.org", joins_waitlist=True)
    return event


@pytest.fixture
def foreign_event(foreign):
    event = make_event("foreign-event", host=foreign, title="Foreign event")
    book(event, 2, name="Secret Stranger", email="secret@example.org", organisation="Hidden Trust")
    return event


@pytest.fixture
def booking(event):
    return event.bookings.get(name="Ann Booker")


def member(organisation, role):
    user, _ = User.objects.get_or_create(username=f"{role}-of-{organisation.slug}", first_name="Staff", last_name=role)
    appoint(user, organisation, role)
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def organiser(own):
    return client_of(member(own, StaffRole.ORGANISER))


@pytest.fixture
def administrator(db):
    return client_of(User.objects.create_superuser("administrator", "admin@example.org", "x"))
