"""A free booking from the event page to the confirmation: four requests, as a browser without scripts makes them.

    python -m bench.booking [--clients 1 8 32] [--journeys 200] [--claims 0] [--debug]

DATABASE_URL chooses the database server; without it the site runs on SQLite. `--claims` fills the event first.
"""

from __future__ import annotations

import argparse
import re
import time
from urllib.parse import urlencode

from bench.harness import Answer, Site, manage, report, run_clients, say, served_site
from bench.loop import loop_ms

EVENT = "/en/events/coffee-and-co-production/"
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" (?:id="[^"]*" )?value="([^"]*)"')
REFERENCE = re.compile(r'class="booking-reference[^>]*value="([^"]+)"')
GAPS = re.compile(r"^\s*", re.MULTILINE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--journeys", type=int, default=200, help="for each number of clients")
    parser.add_argument("--claims", type=int, default=0, help="places of the event that are taken before")
    parser.add_argument("--debug", action="store_true", help="with the settings of the demo")
    chosen = parser.parse_args()
    with served_site(
        f"from bench.inside import make_room; make_room(claims={chosen.claims})", debug=chosen.debug
    ) as site:
        print(manage(site.env, "shell", "-v0", "-c", "from bench.inside import count_booking; count_booking()"), end="")
        for job in range(10):
            book_once(site, f"warm{job}")
        for number in chosen.clients:
            name = f"booking.{site.database}.{number}"
            say(f"{name}.loop_before", loop_ms(), "ms")
            measured = run_clients(
                site, number, chosen.journeys, lambda job, number=number: book_once(site, f"{number}-{job}")
            )
            report(name, measured, timed="submit")


def book_once(site: Site, visitor: str) -> float:
    """One journey of one visitor with an address of their own. Returns the seconds that the submit took."""
    headers = {"X-Forwarded-For": f"10.{abs(hash(visitor)) % 250}.{abs(hash(visitor)) // 250 % 250}.1"}
    _require(site.get(EVENT, headers), 200)
    form = _require(site.get(f"{EVENT}book/", headers), 200)
    typed = dict(FIELD.findall(form.text)) | {"name": "Sam Sample", "email": f"{visitor}@example.org"}
    headers |= {"Cookie": _cookie(form), "Content-Type": "application/x-www-form-urlencoded"}
    begin = time.perf_counter()
    sent = _require(site.ask("POST", f"{EVENT}book/", body=urlencode(typed), headers=headers), 303)
    lasted = time.perf_counter() - begin
    result = _require(site.get(sent.headers["Location"], {"Cookie": _cookie(sent)}), 200)
    if not REFERENCE.search(result.text):
        raise SystemExit("the confirmation shows no reference")
    return lasted


def _cookie(answer: Answer) -> str:
    return "; ".join(cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or [])


def _require(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise SystemExit(f"expected {status}, got {answer.status}:\n{GAPS.sub('', answer.text)[:2000]}")
    return answer


if __name__ == "__main__":
    main()
