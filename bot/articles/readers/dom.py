"""From the elements of a page to the pieces of text that it shows, as a browser lays them out.

Verbatim means here: the text nodes of a paragraph in their order, entities decoded; runs of white
space count as one blank, none next to a line's end; `<br>` ends a line ("\\n"), and two of them in
a row end the paragraph; `<pre>` keeps its line ends; `<q>` shows its quotation marks. Characters
that a page does not show are left out: soft hyphens, zero-width spaces, what is hidden or struck
out, and how ruby is read. Inline elements add nothing. A no-break space stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.articles.article import Span
from bot.articles.readers.blocks import Block, Reading

Element = Any
"""Of lxml, which comes without types."""

CAPTION = "caption or credit"
TABLE = "table"

MAX_PIECES = 20_000
"""Pieces of text that are read of a file: twice as many as an article may have paragraphs."""

MAX_HEADING_CHARS = 200
"""Longer text is no heading, even if all of it is bold."""

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main
    menu nav ol option p plaintext pre search section summary table tbody td tfoot th thead tr ul
    xmp""".split()
)
_UNSEEN = frozenset(
    """area audio base button canvas colgroup datalist del embed frame frameset head iframe input
    link map math meta meter noembed noframes noscript object param picture progress rp rt s script
    select source strike style svg template textarea title track video""".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_REASONS = dict.fromkeys(_HEADINGS, "heading") | {
    "figure": CAPTION,
    "figcaption": CAPTION,
    "caption": CAPTION,
    "nav": "navigation",
    "legend": "form",
}
_ITEMS = frozenset("li dt dd".split())
_BOLD = frozenset("b strong".split())
_LAID_OUT = frozenset("p div table ul ol blockquote h1 h2 h3 h4 pre article section".split())
_HIDDEN_STYLE = re.compile(r"(?:\A|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_HIDDEN_CLASS = re.compile(
    r"(?<![\w-])(?:visually-?hidden|sr-only|screen-reader(?:-text)?)(?![\w-])", re.I
)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" +")
_LINE_END = re.compile(r" ?\n ?")
_NOT_SHOWN = re.compile("[\xad\u200b\u2060\ufeff\x00]")
_NO_LETTER = re.compile(r"[\W_]+")
_STOP = re.compile(r"[.!…。:;,][\"'”’»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two borders of block elements; it neither starts nor ends with white space.

    `home` is the innermost block element around it. `linked` is the share of its letters within
    links, 0 to 1. `reason` and `item` are as in Block.
    """

    text: str
    home: Element
    linked: float = 0.0
    reason: str | None = None
    item: bool = False


def tag_of(element: Element) -> str:
    """An element's name in lower case without its namespace; empty for a comment and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def pieces_of(root: Element) -> Iterator[Piece]:
    """The pieces of text that `root` shows, in order; a table of data is one. Takes time linear in
    its size and no stack, however deep it is."""
    return merge_tables(_every_piece(root))


def merge_tables(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Cells in a row become one piece, each on a line of its own."""
    for table, group in groupby(pieces, key=lambda piece: piece.reason == TABLE):
        if table:
            cells = list(group)
            yield replace(cells[0], text="\n".join(cell.text for cell in cells))
        else:
            yield from group


def _every_piece(root: Element) -> Iterator[Piece]:
    walk = _Walk()
    stack: list[tuple[Element, Iterator[Element]]] = []
    yield from walk.enter(root)
    stack.append((root, iter(root)))
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield from walk.leave(element)
            if stack:
                yield from walk.add(element.tail)
        elif not tag_of(child) or _unseen(child):
            yield from walk.add(child.tail)
        else:
            yield from walk.enter(child)
            stack.append((child, iter(child)))


def to_reading(pieces: Iterable[Piece], title: str | None = None) -> tuple[str, Reading]:
    """The pieces as one text, a blank line between two, and the blocks of it."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        blocks.append(Block(Span(at, at + len(piece.text)), piece.reason, piece.item))
        parts.append(piece.text)
        at += len(piece.text) + 2
    headings = any(block.reason in ("heading", "title") for block in blocks)
    return "\n\n".join(parts), Reading(tuple(blocks), title, marked_up=headings)


def _unseen(element: Element) -> bool:
    if tag_of(element) in _UNSEEN or element.get("hidden") is not None:
        return True
    style, names = element.get("style"), element.get("class")
    return bool((style and _HIDDEN_STYLE.search(style)) or (names and _HIDDEN_CLASS.search(names)))


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open block element and what holds for the text within."""

    element: Element
    reason: str | None = None
    item: bool = False


class _Walk:
    """Text that has come in since the last border of a block."""

    def __init__(self) -> None:
        self.frames: list[_Frame] = []
        self.links = self.bolds = self.pres = self.quotes = 0
        self._reset()

    def _reset(self) -> None:
        self.chars: list[str] = []
        self.letters = self.linked = self.bold = 0
        self.broken = False  # whether nothing but blanks has come in since a line's end

    def enter(self, element: Element) -> Iterator[Piece]:
        tag = tag_of(element)
        if tag in _BLOCKS or not self.frames:
            yield from self.flush()
            self.frames.append(self._frame(element, tag))
        self.pres += tag in ("pre", "listing", "xmp", "plaintext")
        self.links += tag == "a"
        self.bolds += tag in _BOLD
        if tag == "q":
            self.chars.append("‘" if self.quotes % 2 else "“")
            self.quotes += 1
        elif tag == "br":
            yield from self.end_line()
        yield from self.add(element.text)

    def leave(self, element: Element) -> Iterator[Piece]:
        tag = tag_of(element)
        if tag == "q":
            self.quotes -= 1
            self.chars.append("’" if self.quotes % 2 else "”")
        if self.frames[-1].element is element:
            yield from self.flush()
            self.frames.pop()
        self.pres -= tag in ("pre", "listing", "xmp", "plaintext")
        self.links -= tag == "a"
        self.bolds -= tag in _BOLD

    def add(self, text: str | None) -> Iterator[Piece]:
        if not text:
            return
        first, *others = text.split("\n") if self.pres else [text]
        self._take(first)
        for line in others:
            yield from self.end_line()
            self._take(line)

    def end_line(self) -> Iterator[Piece]:
        if self.broken:
            yield from self.flush()
        elif self.letters:
            self.chars.append("\n")
            self.broken = True

    def flush(self) -> Iterator[Piece]:
        text = _LINE_END.sub("\n", _SPACES.sub(" ", "".join(self.chars))).strip()
        if text and self.letters:
            frame = self.frames[-1]
            reason = frame.reason
            if reason is None and self.bold == self.letters and heads(text):
                reason = "heading"
            yield Piece(text, frame.element, self.linked / self.letters, reason, frame.item)
        self._reset()

    def _take(self, text: str) -> None:
        shown = _BLANKS.sub(" ", _NOT_SHOWN.sub("", text))
        self.chars.append(shown)
        letters = len(shown) - shown.count(" ") - shown.count("\xa0")
        if letters:
            self.broken = False
        self.letters += letters
        self.linked += letters if self.links else 0
        self.bold += letters if self.bolds else 0

    def _frame(self, element: Element, tag: str) -> _Frame:
        outer = self.frames[-1] if self.frames else _Frame(element)
        reason = _REASONS.get(tag, outer.reason)
        if tag == "blockquote" and outer.reason == CAPTION:
            reason = None
        elif tag == "pre" and element.find(".//{*}code") is not None:
            reason = "code"
        elif tag == "table" and not lays_out(element):
            reason = TABLE
        return _Frame(element, reason, outer.item or tag in _ITEMS)


def heads(text: str) -> bool:
    """Whether text set in bold throughout has a heading's shape."""
    return len(text) <= MAX_HEADING_CHARS and "\n" not in text and not _STOP.search(text)


def lays_out(table: Element) -> bool:
    """Whether a table places the parts of a page instead of holding data: its cells hold paragraphs
    or other tables, or there is one cell."""
    if table.get("role") in ("presentation", "none"):
        return True
    cells = 0
    for element in table.iterdescendants():
        tag = tag_of(element)
        cells += tag in ("td", "th")
        if tag in _LAID_OUT:
            return True
    return cells <= 1


def letters(text: str) -> str:
    """Nothing but its letters and digits, in one case: what survives any other way of reading."""
    return _NO_LETTER.sub("", text.casefold())


def ancestors(element: Element) -> Sequence[Element]:
    """The element and those around it, from the inside out."""
    return (element, *element.iterancestors())
