"""The attendees of one event as CSV and XLSX, fetched from the admin: `python bench/spreadsheets.py [SIZE …]`.

Each person has two answers and a session. Prints `name value unit`: CPU of the request from the sign-in check to the
last byte, peak memory, file size, and the time of a fixed loop beside them.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import paper

SIZES = (500, 5000)


def main(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        paper.start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fetch = client_for(fill(size))
        for file_format in ("csv", "xlsx"):
            paper.measure(f"{file_format}_{size}", lambda address=file_format: fetch(address))


def fill(size: int) -> int:
    """An event with this many people on it; returns its primary key."""
    from events.choices import FOREVER, SessionChoice
    from events.models.bookings import Answer, Attendee, AttendeeSession, Booking
    from tests.factories.events import NOW, make_event, make_question, make_session

    event = make_event(session_choice=SessionChoice.ANY)
    ticket, session = event.ticket_types.get(), make_session(event)
    questions = [make_question(event, label=f"Question {number}") for number in (1, 2)]
    bookings = Booking.objects.bulk_create(
        Booking(
            event=event,
            state="confirmed",
            name=paper.sample_name(number),
            email=f"person{number}@example.org",
            created_at=NOW + dt.timedelta(seconds=number),
            confirmed_at=NOW,
        )
        for number in range(size)
    )
    people = Attendee.objects.bulk_create(
        Attendee(
            booking=booking,
            event=event,
            ticket_type=ticket,
            name=booking.name,
            organisation=paper.sample_organisation(number),
            claimed_until=FOREVER,
        )
        for number, booking in enumerate(bookings)
    )
    AttendeeSession.objects.bulk_create(AttendeeSession(attendee=person, session=session) for person in people)
    Answer.objects.bulk_create(
        Answer(booking=person.booking, attendee=person, question=question, value="A sample answer of some words.")
        for person in people
        for question in questions
    )
    return int(event.pk)


def client_for(event: int) -> Callable[[str], bytes]:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.create_superuser("bench"))

    def fetch(file_format: str) -> bytes:
        answer = client.get(f"/admin/desk/{event}/attendees.{file_format}")
        if "Content-Disposition" not in answer:
            raise SystemExit(f"{answer.status_code}: no file, but {answer['Content-Type']}")
        return answer.getvalue()

    return fetch


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]]
    if len(sizes) == 1:
        main(sizes[0])
    else:
        paper.run(__file__, sizes or SIZES)
