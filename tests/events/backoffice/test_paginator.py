"""The words under a list."""

import pytest
from django.utils.translation import override

from events.backoffice.paginator import BookingPaginator, EntryPaginator, EventPaginator


@pytest.mark.parametrize(
    ("paginator", "one", "three", "in_welsh"),
    [
        (BookingPaginator, "1 booking", "3 bookings", "3 archeb"),
        (EventPaginator, "1 event", "3 events", "3 digwyddiad"),
        (EntryPaginator, "1 entry", "3 entries", "3 chofnod"),
    ],
)
def test_rows_are_counted_in_whole_phrases(paginator, one, three, in_welsh):
    labels = [paginator(range(number), 50).items_count_label for number in (1, 3)]
    assert labels == [one, three]
    with override("cy"):
        assert paginator(range(3), 50).items_count_label == in_welsh
