"""Many people for few places: each opens the event, opens the form and sends it, at a time of their own.

    python -m bench.storm [--people 500] [--places 100] [--seconds 60]

DATABASE_URL chooses the database server; without it the site runs on SQLite. Prints how many were booked, refused and
failed, how long the submit took, and whether the recount at the end finds anything.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.booking import EVENT, FIELD
from bench.harness import Site, cpu_seconds, manage, say, served_site
from bench.loop import loop_ms

CLIENTS = 64
STATE = re.compile(r'class="booking-state" value="([a-z]+)"')

TAKEN = "from bench.inside import taken; print(taken())"


@dataclass(frozen=True)
class Try:
    """What one person was told ("confirmed", "full", or the status of a failure), and the seconds the submit took."""

    answer: str
    submit: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--places", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    with served_site(f"from bench.inside import make_room; make_room(places={chosen.places})") as site:
        before = int(manage(site.env, "shell", "-v0", "-c", TAKEN))
        name = f"storm.{site.database}"
        say(f"{name}.loop", loop_ms(), "ms")
        cpu = cpu_seconds(site.roots)
        tries = _storm(site, people=chosen.people, seconds=chosen.seconds)
        told = Counter(one.answer for one in tries)
        waits = sorted(one.submit * 1000 for one in tries)
        say(f"{name}.confirmed", told.pop("confirmed", 0), "people")
        say(f"{name}.refused", told.pop("full", 0), "people")
        say(f"{name}.failed", told.total(), f"people {json.dumps(told)}" if told else "people")
        say(f"{name}.booked", int(manage(site.env, "shell", "-v0", "-c", TAKEN)) - before, "places")
        say(f"{name}.submit.p50", statistics.median(waits), "ms")
        say(f"{name}.submit.p95", waits[int(len(waits) * 0.95)], "ms")
        say(f"{name}.cpu", (cpu_seconds(site.roots) - cpu) * 1000 / len(tries), "ms a person")
        print(manage(site.env, "audit_bookings").strip() or f"{name}.breaches 0 lines")


def _storm(site: Site, *, people: int, seconds: float) -> list[Try]:
    """Everybody comes at a random moment of the time there is, the same moments in each run."""
    chance = random.Random(people)
    moments = sorted(chance.uniform(0, seconds) for _ in range(people))
    begin = time.perf_counter()

    def come(number: int) -> Try:
        time.sleep(max(0.0, begin + moments[number] - time.perf_counter()))
        return _try_to_book(site, number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(come, range(people)))


def _try_to_book(site: Site, number: int) -> Try:
    headers = {"X-Forwarded-For": f"10.{number % 250}.{number // 250}.2"}
    site.get(EVENT, headers)
    form = site.get(f"{EVENT}book/", headers)
    typed = dict(FIELD.findall(form.text)) | {"name": "Sam Sample", "email": f"storm{number}@example.org"}
    cookies = "; ".join(cookie.split(";")[0] for cookie in form.headers.get_all("Set-Cookie") or [])
    headers |= {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    begin = time.perf_counter()
    sent = site.ask("POST", f"{EVENT}book/", body=urlencode(typed), headers=headers)
    lasted = time.perf_counter() - begin
    if sent.status == 303:
        return Try("confirmed", lasted)
    found = STATE.search(sent.text)
    return Try(found.group(1) if found and sent.status < 500 else str(sent.status), lasted)


if __name__ == "__main__":
    main()
