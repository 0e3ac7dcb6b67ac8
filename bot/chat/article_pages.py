"""Which paragraphs of an article stand on which page. Pure: the same text always gives the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.articles.article import Document, Paragraph, Span
from bot.chat import lines
from bot.chat.escape import escape
from bot.chat.parts import TEXT_UNITS

HEAD_UNITS = 1_200
"""Of a page, kept for what stands over its paragraphs."""

PAGE_UNITS = TEXT_UNITS - HEAD_UNITS
PIECE_UNITS = PAGE_UNITS - 50
"""The number of its paragraph, marks of a cut and of what is bold come on top."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a part of one that no page could hold; `span` is of the decoded file."""

    number: int
    span: Span
    cut_before: bool = False
    cut_after: bool = False


Page = tuple[Piece, ...]


def pages_of(document: Document) -> tuple[Page, ...]:
    """The paragraphs in order, as many a page as there is room for; at least one page. Takes a
    microsecond for 20 characters or so: much for a long file, so do it in a thread."""
    pages: list[Page] = []
    page: list[Piece] = []
    left = PAGE_UNITS
    for paragraph in document.paragraphs:
        for piece in _pieces(document, paragraph):
            needed = lines.units(shown(document, piece)) + 1
            if page and needed > left:
                pages.append(tuple(page))
                page, left = [], PAGE_UNITS
            page.append(piece)
            left -= needed
    return (*pages, tuple(page))


def page_at(pages: tuple[Page, ...], place: int) -> int:
    """The number of the page, from 0, that holds the character `place` of the decoded file, or the
    nearest one before it."""
    starts = [page[0].span.start for page in pages if page]
    return max(0, sum(start <= place for start in starts) - 1)


def shown(document: Document, piece: Piece, lit: Span | None = None) -> str:
    """The piece as a quote below its number; what of it lies in `lit` is bold."""
    start, end = piece.span
    lit = lit or Span(start, start)
    within = Span(max(lit.start, start) - start, min(lit.end, end) - start)
    quote = lines.quoted(
        document.slice(piece.span),
        within if within.end > within.start else Span(0, 0),
        TEXT_UNITS,
        cut_before=piece.cut_before,
        cut_after=piece.cut_after,
    )
    return f"-# ¶ {piece.number:,}\n{quote}"


def _pieces(document: Document, paragraph: Paragraph) -> Iterator[Piece]:
    whole = Piece(paragraph.number, paragraph.span)
    if _units(document, paragraph.span) <= PIECE_UNITS:
        yield whole
        return
    spans = _joined(document, paragraph)
    for place, span in enumerate(spans):
        yield Piece(paragraph.number, span, place > 0, place < len(spans) - 1)


def _joined(document: Document, paragraph: Paragraph) -> list[Span]:
    """Sentences put together to spans that fit a page."""
    spans: list[Span] = []
    for sentence in paragraph.sentences:
        for part in _parts(document, sentence):
            longer = Span(spans[-1].start, part.end) if spans else part
            if spans and _units(document, longer) <= PIECE_UNITS:
                spans[-1] = longer
            else:
                spans.append(part)
    return spans


def _parts(document: Document, sentence: Span) -> Iterator[Span]:
    """The sentence, or runs of its words, each fit for a page: escaping at most doubles them."""
    most = PIECE_UNITS // 2 - 1
    start, end = sentence
    if _units(document, sentence) <= PIECE_UNITS:
        yield sentence
        return
    while end - start > most:
        run = document.text[start : start + most]
        words = run.rstrip().rpartition(" ")[0].rstrip()
        length = len(words) or most
        yield Span(start, start + length)
        rest = document.text[start + length : end]
        start += length + len(rest) - len(rest.lstrip())
    if end > start:
        yield Span(start, end)


def _units(document: Document, span: Span) -> int:
    return lines.units(escape(document.slice(span)))
