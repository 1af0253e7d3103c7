"""Check-ins as a door's script sends them: one scan at a time, then batches from a telephone that was offline.

    python -m bench.checkin [--clients 1 8] [--scans 400] [--batches 10]

DATABASE_URL chooses the database server; without it the site runs on SQLite.
"""

from __future__ import annotations

import argparse
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.harness import Site, manage, report, run_clients, say, served_site
from bench.loop import loop_ms

BATCH = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--scans", type=int, default=400, help="for each number of clients")
    parser.add_argument("--batches", type=int, default=10, help=f"of {BATCH} scans each")
    chosen = parser.parse_args()
    people = (len(chosen.clients) * chosen.scans) + chosen.batches * BATCH + 20
    with served_site(f"from bench.inside import make_room; make_room(claims={people})") as site:
        door = json.loads(manage(site.env, "shell", "-v0", "-c", "from bench.inside import open_door; open_door()"))
        codes = iter(door["codes"])
        send = sender(site, door["number"], door["token"])
        for _ in range(20):
            send([scan(next(codes))])
        for number in chosen.clients:
            name = f"checkin.{site.database}.{number}"
            rows = [scan(next(codes)) for _ in range(chosen.scans)]
            say(f"{name}.loop_before", loop_ms(), "ms")
            report(
                name, run_clients(site, number, chosen.scans, lambda job, rows=rows: send([rows[job]])), timed="scan"
            )
        batches = [[scan(next(codes), let_in=True) for _ in range(BATCH)] for _ in range(chosen.batches)]
        name = f"checkin.{site.database}.batch_of_{BATCH}"
        report(name, run_clients(site, 1, chosen.batches, lambda job: send(batches[job])), timed="batch")


def scan(code: str, **wishes: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "at": int(time.time() * 1000), "code": code, **wishes}


def sender(site: Site, number: int, token: str) -> Callable[[list[dict[str, Any]]], float]:
    """Sends scans, insists that each lets somebody in, and returns the seconds that it took."""
    headers = {"X-Door": str(number), "Content-Type": "application/json", "Cookie": f"door={token}"}

    def send(scans: list[dict[str, Any]]) -> float:
        begin = time.perf_counter()
        path = f"/check-in/{number}/scans.json"
        answer = site.ask("POST", path, body=json.dumps({"scans": scans}), headers=headers)
        lasted = time.perf_counter() - begin
        states = [row["state"] for row in json.loads(answer.text)["answers"]]
        if answer.status != 200 or states != ["ok"] * len(scans):
            raise SystemExit(f"{answer.status}: {states[:5]}")
        return lasted

    return send


if __name__ == "__main__":
    main()
