"""The cast of the back office: an event of one's own organisation and one of another, and people of every role."""

import datetime as dt
import sys

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.backoffice.appointments import appoint
from events.choices import StaffRole
from events.documents import pdf
from tests.factories.bookings import book
from tests.factories.events import make_event, make_organisation


@pytest.fixture
def own(db):
    return make_organisation("own", name_en="Own Network")


@pytest.fixture
def foreign(db):
    return make_organisation("foreign", name_en="Foreign Network")


def soon():
    """The facts of an event in a month: the pages of the desk read the real clock."""
    starts_at = timezone.now() + dt.timedelta(days=30)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=5)}


def book_earlier(event, size=1, *, hours=1, **wishes):
    return book(event, size, now=timezone.now() - dt.timedelta(hours=hours), **wishes)


@pytest.fixture
def event(own):
    """Full, with one party booked and one waiting."""
    event = make_event("own-event", host=own, title="Own event", capacity=2, **soon())
    book_earlier(event, 2, hours=5, name="Ann Booker", email="ann@example.org")
    book_earlier(event, hours=4, name="Wendy Waiting", email="wendy@example.org", joins_waitlist=True)
    return event


@pytest.fixture
def foreign_event(foreign):
    event = make_event("foreign-event", host=foreign, title="Foreign event", **soon())
    book_earlier(event, 2, name="Secret Stranger", email="secret@example.org", organisation="Hidden Trust")
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


def queries_of(ask):
    """How many queries it takes."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


@pytest.fixture
def no_pango(monkeypatch):
    """A machine on which WeasyPrint cannot be imported."""

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    pdf.weasyprint.cache_clear()
    yield
    pdf.weasyprint.cache_clear()
