"""Markdown by CommonMark's rules: which lines are paragraphs and which are something else.

Only the block structure is parsed. A paragraph keeps its inline marks, for a quote is what stands
in the file. Tables are read as GitHub writes them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.articles.article import Span
from bot.articles.readers.blocks import Block, Reading

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_OPENING_MARKS = re.compile(r"(?:[ \t]*+(?:>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*+[ \t]*+")
_IMAGES = re.compile(
    r"(?:\[?!\[[^\]]*+\](?:\([^()]*+\)|\[[^\]]*+\])(?:\](?:\([^()]*+\)|\[[^\]]*+\]))?\s*+)++"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
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
    items = 0
    for token, following in pairwise([*tokens, Token("end", "", 0)]):
        items += token.nesting if token.type.startswith("list_item") else 0
        if token.map is None:
            continue
        if token.type == "heading_open":
            headings = True
            first = title is None and token.tag == "h1"
            title = plain(following.content) if first else title
            blocks += _block(text, lines, token, "title" if first else "heading", False)
        elif token.type in _REASONS:
            blocks += _block(text, lines, token, _REASONS[token.type], False)
        elif token.type == "paragraph_open":
            blocks += _paragraph(text, lines, token, items > 0)
    return Reading(tuple(blocks), title or None, marked_up=headings)


def plain(inline: str) -> str:
    """A heading without its marks, on one line: emphasis, code, links and escapes taken off."""
    words = _EMPHASIS.sub("", _LINK.sub(r"\1", inline))
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words).split())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _lines(text: str, start: int) -> list[int]:
    """Offsets at which the lines start, as CommonMark counts lines, and the end of the text."""
    return [start, *(match.end() for match in _LINE.finditer(text, start) if match[0])]


def _paragraph(text: str, lines: list[int], token: Token, item: bool) -> list[Block]:
    found = _block(text, lines, token, None, item)
    if not found:
        return []
    start, end = found[0].span
    if _IMAGES.fullmatch(text, start, end):
        return [Block(found[0].span, "image")]
    if _FOOTNOTE.match(text, start, end):
        return [Block(found[0].span, "footnote")]
    return found


def _block(
    text: str, lines: list[int], token: Token, reason: str | None, item: bool
) -> list[Block]:
    """The token's lines without the marks of the lists and quotations it stands in."""
    first, last = token.map or (0, 0)
    start, end = lines[first], lines[min(last, len(lines) - 1)]
    if reason is None and token.level > 0:
        marks = _OPENING_MARKS.match(text, start, end)
        start = marks.end() if marks else start
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return [Block(Span(start, end), reason, item)] if start < end else []
