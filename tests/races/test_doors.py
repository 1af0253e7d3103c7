"""Several telephones read one ticket at the same moment."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import threading
import uuid
from collections import Counter

import pytest
from django.utils import timezone

from events.models.checkins import CheckIn, DoorLink
from tests.factories.bookings import book
from tests.factories.checkins import make_door
from tests.factories.events import make_event
from tests.races.server import Site

HOUR = dt.timedelta(hours=1)
TELEPHONES = 8


@pytest.fixture
def link(root_page) -> DoorLink:
    now = timezone.now()
    event = make_event(starts_at=now, ends_at=now + 5 * HOUR)
    book(event, 6, now=now - 24 * HOUR)
    return make_door(event, token="race", created_at=now - HOUR)


def read_at_once(site: Site, link: DoorLink, code: str) -> Counter[str]:
    """What the telephones are told, each about a scan of its own."""
    told: list[str] = []
    start = threading.Barrier(TELEPHONES)

    def telephone() -> None:
        scan = {"id": str(uuid.uuid4()), "at": int(timezone.now().timestamp() * 1000), "code": code}
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        headers = {"X-Door": str(link.pk), "Content-Type": "application/json", "Cookie": "door=race"}
        start.wait()
        connection.request("POST", f"/check-in/{link.pk}/scans.json", json.dumps({"scans": [scan]}), headers)
        answer = connection.getresponse()
        body = answer.read()
        told.append(json.loads(body)["answers"][0]["state"] if answer.status == 200 else str(answer.status))
        connection.close()

    threads = [threading.Thread(target=telephone) for _ in range(TELEPHONES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def test_one_ticket_lets_one_person_in_however_many_telephones_read_it(site: Site, link: DoorLink) -> None:
    codes = list(link.event.attendees.values_list("code", flat=True))
    site.start_web()
    for code in codes:
        assert read_at_once(site, link, code) == {"ok": 1, "already": TELEPHONES - 1}
    assert CheckIn.objects.count() == CheckIn.objects.live().count() == len(codes)


def test_control_a_door_that_looks_before_it_locks_fails(site: Site, link: DoorLink) -> None:
    code = link.event.attendees.values_list("code", flat=True)[0]
    site.start_web("tests.races.careless_door:application")
    assert read_at_once(site, link, code)["500"] > 0
