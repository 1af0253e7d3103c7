"""The whole form: what it becomes, and what stays as it was typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from events.booking.party import NeedGiven
from events.choices import NeedKind
from events.public import form_tokens
from events.public.bookable import Bookable
from events.public.forms.booking import BookingForm, number_in, with_another, without
from tests.factories.events import make_event, make_question, make_session, make_ticket_type

pytestmark = pytest.mark.django_db

SAM = {"name": "Sam Sample", "email": "sam@example.org"}


def soon_event(soon, **facts):
    return make_event(**soon, **facts)


def bookable(event):
    return Bookable.read(event, language="en", now=timezone.now())


def typed(event, judged=True, **fields):
    data = QueryDict(urlencode({"token": form_tokens.new_token(event), "people": "1", **fields}, doseq=True))
    return BookingForm.typed(bookable(event), data, judged=judged)


def party(event, **fields):
    form = typed(event, **{**SAM, **{name.replace("__", "-"): value for name, value in fields.items()}})
    assert form.is_valid(), list(form.problems())
    return form.party(joins_waitlist=False, knows_other=False)


def problems(event, **fields):
    form = typed(event, **{**SAM, **{name.replace("__", "-"): value for name, value in fields.items()}})
    assert not form.is_valid()
    return [(problem.anchor, problem.text) for problem in form.problems()]


# tickets, amounts, sessions, supporters


def test_only_ticket_needs_no_choice(soon):
    event = soon_event(soon)

    assert "p1-ticket" not in typed(event).people[0].fields
    assert party(event).people[0].ticket_type == event.ticket_types.get().pk


def test_ticket_is_chosen_among_those_on_sale(soon):
    event = soon_event(soon, tickets=[{"name": "Free"}, {"name": "Gone", "withdrawn": True}, {"name": "Work"}])
    work = event.ticket_types.get(words__en__name="Work")

    assert [label for _, label in typed(event).people[0].fields["ticket"].choices] == ["Free", "Work"]
    assert party(event, p1__ticket=work.pk).people[0].ticket_type == work.pk
    assert problems(event) == [("id_p1-ticket_0", "Choose a ticket")]
    gone = event.ticket_types.get(words__en__name="Gone")
    assert problems(event, p1__ticket=gone.pk) == [("id_p1-ticket_0", "This is no longer offered. Choose another one")]


def test_amount_counts_only_where_people_choose_it(soon):
    tickets = [
        {"name": "Free"},
        {"name": "Choose", "price_kind": "pay_what_you_can", "minimum_price": Decimal(5), "suggested_prices": "5, 10"},
    ]
    event = soon_event(soon, tickets=tickets, takes_at_door=True)
    free, choose = event.ticket_types.all()

    assert party(event, p1__ticket=choose.pk, p1__amount="12.50").people[0].amount == Decimal("12.50")
    assert party(event, p1__ticket=free.pk, p1__amount="rubbish").people[0].amount is None
    assert problems(event, p1__ticket=choose.pk, p1__amount="4") == [("id_p1-amount", "Type £5 or more")]
    assert problems(event, p1__ticket=choose.pk, p1__amount="ten") == [
        ("id_p1-amount", "Type an amount in figures, for example 20 or 7.50")
    ]


def test_least_amount_is_in_the_currency_of_the_site(soon, settings):
    settings.CURRENCY = "EUR"
    ticket = {"price_kind": "pay_what_you_can", "minimum_price": Decimal("5.50")}
    event = soon_event(soon, tickets=[ticket], takes_at_door=True)
    assert problems(event, p1__amount="4") == [("id_p1-amount", "Type €5.50 or more")]


@pytest.mark.parametrize("amount", ["7,50", "1 000", "-5", "NaN", "Infinity", "7.505", "£7", "123456789", "5+5"])
def test_amount_that_is_no_sum_of_money_says_how_to_write_one(soon, amount):
    ticket = {"price_kind": "pay_what_you_can", "minimum_price": Decimal(5)}
    event = soon_event(soon, tickets=[ticket], takes_at_door=True)
    assert problems(event, p1__amount=amount) == [("id_p1-amount", "Type an amount in figures, for example 20 or 7.50")]


@pytest.mark.parametrize(("choice", "chosen"), [("one", [0]), ("any", [0, 1])])
def test_sessions_are_chosen_as_the_event_says(soon, choice, chosen):
    event = soon_event(soon, session_choice=choice)
    rows = [make_session(event, title=title) for title in ("Drawing", "Walking")]
    pks = [rows[number].pk for number in chosen]

    assert party(event, p1__sessions=pks).people[0].sessions == tuple(pks)
    assert problems(event) == [("id_p1-sessions_0", "Choose a session")]


def test_sessions_that_cannot_be_chosen_are_not_shown(soon):
    event = soon_event(soon, session_choice="any")
    shown = make_session(event, title="Drawing")
    make_session(event, is_bookable=False)
    make_session(event, withdrawn=True)
    over = make_session(event, starts_at=timezone.now() - (soon["ends_at"] - soon["starts_at"]))

    assert [row.pk for row in bookable(event).sessions] == [shown.pk]
    assert problems(event, p1__sessions=[over.pk])[0][0] == "id_p1-sessions_0"


def test_session_is_named_with_its_day_and_time(soon):
    event = soon_event(soon, session_choice="any")
    make_session(event, title="Why?", starts_at=dt.datetime(2099, 6, 10, 13, 0, tzinfo=dt.UTC))

    assert [label for _, label in typed(event).people[0].fields["sessions"].choices] == [
        "Why? – Wednesday 10 June, 2pm to 3pm"
    ]


def test_whole_event_asks_for_no_session(soon):
    event = soon_event(soon)
    make_session(event)

    assert party(event).people[0].sessions == ()


def test_supporter_comes_with_the_person(soon):
    event = soon_event(soon)
    supporter = make_ticket_type(event, name="Supporter", is_supporter=True)

    wishes = party(
        event, people="2", p1__supporter="on", p1__supporter_name="Ann Sample", p2__name="Ben", p2__supporter="on"
    ).people

    assert [(person.name, person.ticket_type == supporter.pk, person.supports) for person in wishes] == [
        ("Sam Sample", False, None),
        ("Ann Sample", True, 0),
        ("Ben", False, None),
        ("", True, 2),
    ]


# questions and needs


def test_questions_are_asked_once_or_of_each_person(soon):
    event = soon_event(soon)
    once = make_question(event, label="How did you hear?", asked_of="booking")
    each = make_question(event, label="Tea?", kind="yes_no")

    found = party(
        event,
        people="2",
        p2__name="Ann",
        **{f"q{once.pk}": "A poster", f"p1__q{each.pk}": "yes", f"p2__q{each.pk}": "no"},
    )

    assert found.answers == {once.pk: "A poster"}
    assert [person.answers for person in found.people] == [{each.pk: True}, {each.pk: False}]


def test_question_for_other_tickets_need_not_be_answered(soon):
    event = soon_event(soon, tickets=[{"name": "Free"}, {"name": "Work"}])
    free, work = event.ticket_types.all()
    asked = make_question(event, label="Where?", is_required=True, ticket_keys=[str(work.key)])
    once = make_question(event, label="Invoice?", is_required=True, ticket_keys=[str(work.key)], asked_of="booking")

    assert party(event, p1__ticket=free.pk, **{f"p1__q{asked.pk}": "Here"}).people[0].answers == {}
    assert problems(event, p1__ticket=work.pk) == [
        (f"id_p1-q{asked.pk}", "Write an answer to “Where?”"),
        (f"id_q{once.pk}", "Write an answer to “Invoice?”"),
    ]


def test_needs_are_kept_apart_with_their_kind(soon):
    found = party(
        soon_event(soon),
        p1__access=["step_free", "bsl"],
        p1__access_text="A seat by the door",
        p1__diet=["vegan"],
        p1__diet_text="No nuts",
    )

    assert found.people[0].needs == (
        NeedGiven(NeedKind.ACCESS, option="step_free"),
        NeedGiven(NeedKind.ACCESS, option="bsl"),
        NeedGiven(NeedKind.ACCESS, text="A seat by the door"),
        NeedGiven(NeedKind.DIET, option="vegan"),
        NeedGiven(NeedKind.DIET, text="No nuts"),
    )


def test_event_that_does_not_ask_for_needs_keeps_none(soon):
    event = soon_event(soon, asks_needs=False)

    assert party(event, p1__access=["step_free"]).people[0].needs == ()


def test_online_event_asks_for_captions_and_not_for_lunch(soon):
    fields = typed(soon_event(soon, attendance="online")).people[0].fields

    assert [value for value, _ in fields["access"].choices] == ["captions", "bsl", "interpretation", "easy_read"]
    assert "diet" not in fields


def test_supporter_is_no_need_where_supporters_have_a_ticket(soon):
    event = soon_event(soon)
    assert "supporter" in dict(typed(event).people[0].fields["access"].choices)

    make_ticket_type(event, is_supporter=True)
    assert "supporter" not in dict(typed(event).people[0].fields["access"].choices)


def test_needs_fold_open_when_something_is_in_them(soon):
    event = soon_event(soon)

    assert [typed(event, judged=judged).people[0].needs_open for judged in (True, False)] == [False, False]
    assert [typed(event, judged=judged, **{"p1-diet": "vegan"}).people[0].needs_open for judged in (True, False)] == [
        True,
        True,
    ]


# who comes


def test_one_who_books_for_others_is_nobody_of_the_party(soon):
    found = party(soon_event(soon), absent="on", p1__name="Ann Sample", p1__email="ann@example.org")

    assert (found.name, found.email) == ("Sam Sample", "sam@example.org")
    assert [(person.name, person.email) for person in found.people] == [("Ann Sample", "ann@example.org")]


def test_problems_name_the_person_only_where_there_are_several(soon):
    event = soon_event(soon)

    assert problems(event, name="") == [("id_name", "Type your name")]
    assert problems(event, name="", people="2") == [
        ("id_name", "You: Type your name"),
        ("id_p2-name", "Person 2: Type the name of this person"),
    ]


def test_form_that_is_not_judged_has_no_problems_and_keeps_everything(soon):
    form = typed(
        soon_event(soon), judged=False, email="sam@", absent="on", people="2", **{"p2-diet": ["vegan", "halal"]}
    )

    assert list(form.problems()) == []
    assert form.booker["email"].value() == "sam@"
    assert form.people[1]["diet"].value() == ["vegan", "halal"]
    assert [person.is_booker for person in form.people] == [False, False]


def test_party_carries_the_language_of_the_form(soon, settings):
    assert party(soon_event(soon)).language == "en"


# the token


def test_token_is_kept_while_the_form_is_open(soon):
    event = soon_event(soon)
    form = typed(event)

    assert form.token == form.data["token"]
    assert form.secret


@pytest.mark.parametrize("forge", [lambda token: token[:-1], lambda token: "x" + token, lambda _: "", lambda _: "a:b"])
def test_token_that_is_not_ours_is_replaced(soon, forge):
    event = soon_event(soon)
    form = typed(event, token=forge(form_tokens.new_token(event)))

    assert form.secret is None
    assert form_tokens.secret_of(form.token, event=event)


def test_token_of_another_event_is_not_taken(soon):
    first, second = soon_event(soon), make_event("other-event", **soon)

    assert form_tokens.secret_of(form_tokens.new_token(first), event=second) is None


def test_two_forms_have_two_tokens(soon):
    event = soon_event(soon)

    assert len({form_tokens.new_token(event) for _ in range(100)}) == 100


# adding and removing people


def query(**fields):
    return QueryDict(urlencode({name.replace("__", "-"): value for name, value in fields.items()}, doseq=True))


def test_with_another_counts_one_more():
    assert with_another(query(people="2", name="Sam"))["people"] == "3"
    assert with_another(query(people="50"))["people"] == "50"
    assert with_another(query(people="rubbish"))["people"] == "1"


def test_without_moves_everybody_after_up():
    left = without(
        query(people="3", p1__diet=["vegan"], p2__name="Ann", p3__name="Ben", p3__diet=["halal", "vegan"]), 2
    )

    assert dict(left.lists()) == {
        "people": ["2"],
        "p1-diet": ["vegan"],
        "p2-name": ["Ben"],
        "p2-diet": ["halal", "vegan"],
    }


@pytest.mark.parametrize(("people", "number"), [("1", 1), ("3", 4), ("3", 0), ("x", 1)])
def test_without_somebody_who_is_not_there_changes_nothing(people, number):
    data = query(people=people, p1__name="Ann")

    assert without(data, number) == data


@pytest.mark.parametrize(
    ("text", "number"), [("", 7), ("3", 3), ("-1", 0), ("1e3", 0), ("٣", 0), ("9" * 5000, 0), ("99999", 99999)]
)
def test_number_in_takes_plain_figures_only(text, number):
    assert number_in(text, otherwise=7) == number
