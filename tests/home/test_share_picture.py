"""The picture that stands beside a link."""

import io

import pytest
from PIL import Image

from home.share_picture import BAND, LEFT, PAPER, ShareCard, draw

LONG = "Together for better outcomes: homecare and community initiatives in every part of Wales, for years to come"


def opened(card: ShareCard) -> Image.Image:
    return Image.open(io.BytesIO(draw(card))).convert("RGB")


@pytest.mark.parametrize("title", ["Tŷ agored: ŵ ŷ â ê î ô û", LONG * 2, "W" * 300, "", "<b>&</b>"])
def test_draw_makes_a_small_picture_of_the_right_size(title):
    written = draw(ShareCard(title, "dydd Mawrth 3 Chwefror 2027, 11am · Ar-lein", seed="tea", threads="t-plum"))
    picture = Image.open(io.BytesIO(written))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(written) <= 60_000


def test_draw_keeps_text_off_the_pattern():
    """Between the band and the text is plain paper, and no text reaches the right edge."""
    picture = opened(ShareCard(LONG, LONG, seed="tea"))
    paper = tuple(int(PAPER[at : at + 2], 16) for at in (1, 3, 5))
    for left, right in ((BAND, LEFT - 4), (1160, 1200)):
        assert picture.crop((left, 0, right, 630)).getcolors() == [(630 * (right - left), paper)]


def test_draw_shows_the_title():
    empty, titled = opened(ShareCard("")), opened(ShareCard("Tea"))
    box = (LEFT, 0, 1200, 400)
    assert empty.crop(box).tobytes() != titled.crop(box).tobytes()


def test_digest_differs_with_all_that_is_shown():
    cards = [
        ShareCard("a"),
        ShareCard("b"),
        ShareCard("a", "b"),
        ShareCard("a", threads="t-sky"),
        ShareCard("a", seed="b"),
    ]
    assert len({card.digest() for card in cards}) == len(cards)
    assert ShareCard("a").digest() == ShareCard("a").digest()
