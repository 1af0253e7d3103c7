"""From lines to parties, and what is said about each row that cannot be one."""

import pytest
from django.utils.translation import override

from events.backoffice.imports import Fault, Row, plan_import, read_sheet
from events.choices import SessionChoice
from events.errors import UnreadableFile
from events.reports.uploads import Line
from tests.factories.bookings import book
from tests.factories.events import NOW, make_event, make_session, make_ticket_type

pytestmark = pytest.mark.django_db


def lines(*rows):
    return [Line(number, tuple(row.split("|"))) for number, row in enumerate(rows, 1)]


def rows_of(*rows):
    return read_sheet(lines(*rows)).rows


def plan_of(event, *rows):
    return plan_import(event, rows_of(*rows), now=NOW)


def faults(event, *rows):
    return [(fault.row, fault.what) for fault in plan_of(event, *rows).faults]


@pytest.fixture
def event():
    return make_event(capacity=20)


@pytest.mark.parametrize(
    "headings",
    [
        "Name|E-mail|Ticket|Session|Organisation|Party",
        "NAME|email address|Ticket type|Sessions|Organization|Group",
        "Enw|E-bost|Tocyn|Sesiwn|Sefydliad|Parti",
        "enw|Cyfeiriad e-bost|Tocyn|Sesiynau|Mudiad|Grŵp",
        " name: |E_mail*|ticket|session|organisation|booking",
        "Enw|Cyfeiriad e-bost|Tocyn|Sesiynau|Sefydliad|Archeb",
    ],
)
def test_columns_are_known_by_their_headings_in_both_languages(headings):
    assert rows_of(headings, "Ann|a@example.org|Place|One|Trust|1") == [
        Row(2, "Ann", "a@example.org", "Place", "One", "Trust", "1")
    ]


def test_columns_may_stand_in_any_order_and_others_are_named():
    sheet = read_sheet(lines("Shoe size|Party|Name||Notes", "42|1|Ann||x"))
    assert (sheet.rows, sheet.ignored) == ([Row(2, "Ann", party="1")], ["Shoe size", "Notes"])


def test_short_lines_lack_their_last_cells():
    assert rows_of("Name|E-mail|Ticket", "Ann") == [Row(2, "Ann")]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (["E-mail", "a@example.org"], "The first row must say what each column is"),
        (["Ann|a@example.org"], "The first row must say what each column is"),
        (["Name|Enw", "Ann|Ann"], "Two columns are called “Enw”."),
        (["Name|E-mail"], "Below the headings there is no row."),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(table, said):
    with pytest.raises(UnreadableFile) as refused:
        rows_of(*table)
    assert str(refused.value).startswith(said)


def test_every_row_is_a_booking_of_its_own_unless_parties_are_named(event):
    plan = plan_of(event, "Name|E-mail|Party", "Ann|ann@example.org|1", "Bob||", "Cai|cai@example.org|1", "Dai||")
    assert [[person.name for person in party.people] for party in plan.parties] == [["Ann", "Cai"], ["Bob"], ["Dai"]]
    assert (plan.people, plan.faults, plan.doubles) == (4, [], [])


def test_the_first_of_a_party_books_for_it(event):
    party = plan_of(event, "Name|E-mail|Organisation|Party", "Ann|ann@example.org|Trust|A", "Bob|||a").parties[0]
    assert (party.name, party.email, party.organisation) == ("Ann", "ann@example.org", "Trust")
    assert [(person.name, person.email) for person in party.people] == [("Ann", "ann@example.org"), ("Bob", "")]


def test_the_only_ticket_need_not_be_said(event):
    make_ticket_type(event, name="Supporter", is_supporter=True)
    usual = event.ticket_types.get(words__en__name="Place")
    assert plan_of(event, "Name", "Ann").parties[0].people[0].ticket_type == usual.pk


@pytest.mark.parametrize("typed", ["Reduced", "reduced", "Reduced (cy)", "REDUCED (CY)"])
def test_tickets_are_known_by_their_name_in_either_language(event, typed):
    reduced = make_ticket_type(event, name="Reduced")
    assert plan_of(event, "Name|Ticket", f"Ann|{typed}").parties[0].people[0].ticket_type == reduced.pk


def test_a_ticket_that_is_missing_or_unknown_is_said_with_the_row_and_the_choice(event):
    make_ticket_type(event, name="Reduced")
    make_ticket_type(event, name="Gone", withdrawn=True)
    assert faults(event, "Name|Ticket", "Ann|", "Bob|Reduced", "Cai|Gone") == [
        (2, "Say which ticket: Place, Reduced."),
        (4, "There is no ticket “Gone”. The tickets are: Place, Reduced."),
    ]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("|ann@example.org|", "The name is missing."),
        ("x" * 121 + "||", "The name has more than 120 characters."),
        ("Ann|ann|", "“ann” is not an e-mail address."),
        ("Ann|ann@@example.org|", "“ann@@example.org” is not an e-mail address."),
        (f"Ann|{'a' * 300}@example.org|", f"“{'a' * 59}…” is not an e-mail address."),
        ("Ann||" + "x" * 121, "The organisation has more than 120 characters."),
    ],
)
def test_what_is_wrong_with_a_person_is_said(event, row, what):
    assert faults(event, "Name|E-mail|Organisation", "Fine||", row) == [(3, what)]


def test_all_faults_of_all_rows_are_said_at_once(event):
    assert faults(event, "Name|E-mail|Ticket", "|x|y", "Ann||", "|z|") == [
        (2, "The name is missing."),
        (2, "“x” is not an e-mail address."),
        (2, "There is no ticket “y”. The tickets are: Place."),
        (4, "The name is missing."),
        (4, "“z” is not an e-mail address."),
    ]


def with_sessions(choice):
    event = make_event("sessions", session_choice=choice)
    return event, make_session(event, title="Morning"), make_session(event, title="Late; and long", hours=3)


def test_several_sessions_stand_with_semicolons_between():
    event, _morning, late = with_sessions(SessionChoice.ANY)
    make_session(event, title="Evening", hours=5)
    plan = plan_of(event, "Name|Session", "Ann|Morning; evening;Morning", "Bob|Late; and long", "Cai|Morning (cy)")
    names = [[name for _n, _t, name in planned.people] for planned in plan.planned]
    assert names == [["Morning, Evening"], ["Late; and long"], ["Morning"]]
    assert plan.parties[1].people[0].sessions == (late.pk,)


@pytest.mark.parametrize(
    ("choice", "typed", "what"),
    [
        (SessionChoice.ANY, "", "Say which session: Morning, Late; and long."),
        (SessionChoice.ONE, " ; ", "Say which session: Morning, Late; and long."),
        (SessionChoice.ONE, "Noon", "There is no session “Noon”. The sessions are: Morning, Late; and long."),
        (SessionChoice.WHOLE, "Morning", "No session is chosen for this event. Leave that column empty."),
    ],
)
def test_sessions_that_cannot_be_are_said(choice, typed, what):
    event, *_rest = with_sessions(choice)
    assert faults(event, "Name|Session", f"Ann|{typed}") == [(2, what)]


def test_only_one_session_where_one_is_chosen():
    event, *_rest = with_sessions(SessionChoice.ONE)
    make_session(event, title="Evening", hours=5)
    assert faults(event, "Name|Session", "Ann|Morning;Evening") == [(2, "Only one session can be chosen.")]


def test_a_supporter_comes_with_the_row_before_of_the_same_party(event):
    make_ticket_type(event, name="Supporter", is_supporter=True)
    plan = plan_of(event, "Name|Ticket|Party", "Ann|Place|1", "Bob|Place|2", "Cai|Supporter|1")
    assert [[person.supports for person in party.people] for party in plan.parties] == [[None, 0], [None]]


def test_a_supporter_of_nobody_is_said(event):
    make_ticket_type(event, name="Supporter", is_supporter=True)
    said = "A supporter comes with the person in a row above of the same party, and there is none."
    assert faults(event, "Name|Ticket", "Ann|Place", "Cai|Supporter") == [(3, said)]


def test_people_who_are_booked_already_are_named_as_a_notice(event):
    booking = book(event, name="Ann Sample", email="ann@example.org")
    plan = plan_of(event, "Name|E-mail", "Ann|ANN@example.org", "Bob|bob@example.org", "Rob|bob@example.org", "Cai|")
    assert plan.faults == []
    assert plan.doubles == [
        Fault(2, f"Ann Sample has a booking with this e-mail address already ({booking.reference})."),
        Fault(4, "Row 3 has the same e-mail address."),
    ]


def test_people_are_counted_by_ticket(event):
    make_ticket_type(event, name="Reduced")
    plan = plan_of(event, "Name|Ticket", "Ann|Place", "Bob|Reduced", "Cai|Place")
    assert plan.by_ticket == [("Place", 2), ("Reduced", 1)]


def test_what_is_wrong_is_said_with_the_names_of_the_readers_language(event):
    make_ticket_type(event, name="Reduced")
    with override("cy"):
        assert "Place (cy), Reduced (cy)" in faults(event, "Name", "Ann")[0][1]


def test_queries_do_not_grow_with_rows(event, django_assert_num_queries):
    for size in (1, 400):
        rows = [Row(number, f"Sample {number}", f"s{number}@example.org") for number in range(size)]
        with django_assert_num_queries(3):
            plan_import(event, rows, now=NOW)
