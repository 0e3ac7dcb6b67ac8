"""What every reader makes of a decoded file: its blocks, in order."""

from __future__ import annotations

from dataclasses import dataclass

from bot.articles.article import Span


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the file that starts and ends with no white space.

    `reason` says why it is never quoted; None while it may be. `item` marks an item of a list,
    which may lack a full stop and still be text.
    """

    span: Span
    reason: str | None = None
    item: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Blocks in order, without overlap. `title` is one that the markup declares. `marked_up` says
    that the file marks its headings itself, so that none has to be guessed from its shape."""

    blocks: tuple[Block, ...]
    title: str | None = None
    marked_up: bool = False
