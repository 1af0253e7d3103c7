"""Badge sheets with QR codes for 500 and 2,000 people: `python bench/badges.py [SIZE …]`.

Prints `name value unit`: CPU of the first and of the next call, of the whole process with Django's start, peak memory
(and what the process held before), file size, and the time of a fixed loop beside them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import paper

SIZES = (500, 2000)


def main(size: int) -> None:
    paper.start_django()
    from events.documents.badges import Badge, BadgeSheetHead, badge_sheets
    from events.models.codes import ALPHABET

    def code(number: int) -> str:
        return "".join(ALPHABET[(number * 7919 + place * 31 * (number + 3)) % len(ALPHABET)] for place in range(12))

    badges = [
        Badge(
            name=paper.sample_name(number),
            code=code(number),
            organisation=paper.sample_organisation(number),
            pronouns=("", "she/her", "they/them")[number % 3],
            role="attendee" if number % 11 else "speaker",
            speaks_welsh=number % 3 == 0,
            no_photos=number % 13 == 0,
        )
        for number in range(size)
    ]
    head = BadgeSheetHead("Conversations that last", "11 February 2027", "en", "conversations", "t-plum")
    paper.measure(f"badges_{size}", lambda: badge_sheets(badges, head))


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]]
    if len(sizes) == 1:
        main(sizes[0])
    else:
        paper.run(__file__, sizes or SIZES)
