"""Markdown by CommonMark's rules: which lines are paragraphs and which are something else.

Only the block structure is parsed. A paragraph keeps its inline marks, for a quote is what stands
in the file. Tables are read as GitHub writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.articles.article import Span
from bot.articles.readers.blocks import Block, Reading
from bot.articles.readers.text import ENDS_WITH_STOP

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_OPENING_MARKS = re.compile(r"(?:[ \t]*+(?:>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*+[ \t]*+")
_IMAGES = re.compile(
    r"(?:\[?!\[[^\]]*+\](?:\([^()]*+\)|\[[^\]]*+\])(?:\](?:\([^()]*+\)|\[[^\]]*+\]))?\s*+)++"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_ALL_BOLD = re.compile(r"(\*\*|__)(?![\s*_])(?:(?!\1)[^\r\n]){1,200}\1[ \t]*")
"""A line set wholly in bold does a heading's work: an interviewer's question, a section's name."""

_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|_{2,3}|`+)")
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^()]*\)|\[[^\]]*\])")
_REASONS = {
    "fence": "code",
    "code_block": "code",
    "html_block": "HTML",
    "hr": "section rule",
    "table_open": "table",
}


def read_markdown(text: str, start: int = 0) -> Reading:
    """Blocks of `text` from offset `start` on; the first level-one heading is the title."""
    lines = _lines(text, start)
    tokens = _parser().parse(text[start:])
    blocks: list[Block] = []
    title: str | None = None
    headings = False
    items = quotations = 0
    for token, following in pairwise([*tokens, Token("end", "", 0)]):
        items += token.nesting if token.type.startswith("list_item") else 0
        quotations += token.nesting if token.type.startswith("blockquote") else 0
        if token.map is None:
            continue
        if token.type == "heading_open":
            headings = True
            first = title is None and token.tag == "h1"
            title = plain(following.content) if first else title
            blocks += _block(text, lines, token.map, "title" if first else "heading")
        elif token.type in _REASONS:
            blocks += _block(text, lines, token.map, _REASONS[token.type])
        elif token.type == "paragraph_open":
            for part in _parts(text, lines, token.map) if quotations else (token.map,):
                blocks += _paragraph(text, lines, part, nested=token.level > 0, item=items > 0)
    return Reading(tuple(blocks), title or None, marked_up=headings)


def plain(inline: str) -> str:
    """A heading without its marks, on one line: emphasis, code, links and escapes taken off."""
    words = _EMPHASIS.sub("", _LINK.sub(r"\1", inline))
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words).split())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _lines(text: str, start: int) -> list[int]:
    """Offsets at which the lines start, as CommonMark counts lines, and the end of the text."""
    return [start, *(match.end() for match in _LINE.finditer(text, start) if match[0])]


def _parts(text: str, lines: list[int], span: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Line ranges of a quoted paragraph, cut where a line ends with a stop.

    Each line of a quotation begins with a mark; so cut, few sentences have one in their middle.
    """
    begin = span[0]
    for line in range(span[0] + 1, min(span[1], len(lines) - 1)):
        if ENDS_WITH_STOP.search(text[lines[line - 1] : lines[line]].rstrip()[-6:]):
            yield begin, line
            begin = line
    yield begin, span[1]


def _paragraph(
    text: str, lines: list[int], span: Sequence[int], *, nested: bool, item: bool
) -> list[Block]:
    found = _block(text, lines, span, None, nested=nested)
    if not found:
        return []
    where = found[0].span
    if _IMAGES.fullmatch(text, *where):
        return [Block(where, "image")]
    if _FOOTNOTE.match(text, *where):
        return [Block(where, "footnote")]
    if _ALL_BOLD.fullmatch(text, *where):
        return [Block(where, "heading")]
    return [Block(where, item=item)]


def _block(
    text: str, lines: list[int], span: Sequence[int], reason: str | None, *, nested: bool = False
) -> list[Block]:
    """The lines from span[0] up to span[1], without the marks of what they are nested in."""
    start, end = lines[span[0]], lines[min(span[1], len(lines) - 1)]
    if nested:
        marks = _OPENING_MARKS.match(text, start, end)
        start = marks.end() if marks else start
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return [Block(Span(start, end), reason)] if start < end else []
