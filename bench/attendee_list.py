"""The attendee list as a tagged PDF for 500 and 5,000 people: `python bench/attendee_list.py [SIZE …]`.

Prints `name value unit`: CPU of the first and of the next call, of the whole process with Django's start, peak memory
(and what the process held before), file size, and the time of a fixed loop beside them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import paper

SIZES = (500, 5000)


def main(size: int) -> None:
    paper.start_django()
    from events.documents.lists import ListRow, SheetHead, attendee_list

    rows = [
        ListRow(
            reference=f"{number:04}-TEST",
            name=paper.sample_name(number),
            organisation=paper.sample_organisation(number),
            ticket=("Free place", "Organisation ticket", "Concession")[number % 3],
            email=f"person{number}@example.org",
        )
        for number in range(size)
    ]
    head = SheetHead(
        event_title="Conversations that last",
        when="Thursday 11 February 2027, 10am",
        where="Neuadd Enghraifft, Wrexham",
        printed_by="Sam Staff",
        printed_at="10 February 2027, 4.15pm",
        language="en",
    )
    paper.measure(f"attendee_list_{size}", lambda: attendee_list(rows, head))


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]]
    if len(sizes) == 1:
        main(sizes[0])
    else:
        paper.run(__file__, sizes or SIZES)
