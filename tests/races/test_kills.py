"""Processes killed in the middle of a storm: nothing that was shown to a person is lost."""

from __future__ import annotations

import email
import email.policy
import os
import random
import signal
import subprocess
import threading
from collections import Counter
from http.client import HTTPException
from pathlib import Path

from events.models.bookings import Booking
from events.models.messages import Message
from tests.races.server import Answer, Browser, Site
from tests.races.storms import at_once, clean, open_event, path_of

KILLS = 30
TRIES = 400


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """Process ids of the web workers under one gunicorn."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    found = listed.read_text() if listed.exists() else ""
    return [int(pid) for pid in found.split()]


def kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def sent(folder: Path) -> Counter[str]:
    """How often each mail, known by its Message-ID, was sent."""
    found: Counter[str] = Counter()
    for path in folder.glob("*"):
        for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if part.strip():
                found[email.message_from_bytes(part.lstrip(), policy=email.policy.default)["Message-ID"]] += 1
    return found


def test_thirty_kills_lose_nothing(site: Site, root_page: object) -> None:
    event = open_event(root_page, capacity=1000)
    web, worker = site.start_web(), site.start_worker()
    chance, over, killed = random.Random(30), threading.Event(), Counter[str]()

    def attempt(number: int) -> Answer | None:
        try:
            return Browser(site.port).book(
                path_of(event), name=f"Sample Person {number}", email=f"kill{number}@example.org"
            )
        except (OSError, ValueError, HTTPException):  # the process that answered was killed, perhaps within a page
            return None

    def killing() -> None:
        nonlocal worker
        while killed.total() < KILLS and not over.wait(0.15):
            pids = children(web)
            if chance.random() < 0.3:
                killed["worker"] += kill(worker.pid)
                worker.wait()
                worker = site.start_worker()
            elif pids:
                killed["web"] += kill(chance.choice(pids))

    killer = threading.Thread(target=killing)
    killer.start()
    answers = at_once([lambda number=number: attempt(number) for number in range(TRIES)])
    over.set()
    killer.join()
    shown = {answer.reference for answer in answers if answer and answer.state == "confirmed"}
    stored = set(Booking.objects.filter(state="confirmed").values_list("reference", flat=True))
    assert killed["web"] >= KILLS // 3
    assert len(shown) > TRIES // 4
    assert shown <= stored
    assert clean(site) == ""
    site.drain()
    messages = Message.objects.count()
    mails = sent(site.folder / "mail")
    assert len(mails) == messages == len(stored)
    assert mails.total() - len(mails) <= killed["worker"]
