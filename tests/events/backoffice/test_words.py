"""Everything that the rules write into the log can be read on screen."""

import ast
from itertools import product

from events.backoffice.words import ACTIONS, action_words
from events.booking.deadlines import ENDS_AS
from events.choices import BookingState
from events.models.audit import AuditEntry
from events.reports.disclosure import PRINTED_OR_EXPORTED, SHOWN
from tests.house.sources import python_files


def recorded():
    """Every dotted verb that stands as text in the rules and reports: "booking.cancelled"."""
    found = set()
    for path in python_files("events/booking", "events/reports"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                subject, dot, verb = node.value.partition(".")
                if dot and verb.isidentifier() and subject in SUBJECTS:
                    found.add(node.value)
    return found


SUBJECTS = {action.partition(".")[0] for action in ACTIONS}


def test_every_action_of_the_rules_has_words():
    assert recorded() - set(ACTIONS) == set()


def test_every_state_that_a_booking_is_written_or_ends_in_has_words():
    states = {BookingState.CONFIRMED, BookingState.REQUESTED, BookingState.WAITING, *ENDS_AS.values()}
    assert {f"{subject}.{state}" for subject, state in product(["booking"], states)} - set(ACTIONS) == set()


def test_every_disclosure_has_words():
    assert {*SHOWN, *PRINTED_OR_EXPORTED} - set(ACTIONS) == set()


def test_an_action_without_words_is_shown_as_it_is():
    assert action_words(AuditEntry(action="sample.happened")) == "sample.happened"
