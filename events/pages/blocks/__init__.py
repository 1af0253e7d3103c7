"""Blocks that only event pages hold: one idea in each module."""

from events.pages.blocks.document import DocumentBlock
from events.pages.blocks.link import LinkBlock

RESOURCE_BLOCKS = [("document", DocumentBlock()), ("link", LinkBlock())]

__all__ = ["RESOURCE_BLOCKS", "DocumentBlock", "LinkBlock"]
