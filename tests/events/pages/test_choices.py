"""What a visitor chose, as the address says it."""

import datetime as dt

import pytest
from django.http import QueryDict

from events.pages.choices import Choices

EVERYTHING = (
    "q=tea+time&kind=workshop&kind=festival&place=online&when=month&from=2027-02-01&until=2027-02-28"
    "&audience=people&language=cy&free=1&host=sample-network&near=cardiff&within=10"
)


def chosen(query: str) -> Choices:
    return Choices.from_query(QueryDict(query))


def test_from_query_reads_every_choice():
    assert chosen(EVERYTHING) == Choices(
        words="tea time",
        kinds=("workshop", "festival"),
        place="online",
        when="month",
        since=dt.date(2027, 2, 1),
        until=dt.date(2027, 2, 28),
        audience="people",
        language="cy",
        free=True,
        host="sample-network",
        near="cardiff",
        within=10,
    )


def test_query_writes_what_from_query_reads():
    assert chosen(EVERYTHING).query() == f"?{EVERYTHING}"
    assert Choices().query() == ""


@pytest.mark.parametrize(
    "query",
    [
        "",
        "place=moon&when=never&language=xx&audience=everyone&free=0&within=7",
        "from=2027-13-01&until=soon",
        "q=&kind=&host=&near=",
        "q=%00+&when=",
        "within=50",
    ],
)
def test_from_query_takes_nonsense_for_no_choice(query):
    assert chosen(query) == Choices()


def test_from_query_keeps_a_host_that_nobody_knows():
    """A partner's narrow list must not show everything because the partner was renamed."""
    assert chosen("host=../gone'").host == "---gone-"


def test_from_query_cuts_what_is_too_long():
    long = chosen(f"q={'a' * 500}&host={'b' * 500}&" + "&".join(f"kind=k{n}" for n in range(200)))
    assert (len(long.words), len(long.host), len(long.kinds)) == (100, 80, 30)


def test_query_adds_what_belongs_to_the_view():
    assert Choices(free=True).query(("page", "2")) == "?free=1&page=2"


def test_made_names_what_was_chosen_but_not_past():
    assert Choices(when="past", free=True, near="cardiff", within=5).made() == ["free", "near"]
    assert Choices(when="month").made() == ["when"]
    assert Choices(when="past").made() == []


def test_without_puts_the_usual_in_place():
    assert Choices(free=True, place="online").without("free") == Choices(place="online")
    assert Choices(when="month", since=dt.date(2027, 1, 1), host="a").without_dates() == Choices(host="a")
