"""What is missing before an event can go live, and what contradicts itself."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from events.choices import Attendance, DateState, PriceKind, QuestionKind, SessionChoice
from events.pages.golive import Draft, Problem, amounts_of, fact_problems, hints, word_problems

NOON = dt.datetime(2027, 2, 11, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def page(**changes: Any) -> SimpleNamespace:
    whole = {
        "summary": "A summary.",
        "picture": None,
        "picture_alt": "",
        "when_text": "",
        "reason": "",
        "date_state": DateState.FIXED,
        "starts_at": NOON,
        "ends_at": NOON + 3 * HOUR,
        "attendance": Attendance.VENUE,
        "venue": "a venue",
        "join_url": "",
        "is_bookable": True,
        "capacity": 40,
        "room_capacity": None,
        "online_capacity": None,
        "booking_opens_at": None,
        "booking_closes_at": None,
        "min_per_booking": 1,
        "max_per_booking": 6,
        "session_choice": SessionChoice.WHOLE,
        "takes_invoices": False,
        "takes_at_door": False,
        "host_id": None,
    }
    return SimpleNamespace(**{**whole, **changes})


def ticket(**changes: Any) -> SimpleNamespace:
    whole = {
        "price_kind": PriceKind.FREE,
        "price": None,
        "minimum_price": None,
        "suggested_prices": "",
        "early_price": None,
        "early_until": None,
        "group_price": None,
        "group_from": None,
        "credits": None,
        "vat_rate": None,
        "attendance": "",
        "is_supporter": False,
        "opens_at": None,
        "closes_at": None,
    }
    return SimpleNamespace(**{**whole, **changes})


def session(**changes: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"starts_at": NOON, "ends_at": NOON + HOUR, "is_bookable": True, **changes})


def question(kind: str, choices: str = "") -> SimpleNamespace:
    return SimpleNamespace(kind=kind, choices=choices)


def found(event: Any = None, *, tickets: Any = None, sessions: Any = (), questions: Any = ()) -> list[tuple[str, ...]]:
    draft = Draft(event or page(), [ticket()] if tickets is None else tickets, sessions, questions)
    return [place(problem) for problem in fact_problems(draft)]


def place(problem: Problem) -> tuple[str, ...]:
    where = f"{problem.relation}[{problem.row}]" if problem.row is not None else problem.relation
    return (where, problem.field, "always") if problem.in_draft else (where, problem.field)


def test_whole_event_lacks_nothing():
    assert found() == []
    assert word_problems(page()) == []
    assert hints(Draft(page())) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"starts_at": None, "ends_at": None}, ("", "starts_at")),
        ({"ends_at": NOON - HOUR}, ("", "ends_at", "always")),
        ({"venue": None}, ("", "venue")),
        ({"venue": None, "attendance": Attendance.HYBRID}, ("", "venue")),
        ({"min_per_booking": 7}, ("", "max_per_booking", "always")),
        ({"booking_opens_at": NOON - HOUR, "booking_closes_at": NOON - 2 * HOUR}, ("", "booking_closes_at", "always")),
        ({"booking_opens_at": NOON}, ("", "booking_opens_at")),
        ({"booking_closes_at": NOON + 4 * HOUR}, ("", "booking_closes_at")),
        ({"session_choice": SessionChoice.ANY}, ("", "session_choice")),
    ],
)
def test_fact_is_missing_or_contradicts(changes, expected):
    assert found(page(**changes)) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        {"date_state": DateState.TO_BE_CONFIRMED, "starts_at": None, "ends_at": None, "venue": None},
        {"date_state": DateState.POSTPONED, "starts_at": None, "ends_at": None},
        {"attendance": Attendance.ONLINE, "venue": None},
        {"ends_at": None},
        {"ends_at": NOON},
        {"booking_closes_at": NOON + 2 * HOUR},
        {"booking_opens_at": NOON, "booking_closes_at": NOON + HOUR},
        {"capacity": None},
        {"capacity": 0},
    ],
)
def test_fact_may_be_so(changes):
    assert found(page(**changes)) == []


def test_end_without_a_start_is_named():
    assert found(page(date_state=DateState.POSTPONED, starts_at=None)) == [("", "starts_at")]


def test_bookable_event_needs_a_ticket():
    assert found(tickets=[]) == [("ticket_types", "")]
    assert found(page(is_bookable=False), tickets=[]) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_kind": PriceKind.FIXED}, "price"),
        ({"price_kind": PriceKind.CONCESSION, "price": Decimal(0)}, "price"),
        ({"price_kind": PriceKind.FREE, "price": Decimal(5)}, "price"),
        ({"price_kind": PriceKind.TIME_CREDITS}, "credits"),
        ({"price_kind": PriceKind.PAY_WHAT_YOU_CAN, "suggested_prices": "5 or 10"}, "suggested_prices"),
        (
            {"price_kind": PriceKind.PAY_WHAT_YOU_CAN, "suggested_prices": "5, 10", "minimum_price": Decimal(6)},
            "suggested_prices",
        ),
    ],
)
def test_price_is_missing_or_contradicts(changes, field):
    assert found(tickets=[ticket(), ticket(**changes)]) == [("ticket_types[1]", field)]


@pytest.mark.parametrize(
    "changes",
    [
        {"price_kind": PriceKind.FIXED, "price": Decimal(75)},
        {"price_kind": PriceKind.TIME_CREDITS, "credits": 4},
        {"price_kind": PriceKind.PAY_WHAT_YOU_CAN, "suggested_prices": "5, 10, 20", "minimum_price": Decimal(5)},
        {"price_kind": PriceKind.SPONSORED},
    ],
)
def test_price_may_be_so(changes):
    assert found(tickets=[ticket(**changes)]) == []


def test_sale_of_a_ticket_cannot_end_before_it_begins():
    assert found(tickets=[ticket(opens_at=NOON, closes_at=NOON)]) == [("ticket_types[0]", "closes_at", "always")]


def test_supporters_alone_cannot_book():
    assert found(tickets=[ticket(is_supporter=True)]) == [("ticket_types", "")]
    assert found(tickets=[ticket(), ticket(is_supporter=True)]) == []


def test_hybrid_tickets_say_where_when_room_and_screen_have_limits():
    hybrid = page(attendance=Attendance.HYBRID, room_capacity=16)
    assert found(hybrid, tickets=[ticket(attendance="venue"), ticket()]) == [("ticket_types[1]", "attendance")]
    assert found(page(attendance=Attendance.HYBRID)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ends_at": NOON - HOUR}, ("sessions[0]", "ends_at", "always")),
        ({"starts_at": None, "ends_at": None}, ("sessions[0]", "starts_at")),
        ({"starts_at": NOON - HOUR}, ("sessions[0]", "starts_at")),
        ({"starts_at": NOON + 4 * HOUR, "ends_at": NOON + 5 * HOUR}, ("sessions[0]", "starts_at")),
    ],
)
def test_session_is_missing_or_contradicts(changes, expected):
    assert found(sessions=[session(**changes)]) == [expected]


def test_session_may_lack_a_date_while_the_event_does():
    event = page(date_state=DateState.TO_BE_CONFIRMED, starts_at=None, ends_at=None)
    assert found(event, sessions=[session(starts_at=None, ends_at=None)]) == []


def test_choosing_needs_a_session_that_can_be_chosen():
    event = page(session_choice=SessionChoice.ONE)
    assert found(event, sessions=[session(is_bookable=False)]) == [("", "session_choice")]
    assert found(event, sessions=[session()]) == []


def test_question_with_choices_needs_two():
    questions = [question(QuestionKind.SHORT_TEXT), question(QuestionKind.CHOICE, "Bus\n \n")]
    assert found(questions=questions) == [("questions[1]", "choices")]
    assert found(questions=[question(QuestionKind.CHOICES, "Bus\nTrain")]) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"picture": "a picture"}, "picture_alt"),
        ({"date_state": DateState.TO_BE_CONFIRMED}, "when_text"),
        ({"date_state": DateState.CANCELLED}, "reason"),
    ],
)
def test_word_is_missing(changes, field):
    assert [problem.field for problem in word_problems(page(**changes))] == [field]


@pytest.mark.parametrize(
    ("changes", "field"), [({"attendance": Attendance.ONLINE}, "join_url"), ({"capacity": 0}, "capacity")]
)
def test_hint_says_what_is_easily_forgotten(changes, field):
    assert [problem.field for problem in hints(Draft(page(**changes)))] == [field]


@pytest.mark.parametrize(
    ("ticket_facts", "page_facts", "key", "warned"),
    [
        ({"price_kind": PriceKind.FIXED, "price": Decimal(5)}, {}, "", True),
        ({"price_kind": PriceKind.PAY_WHAT_YOU_CAN}, {}, "", True),
        ({"price_kind": PriceKind.FIXED, "price": Decimal(5)}, {"takes_invoices": True, "host_id": None}, "", True),
        ({"price_kind": PriceKind.FIXED, "price": Decimal(5)}, {"takes_invoices": True, "host_id": 1}, "", False),
        ({"price_kind": PriceKind.FIXED, "price": Decimal(5)}, {"takes_at_door": True}, "", False),
        ({"price_kind": PriceKind.FIXED, "price": Decimal(5)}, {}, "sk_test_only", False),
        ({"price_kind": PriceKind.FIXED, "price": Decimal(5)}, {"is_bookable": False}, "", False),
        ({}, {}, "", False),
        ({"price_kind": PriceKind.TIME_CREDITS, "credits": 2}, {}, "", False),
    ],
)
def test_hint_says_that_no_way_to_pay_works(ticket_facts, page_facts, key, warned, settings):
    settings.STRIPE_SECRET_KEY = key
    said = [problem.message for problem in hints(Draft(page(**page_facts), [ticket(**ticket_facts)]))]
    assert [text.startswith("Card payment is not set up on this site.") for text in said] == [True] * warned


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("", []),
        (None, []),
        ("5, 10,20.50", [Decimal(5), Decimal(10), Decimal("20.50")]),
        ("five", None),
        ("-5", None),
        ("NaN", None),
    ],
)
def test_amounts_of_a_line(text, amounts):
    assert amounts_of(text) == amounts
