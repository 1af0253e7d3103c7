"""The iCal feed of 500 events: `python bench/feed.py [EVENTS]`.

Prints `name value unit`: CPU to write it for the first time in a process and after a change, CPU to find that nothing
has changed (what a 304 costs) and to give the kept body again, its size, and the time of a fixed loop beside them.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import paper
from bench.loop import loop_ms

EVENTS = 500
AGAIN = 50
SUMMARY = (
    "A sample summary of the usual length: it says whom the event is for, what people will do there, what they will "
    "take home, and why the journey is worth it."
)


def make_events(number: int) -> None:
    from django.core.management import call_command

    from events.models.events import Event
    from events.models.people_places import EventKind, Organisation, Venue

    call_command("migrate", verbosity=0)
    host = Organisation.objects.create(slug="sample", name_en="Sample Network", name_cy="Rhwydwaith Sampl")
    kind = EventKind.objects.create(slug="workshop", name_en="Workshop", name_cy="Gweithdy")
    venues = [
        Venue.objects.create(
            name_en=f"Example Hall {n}", address="1 Sample Street", town_en="Wrexham", postcode="LL00 0AA"
        )
        for n in range(20)
    ]
    first = dt.datetime(2027, 1, 4, 10, tzinfo=dt.UTC)
    Event.objects.bulk_create(
        Event(
            slug=f"event-{n}",
            starts_at=first + dt.timedelta(hours=17 * n),
            ends_at=first + dt.timedelta(hours=17 * n + 5),
            host=host,
            kind=kind,
            venue=venues[n % len(venues)],
            is_live=True,
            changed_at=first,
            words={"en": {"title": f"Event {n}: sharing power, in turn", "summary": SUMMARY, "path": f"/en/{n}/"}},
        )
        for n in range(number)
    )


def cpu_ms(work: Callable[[], object], *, times: int = 1) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) * 1000 / times


def measure(number: int) -> None:
    from django.core.cache import cache

    from events.calendars.ical import Feed, feed
    from events.models.events import Event

    def what_is_on() -> Feed:
        return feed(Event.objects.listed(), language="en", title="What’s on", url="https://events.example/en/whats-on/")

    make_events(number)
    loop = loop_ms()
    first = cpu_ms(lambda: what_is_on().body)
    cache.clear()
    cold = cpu_ms(lambda: what_is_on().body)
    unchanged = cpu_ms(lambda: (what_is_on().etag, what_is_on().last_modified), times=AGAIN)
    again = cpu_ms(lambda: what_is_on().body, times=AGAIN)
    for label, value, unit in (
        ("first", first, "ms"),
        ("cold", cold, "ms"),
        ("unchanged", unchanged, "ms"),
        ("again", again, "ms"),
        ("size", len(what_is_on().body) / 1000, "kB"),
        ("loop", (loop + loop_ms()) / 2, "ms"),
    ):
        print(f"feed_{number}_{label} {value:.1f} {unit}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="croeso-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/feed.sqlite3")
        paper.start_django()
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
