"""Who is told the link to join online: people with a confirmed place there, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from events.choices import Attendance
from events.models.bookings import Attendee
from events.models.events import Event


def join_url_for(event: Event, people: Sequence[Attendee]) -> str:
    """The link for these booked people, or "".

    In a hybrid event it is for those with an online ticket; where no ticket says so, everybody may choose on the day.
    """
    if event.attendance == Attendance.VENUE or not people:
        return ""
    if event.attendance == Attendance.HYBRID:
        online = {row.pk for row in event.ticket_types.all() if row.attendance == Attendance.ONLINE}
        if online and not any(person.ticket_type_id in online for person in people):
            return ""
    return event.join_url
