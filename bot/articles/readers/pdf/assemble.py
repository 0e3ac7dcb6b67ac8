"""A document's text from its pieces, with its title, its headings and its notes for moderators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.articles.article import Span
from bot.articles.readers.blocks import Block, Reading
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.pdf.apart import reasons_of
from bot.articles.readers.pdf.columns import in_columns
from bot.articles.readers.pdf.edges import edged, inset
from bot.articles.readers.pdf.glyphs import File
from bot.articles.readers.pdf.hyphens import Mender
from bot.articles.readers.pdf.info import declared_of
from bot.articles.readers.pdf.lines import lines_of
from bot.articles.readers.pdf.margins import without_margins
from bot.articles.readers.pdf.paragraphs import BULLETS, Piece, marker_of, pieces_of
from bot.articles.readers.pdf.setting import Setting, setting_of
from bot.articles.readers.pdf.shapes import UNREADABLE, Line, Sheet
from bot.articles.reject import RejectionError

MIN_LETTERS = 40
"""Letters a page, on average, below which a file with a picture on every page is a scan."""

MAX_UNREADABLE = 0.2
"""Share of glyphs that may have no letter before the file as a whole is unreadable."""

MAX_HEADING_CHARS = 160
MAX_SENTENCE_CHARS = 60
"""A heading with a full stop at its end is no longer than that; else it is a paragraph."""

TITLE_SIZE = 1.15
"""A title's size at least, in sizes of the text."""

MAX_TITLE_LINES = 5

_NO_TEXT = "The PDF holds no text, only pictures: it needs OCR first."
_GAP = "\n\n"
_LETTER = re.compile(r"[^\W\d_]")


def extract(data: bytes) -> Extracted:
    """Understand a PDF. Raises RejectionError, and whatever pdfminer raises for a broken one."""
    file = File(data)
    sheets = list(file.sheets())
    broken = [number for number, sheet in enumerate(sheets, start=1) if sheet is None]
    read = [sheet for sheet in sheets if sheet]
    if not read:
        raise RejectionError("The PDF is broken." if broken else "The PDF has no pages.")
    _check(read)
    pages, removed = without_margins(
        [lines_of(sheet) for sheet in read], [sheet.height for sheet in read]
    )
    lines = edged(in_columns(pages))
    if not lines:
        raise RejectionError(_NO_TEXT)
    setting = setting_of(lines)
    lines = inset(lines, setting.leading, setting.justified)
    pieces = pieces_of(lines, reasons_of(lines, setting), setting)
    title = _mark(pieces, setting)
    mender = Mender(lines)
    text, blocks = _assembled(pieces, mender)
    printed = mender.text(title.lines) if title else None
    first_page = " ".join(line.text for line in lines if line.page == lines[0].page)
    marked_up = any(block.reason == "heading" for block in blocks)
    notes = [
        *_notes(read, broken, removed, mender.mended, sum(line.marks for line in lines)),
        *([] if file.may_copy else ["The PDF's own settings forbid copying text from it."]),
    ]
    return Extracted(
        text=text,
        reading=Reading(tuple(blocks), printed, marked_up),
        kind=".pdf",
        declared=declared_of(file.info, first_page, printed),
        notes=tuple(notes),
    )


def _check(sheets: Sequence[Sheet]) -> None:
    """Raises RejectionError for a scan, and for fonts that do not say what their glyphs mean."""
    printed = [glyph.text for sheet in sheets for glyph in sheet.glyphs if glyph.text.strip()]
    letters = sum(_LETTER.search(text) is not None for text in printed)
    pictures = sum(sheet.pictures > 0 for sheet in sheets)
    if not printed or (pictures == len(sheets) and letters < MIN_LETTERS * len(sheets)):
        raise RejectionError(_NO_TEXT)
    if printed.count(UNREADABLE) > MAX_UNREADABLE * len(printed):
        raise RejectionError("The PDF does not say which letters its fonts show: it needs OCR.")


def _mark(pieces: Sequence[Piece], setting: Setting) -> Piece | None:
    """Give headings their reason, and the title, which is returned."""
    for piece in pieces:
        if piece.reason is None and _is_heading(piece, setting):
            piece.reason = "heading"
    title = _title(pieces, setting)
    if title:
        title.reason = "title"
    return title


def _is_heading(piece: Piece, setting: Setting) -> bool:
    lines = piece.lines
    length = sum(line.letters + 1 for line in lines)
    larger = all(setting.is_large(line) for line in lines)
    bold = all(line.bold for line in lines) and not setting.bold
    if not (larger or bold) or length > MAX_HEADING_CHARS:
        return False
    return not (lines[-1].text.endswith(".") and length > MAX_SENTENCE_CHARS)


def _title(pieces: Sequence[Piece], setting: Setting) -> Piece | None:
    """The heading in the largest letters of the first page, if one alone has them."""
    first = pieces[0].lines[0].page
    heads = [p for p in pieces if p.lines[0].page == first and p.reason in (None, "heading")]
    size = max((piece.lines[0].size for piece in heads), default=0.0)
    largest = [piece for piece in heads if piece.lines[0].size >= 0.97 * size]
    clear = (
        len(largest) == 1
        and largest[0].reason == "heading"
        and size >= TITLE_SIZE * setting.size
        and len(largest[0].lines) <= MAX_TITLE_LINES
        and any(_LETTER.search(line.text) for line in largest[0].lines)
    )
    return largest[0] if clear else None


def _assembled(pieces: Iterable[Piece], mender: Mender) -> tuple[str, list[Block]]:
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        for text, reason, item in _texts(piece, mender):
            blocks.append(Block(Span(at, at + len(text)), reason, item))
            parts.append(text)
            at += len(text) + len(_GAP)
    return _GAP.join(parts), blocks


def _texts(piece: Piece, mender: Mender) -> Iterator[tuple[str, str | None, bool]]:
    """A piece's text. Lines of a table stay lines; of a list's marks, a bullet goes."""
    if piece.reason in ("table", "contents"):
        yield "\n".join(line.text for line in piece.lines), piece.reason, False
        return
    marker = marker_of(piece.lines[0])
    lines = piece.lines
    if marker and marker in BULLETS and piece.reason is None:
        lines = [_without_first(lines[0]), *lines[1:]]
    text = mender.text(lines)
    reason = piece.reason or ("unreadable letters" if UNREADABLE in text else None)
    if text.strip():
        yield text, reason, marker is not None and reason is None


def _without_first(line: Line) -> Line:
    return replace(line, words=line.words[1:])


def _notes(
    sheets: Sequence[Sheet], broken: Sequence[int], removed: int, mended: int, marks: int
) -> Iterator[str]:
    if broken:
        some = ", ".join(map(str, broken[:10])) + (" …" if len(broken) > 10 else "")
        yield f"{_count(len(broken), 'page')} could not be read: {some}."
    if removed:
        yield f"{_count(removed, 'running head, foot or page number', 'running heads, feet and page numbers')} left out."  # noqa: E501
    if mended:
        yield f"Hyphens at {_count(mended, 'line end')} were taken out."
    if marks:
        yield f"{_count(marks, 'raised note mark')} left out."
    turned = sum(sheet.turned for sheet in sheets)
    if turned:
        yield f"{_count(turned, 'letter')} that do not stand upright left out."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
