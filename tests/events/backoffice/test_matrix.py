"""The matrix of who sees what: every address of the back office, as every role, of another organisation and of its own.

A mark is planted in every personal field. Addresses are enumerated, so a new one is in the matrix from its first day.
"""

import datetime as dt

import pytest
from django.utils import timezone

from events.backoffice.permissions import ALLOWED, Permission
from events.booking.interest import register_interest
from events.booking.party import NeedGiven, PersonWish
from events.choices import DateState, MessageKind, NeedKind, StaffRole, WorkState
from events.models.audit import AuditEntry
from events.models.bookings import Answer, Attendee, Booking
from events.models.events import ProposedDate
from events.models.messages import Message
from events.models.work import Work
from events.work import files
from tests.events.backoffice.addresses import every_address
from tests.events.backoffice.conftest import book_earlier, client_of, member, soon
from tests.factories.checkins import make_door
from tests.factories.events import make_event, make_question
from tests.factories.mailings import make_mailing
from tests.factories.payments import make_line, make_payment, make_payout

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pango")]
"""Papers are refused before they are printed: printing each for every role would take minutes, and shows no bytes."""

NAME, CONTACT, NEED, MONEY = (
    "Markname",
    "markcontact",
    "Markneed",
    "987.65",
)  # below a thousand: written alike wherever it stands
MARKS = (NAME, CONTACT, NEED, MONEY)
ADDRESSES = every_address()
NOT_SHOWN = {403, 404, 405}


def plant(organisation):
    """An event in whose every personal field stands a mark of what kind of data it is."""
    event = make_event(f"marked-{organisation.slug}", host=organisation, title="An event", capacity=3, **soon())
    question = make_question(event, label="Anything else?")
    person = PersonWish(
        name=f"{NAME} Guest",
        email=f"{CONTACT}-guest@example.org",
        organisation=f"{NAME} Guest Trust",
        pronouns=f"{CONTACT}-they",
        ticket_type=event.ticket_types.get().pk,
        needs=(NeedGiven(NeedKind.ACCESS, text=f"{NEED} access"), NeedGiven(NeedKind.DIET, text=f"{NEED} food")),
    )
    booking = book_earlier(
        event,
        people=(person,),
        name=f"{NAME} Booker",
        email=f"{CONTACT}@example.org",
        phone=f"{CONTACT}-01",
        organisation=f"{NAME} Trust",
    )
    Answer.objects.create(booking=booking, question=question, attendee=None, value=f"{CONTACT} answer")
    booking.attendees.update(price=MONEY)
    payout = make_payout(MONEY, pk=organisation.pk)  # what an address calls `pk` names this, too
    make_line(payout, MONEY, "0", payment=make_payment(booking, MONEY))
    book_earlier(event, name=f"{NAME} Waiting", email=f"{CONTACT}-w@example.org", size=3, joins_waitlist=True)
    Message.objects.create(
        event=event,
        booking=booking,
        kind=MessageKind.CONFIRMATION,
        to_email=f"{CONTACT}@example.org",
        created_at=timezone.now(),
        due_at=timezone.now(),
    )
    AuditEntry.objects.create(
        at=timezone.now(),
        actor="staff",
        action="booking.changed",
        event=event,
        booking=booking,
        reason=f"{CONTACT} rang",
    )
    undated = {"starts_at": None, "ends_at": None, "date_state": DateState.TO_BE_CONFIRMED}
    tba = make_event(f"interest-{organisation.slug}", host=organisation, **undated)
    ProposedDate.objects.create(event=tba, starts_at=timezone.now() + dt.timedelta(days=9))
    who = {"name": f"{NAME} Interested", "email": f"{CONTACT}-i@example.org", "party_size": 1, "language": "en"}
    register_interest(event_id=tba.pk, dates=[], now=timezone.now(), form_token=organisation.slug, **who)
    make_mailing(event)
    make_door(event)
    plant_work(event)
    return event


def plant_work(event):
    """A paper that somebody of the house asked for, with a mark in its file."""
    now, asked_by = timezone.now(), member(event.host, StaffRole.ORGANISER)
    facts = {"state": WorkState.DONE, "asked_at": now, "ended_at": now, "expires_at": now + dt.timedelta(hours=1)}
    file = {"file_name": "list.pdf", "content_type": "application/pdf"}
    work = Work.objects.create(
        kind="attendee-list", event=event, asked_by=asked_by, digest="x", language="en", tries=1, **facts, **file
    )
    files.keep(work, f"{NAME} Guest".encode())


def marks_in(response):
    """The marks that stand in it. A streamed file can be read once only."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return [mark for mark in MARKS if mark.encode() in content]


def known(event, row=None):
    """What the addresses take, of one event."""
    booking = event.bookings.get(name__endswith="Booker")
    values = {"event_id": event.pk, "reference": booking.reference, "act": "cancel-all"}
    return {**values, "pk": (row or event.host).pk}


def rows_of(event):
    """What names a row of the event beside its bookings: each is there, so a refusal is no accident."""
    return {
        "which": str(event.mailings.get().pk),
        "number": event.door_links.get().pk,
        "work_id": event.work.get().pk,
        "person": event.attendees.order_by("pk")[0].pk,
        "deed": "cancel",
    }


def state(event):
    """What no refused request about an event may change."""
    return (
        list(Booking.objects.order_by("pk").values()),
        list(Attendee.objects.order_by("pk").values()),
        list(AuditEntry.objects.filter(event=event)),
        Message.objects.count(),
        list(event.mailings.values()),
        list(event.door_links.values()),
        list(event.work.values()),
    )


def ask(client, address, event, method):
    data = {"reason": "A reason", "done": "1", "option": "bsl"} if method == "post" else {"q": NAME[:4]}
    return getattr(client, method)(address.url(known(event) | rows_of(event)), data)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", StaffRole)
def test_no_role_reaches_another_organisation(own, foreign, role, method):
    event, client = plant(foreign), client_of(member(own, role))
    before, open_to_us, shown = state(event), [], []
    for address in ADDRESSES:
        response = ask(client, address, event, method)
        if address.is_of_an_event and response.status_code not in NOT_SHOWN:
            open_to_us.append((address.name, response.status_code))
        shown += [(address.name, mark) for mark in marks_in(response)]
    assert (open_to_us, shown) == ([], [])
    assert state(event) == before


@pytest.mark.parametrize("role", StaffRole)
def test_a_press_of_ones_own_role_works_or_is_refused_kindly(own, role):
    """An empty or half-filled form, sent to every address of one's own event: no page breaks, and none opens to who
    lacks the permission."""
    event, client = plant(own), client_of(member(own, role))
    wrong = []
    for address in ADDRESSES:
        if address.is_of_an_event:
            status = ask(client, address, event, "post").status_code
            lacks = ALLOWED[role].isdisjoint(address.permissions)
            if status >= 500 or (lacks and status not in NOT_SHOWN):
                wrong.append((address.name, status))
    assert wrong == []


def test_every_address_about_an_event_has_its_guard():
    assert [row.name for row in ADDRESSES if row.is_of_an_event and not row.permissions] == []


def test_the_walk_finds_the_addresses_that_are_known():
    names = {address.name for address in ADDRESSES}
    assert {"desk:index", "desk:event", "desk:act", "memberships:edit", "wagtailsnippets_events_person:edit"} <= names


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_opens_in_its_own_organisation_what_its_permissions_say(own, role):
    event, client = plant(own), client_of(member(own, role))
    wrong = []
    for address in ADDRESSES:
        # What names a row of another kind finds none here, and is refused to everybody.
        if address.is_of_an_event and set(address.names) <= set(known(event)):
            response = ask(client, address, event, "get")
            if response.status_code == 405:  # only a press opens it: `test_scope` presses
                continue
            if (response.status_code == 403) != ALLOWED[role].isdisjoint(address.permissions):
                wrong.append((address.name, response.status_code))
    assert wrong == []


MAY_HOLD = {
    NAME: {Permission.SEE_NAMES},
    CONTACT: {Permission.SEE_CONTACTS, Permission.EXPORT},
    NEED: {Permission.SEE_NEEDS},
    MONEY: {Permission.SEE_MONEY},
}
AT_THE_DOOR = ("desk:take_payment", MONEY)
"""Who lets people in sees what one party has to pay, and nothing else of money."""


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_reads_in_its_own_organisation_only_what_it_may(own, role):
    event, client = plant(own), client_of(member(own, role))
    read = []
    for address in ADDRESSES:
        marks = marks_in(ask(client, address, event, "get"))
        read += [(address.name, mark) for mark in marks if not MAY_HOLD[mark] & ALLOWED[role]]
    assert [found for found in read if found != AT_THE_DOOR] == []


def test_the_marks_can_be_seen_by_who_may(own):
    """Otherwise the matrix would prove nothing."""
    event, client = plant(own), client_of(member(own, StaffRole.ORGANISER))
    addresses = [address for address in ADDRESSES if address.is_of_an_event]
    seen = {mark for address in addresses for mark in marks_in(ask(client, address, event, "get"))}
    assert {NAME, CONTACT, MONEY} <= seen


def test_who_has_no_role_is_shown_nothing(foreign, django_user_model):
    event = plant(foreign)
    client = client_of(django_user_model.objects.create(username="member-of-nothing"))
    for address in ADDRESSES:
        response = ask(client, address, event, "get")
        assert (address.name, response.status_code) in ((address.name, 302), (address.name, 403))
        assert marks_in(response) == []
