"""Many bookings at once: each by its own rule, once, and never over what somebody has changed meanwhile."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from events.backoffice.permissions import EVERYTHING, Permission
from events.backoffice.together import TOGETHER, as_they_stand, offered
from events.backoffice.work_kinds import KINDS
from events.booking.bookings import cancel_places
from events.booking.changes import send_again
from events.booking.journal import By
from events.choices import BookingState, MessageKind, PaymentMethod, StaffRole, WorkState
from events.models.audit import AuditEntry
from events.models.messages import Message
from events.models.payments import Payment
from events.models.work import Work
from events.payments.balance import balance
from events.reports.disclosure import disclose
from events.work.jobs import ask, carry_out_now
from tests.events.backoffice.conftest import book_earlier, member, queries_of, soon
from tests.factories.events import make_event
from tests.factories.invoices import paid_event

pytestmark = pytest.mark.django_db

ONCE = str(uuid.UUID(int=7))


@pytest.fixture
def staff(own):
    return member(own, StaffRole.ORGANISER)


@pytest.fixture
def three(own):
    event = make_event("three", host=own, **soon())
    return [book_earlier(event, 2, name=f"Sample {n}", email=f"s{n}@example.org") for n in range(3)]


def begin(slug, bookings, staff, **given):
    """The work as the page would ask for it now."""
    rows = as_they_stand(TOGETHER[slug], bookings)
    parameters = {"once": ONCE, "bookings": [[row.booking.pk, row.mark] for row in rows], **given}
    event = bookings[0].event
    return ask(kind=f"all-{slug}", event=event, by=staff, now=timezone.now(), language="en", parameters=parameters)


def do(work):
    """Carry it out, and say what came of it: words, and (pk, why) of what was left."""
    carry_out_now(work, acts={work.kind: KINDS[work.kind].act}, now=timezone.now(), worker="desk:1")
    work.refresh_from_db()
    return work.words, [tuple(row) for row in work.outcome.get("left", [])]


def states(bookings):
    for booking in bookings:
        booking.refresh_from_db()
    return [booking.state for booking in bookings]


def entries(action):
    return sorted(AuditEntry.objects.filter(action=action).values_list("booking", "user__username", "reason"))


def test_cancelling_writes_one_entry_for_each_booking(three, staff):
    assert do(begin("cancel", three, staff, reason="The speaker is ill")) == ("Done for 3 bookings.", [])
    assert states(three) == [BookingState.CANCELLED] * 3
    assert entries("booking.cancelled") == [(row.pk, staff.username, "The speaker is ill") for row in three]
    assert Message.objects.filter(kind=MessageKind.CANCELLATION).count() == 3


def test_what_has_changed_meanwhile_is_left_and_told(three, staff):
    work = begin("cancel", three, staff)
    cancel_places(three[0].pk, attendee_ids=[three[0].attendees.first().pk], now=timezone.now(), by=By.booker())
    assert do(work) == (
        "Done for 2 bookings. 1 booking was left as it is.",
        [(three[0].pk, "It has changed since you chose it.")],
    )
    assert states(three) == [BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.CANCELLED]


def test_looking_at_a_booking_changes_nothing_about_it(three, staff):
    work = begin("cancel", three[:1], staff)
    disclose("booking.viewed", event=three[0].event, booking=three[0], by=By.system(), now=timezone.now(), people=2)
    assert do(work) == ("Done for 1 booking.", [])


def test_what_never_suited_is_left(three, staff):
    assert do(begin("approve", three[:1], staff)) == (
        "Done for 0 bookings. 1 booking was left as it is.",
        [(three[0].pk, "As it stands, that is not possible.")],
    )


def test_a_booking_of_another_event_is_left(three, staff, foreign_event):
    stranger = foreign_event.bookings.get()
    work = begin("cancel", [*three[:1], stranger], staff)
    assert do(work)[1] == [(stranger.pk, "It is no longer there.")]
    assert states([stranger]) == [BookingState.CONFIRMED]


def test_work_that_was_broken_off_goes_on_where_it_ended(three, staff):
    """A worker was killed after the first booking: that one counts as done, and is not written to again."""
    work = begin("send-again", three, staff)
    TOGETHER["send-again"].carry_out(_order(three[0], staff), {})
    assert do(work) == ("Done for 3 bookings.", [])
    assert len(entries("booking.sent_again")) == 3


def _order(booking, staff):
    from events.backoffice.acts import Order

    return Order(booking=booking.pk, now=timezone.now(), by=By.staff(staff))


def test_an_earlier_mail_of_somebody_else_does_not_count_as_done(three, staff):
    send_again(three[0].pk, now=timezone.now())
    do(begin("send-again", three[:1], staff))
    assert len(entries("booking.sent_again")) == 1


def test_who_gave_no_address_is_sent_nothing(own, staff):
    event = make_event("no-address", host=own, **soon())
    booking = book_earlier(event, email="")
    assert [row.suits for row in as_they_stand(TOGETHER["send-again"], [booking])] == [False]


def test_approving_confirms_requests(own, staff):
    event = make_event("asks", host=own, needs_approval=True, **soon())
    requests = [book_earlier(event, name=f"Sample {n}") for n in range(2)]
    assert do(begin("approve", requests, staff)) == ("Done for 2 bookings.", [])
    assert states(requests) == [BookingState.CONFIRMED] * 2


@pytest.fixture
def owing(own):
    event = paid_event(host=own, takes_at_door=True, **soon())
    return [book_earlier(event, 2, name=f"Sample {n}") for n in range(2)]


def confirm(bookings):
    for booking in bookings:
        booking.state, booking.confirmed_at, booking.deadline_at = BookingState.CONFIRMED, timezone.now(), None
        booking.save()


def test_marking_paid_writes_down_all_that_is_due(owing, staff):
    confirm(owing)
    paid_at = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
    given = {"way": "transfer", "reference": "BANK 12", "paid_at": paid_at.isoformat()}
    assert do(begin("mark-paid", owing, staff, **given)) == ("Done for 2 bookings.", [])
    assert [balance(row).due for row in owing] == [0, 0]
    rows = Payment.objects.values_list("method", "reference", "paid_at", "recorded_by__username")
    assert list(rows) == [(PaymentMethod.TRANSFER, "BANK 12", paid_at, staff.username)] * 2


def test_marking_paid_can_be_money_from_the_door(owing, staff):
    confirm(owing)
    do(begin("mark-paid", owing[:1], staff, way="cash"))
    assert list(Payment.objects.values_list("method", "reference")) == [(PaymentMethod.DOOR, "Cash")]


def test_what_is_paid_already_does_not_suit(owing, staff):
    confirm(owing)
    do(begin("mark-paid", owing[:1], staff, way="cash"))
    assert [row.suits for row in as_they_stand(TOGETHER["mark-paid"], owing)] == [False, True]


def test_a_sum_that_has_changed_meanwhile_is_not_written_down(owing, staff):
    confirm(owing)
    work = begin("mark-paid", owing[:1], staff, way="cash")
    owing[0].attendees.update(price=1)
    assert do(work)[1] == [(owing[0].pk, "It has changed since you chose it.")]


def test_whose_permission_is_gone_meanwhile_does_nothing(three, staff, own):
    work = begin("cancel", three, staff)
    own.memberships.all().delete()
    do(work)
    assert (work.state, states(three)) == (WorkState.FAILED, [BookingState.CONFIRMED] * 3)


def test_offered_says_who_may_do_what(own):
    plain, asks = make_event("plain", host=own), make_event("asks", host=own, needs_approval=True)
    assert [act.slug for act in offered(plain, EVERYTHING)] == ["send-again", "cancel"]
    assert [act.slug for act in offered(asks, EVERYTHING)] == ["approve", "send-again", "reject", "cancel"]
    assert [act.slug for act in offered(paid_event(host=own), {Permission.CHANGE_MONEY})] == ["mark-paid"]
    assert offered(asks, {Permission.SEE_NAMES}) == []


def test_as_they_stand_takes_as_many_queries_for_three_as_for_one(owing, own, three):
    act = TOGETHER["mark-paid"]
    assert queries_of(lambda: as_they_stand(act, three[:1])) == queries_of(lambda: as_they_stand(act, three))


def test_every_act_is_a_kind_of_work_with_its_permission():
    assert {KINDS[act.kind].permission for act in TOGETHER.values()} == {
        Permission.CHANGE_BOOKINGS,
        Permission.CHANGE_MONEY,
    }
    assert Work._meta.get_field("kind").max_length >= max(len(act.kind) for act in TOGETHER.values())
