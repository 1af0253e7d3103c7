"""Pages as anybody sees them: an event's page, and the list and calendar of 500 events.

    python -m bench.pages [--clients 1 8] [--views 500] [--events 500] [--debug]

DATABASE_URL chooses the database server; without it the site runs on SQLite.
"""

from __future__ import annotations

import argparse
import time

from bench.harness import Site, cpu_seconds, manage, report, run_clients, say, served_site
from bench.loop import loop_ms

EVENT = "/en/events/coffee-and-co-production/"
LIST = "/en/events/"
WARM = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--views", type=int, default=500, help="for each number of clients")
    parser.add_argument("--events", type=int, default=500, help="in the month of the calendar")
    parser.add_argument("--debug", action="store_true", help="with the settings of the demo")
    chosen = parser.parse_args()
    with served_site("pass", debug=chosen.debug) as site:
        inside(site, "count_event_page()")
        for _ in range(20):
            view(site, EVENT)
        for number in chosen.clients:
            name = f"event_page.{site.database}.{number}"
            say(f"{name}.loop_before", loop_ms(), "ms")
            report(name, run_clients(site, number, chosen.views, lambda _job: view(site, EVENT)), timed="view")
        inside(site, f"fill_month({chosen.events})")
        for name, address in (("list", LIST), ("calendar", f"{LIST}?view=month&month=2031-03")):
            measure_list(site, f"{name}_{chosen.events}.{site.database}", address)


def inside(site: Site, call: str) -> None:
    print(manage(site.env, "shell", "-v0", "-c", f"from bench.inside import *; {call}"), end="")


def measure_list(site: Site, name: str, address: str) -> None:
    """Cold is made anew by a process that has made it before; each query is another address, and so is not kept."""
    for number in range(4):
        view(site, f"{address}{'&' if '?' in address else '?'}warm={number}")
    say(f"{name}.cold", cpu_of(site, [f"{address}{'&' if '?' in address else '?'}cold={n}" for n in range(4)]), "ms")
    for _ in range(4):
        view(site, address)
    say(f"{name}.warm", cpu_of(site, [address] * WARM), "ms")
    say(f"{name}.loop", loop_ms(), "ms")
    answer = site.get(address)
    say(f"{name}.size", len(answer.text.encode()) / 1000, "kB")
    packed = site.get(address, {"Accept-Encoding": "gzip"})
    say(f"{name}.size_on_the_wire", int(packed.headers["Content-Length"]) / 1000, "kB")


def cpu_of(site: Site, addresses: list[str]) -> float:
    """CPU milliseconds of all server processes for each of these views."""
    before = cpu_seconds(site.roots)
    for address in addresses:
        view(site, address)
    return (cpu_seconds(site.roots) - before) * 1000 / len(addresses)


def view(site: Site, address: str) -> float:
    begin = time.perf_counter()
    answer = site.get(address)
    if answer.status != 200 or (address == EVENT and 'class="places-left"' not in answer.text):
        raise SystemExit(f"{address} answered {answer.status}")
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
