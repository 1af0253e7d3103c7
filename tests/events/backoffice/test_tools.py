"""The table of what can be done on an event."""

import pytest
from django.urls import resolve, reverse

from events.backoffice.permissions import ALLOWED, EVERYTHING, Permission
from events.backoffice.tools import TOOLS, Group, Tool, toolbox_of
from events.choices import StaffRole
from tests.events.backoffice.conftest import client_of, member

PAST = Tool(Permission.PRINT, "desk:event", "Only afterwards", "date", Group.PAPERS, suits=lambda _event: False)


def named(toolbox):
    rows = [*toolbox.first, *(row for _, rows in toolbox.groups for row in rows)]
    return [row.tool.url_name for row in rows]


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.url_name for tool in TOOLS])
def test_every_tool_has_an_address_that_takes_the_event_alone(tool):
    assert list(resolve(reverse(tool.url_name, args=[7])).kwargs.values()) == [7]


def test_no_tool_stands_twice():
    assert len({tool.url_name for tool in TOOLS}) == len(TOOLS)


def test_toolbox_of_holds_every_tool_for_who_may_do_everything(event):
    suiting = {tool.url_name for tool in TOOLS if tool.suits(event)}
    assert set(named(toolbox_of(event, EVERYTHING))) == suiting


@pytest.mark.parametrize("role", StaffRole)
def test_toolbox_of_holds_nothing_a_role_may_not_do(event, role):
    found = named(toolbox_of(event, ALLOWED[role]))
    assert [tool.url_name for tool in TOOLS if tool.url_name in found and tool.permission not in ALLOWED[role]] == []


def test_toolbox_of_leaves_out_what_does_not_suit_the_event(event, monkeypatch):
    monkeypatch.setattr("events.backoffice.tools.TOOLS", (PAST,))
    toolbox = toolbox_of(event, EVERYTHING)
    assert (toolbox.first, toolbox.groups) == ([], [])


@pytest.mark.parametrize("role", StaffRole)
def test_every_button_of_the_page_opens_for_who_sees_it(own, event, role):
    client = client_of(member(own, role))
    toolbox = client.get(reverse("desk:event", args=[event.pk])).context["toolbox"]
    rows = [*toolbox.first, *(row for _, rows in toolbox.groups for row in rows)]
    statuses = {row.tool.url_name: client.get(row.url).status_code for row in rows}
    assert {name: status for name, status in statuses.items() if status not in (200, 302)} == {}
