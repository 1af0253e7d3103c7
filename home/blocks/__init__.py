"""The blocks that the body of any page may hold: one idea in each module."""

from home.blocks.heading import HeadingBlock
from home.blocks.highlight import HighlightBlock
from home.blocks.picture import PictureBlock
from home.blocks.quotation import QuotationBlock
from home.blocks.text import TextBlock

BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    ("text", TextBlock()),
    ("picture", PictureBlock()),
    ("quotation", QuotationBlock()),
    ("highlight", HighlightBlock()),
]

__all__ = ["BODY_BLOCKS", "HeadingBlock", "HighlightBlock", "PictureBlock", "QuotationBlock", "TextBlock"]
