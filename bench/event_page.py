"""An event's page as anybody sees it.

    python -m bench.event_page [--clients 1 8] [--views 500] [--debug]

DATABASE_URL chooses the database server; without it the site runs on SQLite.
"""

from __future__ import annotations

import argparse
import time

from bench.harness import Site, manage, report, run_clients, say, served_site
from bench.loop import loop_ms

EVENT = "/en/events/coffee-and-co-production/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--views", type=int, default=500, help="for each number of clients")
    parser.add_argument("--debug", action="store_true", help="with the settings of the demo")
    chosen = parser.parse_args()
    with served_site("pass", debug=chosen.debug) as site:
        print(
            manage(site.env, "shell", "-v0", "-c", "from bench.inside import count_event_page; count_event_page()"),
            end="",
        )
        for _ in range(20):
            view(site)
        for number in chosen.clients:
            name = f"event_page.{site.database}.{number}"
            say(f"{name}.loop_before", loop_ms(), "ms")
            report(name, run_clients(site, number, chosen.views, lambda _job: view(site)), timed="view")


def view(site: Site) -> float:
    begin = time.perf_counter()
    answer = site.get(EVENT)
    if answer.status != 200 or 'class="places-left"' not in answer.text:
        raise SystemExit(f"the page answered {answer.status}")
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
