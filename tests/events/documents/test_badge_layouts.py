"""Label stock: every label lies on the sheet, and none on another."""

import itertools

import pytest

from events.documents.badge_layouts import LAYOUTS, SHEET_HEIGHT, SHEET_WIDTH, USUAL_LAYOUT


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_labels_lie_on_the_sheet_and_not_on_each_other(layout):
    boxes = [(left, top, left + layout.width, top + layout.height) for left, top in layout.corners]
    assert len(boxes) == layout.places
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= SHEET_WIDTH
        assert bottom <= SHEET_HEIGHT + 0.01
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] + 0.01 or other[2] <= one[0] + 0.01 or one[3] <= other[1] + 0.01


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_grid_is_in_the_middle_of_the_sheet(layout):
    right = SHEET_WIDTH - layout.corners[-1][0] - layout.width
    below = SHEET_HEIGHT - layout.corners[-1][1] - layout.height
    assert abs(layout.left - right) < 0.6
    assert abs(layout.top - below) < 0.6


def test_the_usual_sheet_is_the_first_and_there_are_six_kinds_of_bought_ones():
    assert USUAL_LAYOUT == "a4-90x55"
    assert sum(1 for layout in LAYOUTS.values() if "Avery" in str(layout.label) or "Durable" in str(layout.label)) >= 6
