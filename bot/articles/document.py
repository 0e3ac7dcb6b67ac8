"""One file as a Document: decode, read its blocks and header, and keep what may be quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from hashlib import blake2b, sha256
from itertools import dropwhile
from pathlib import PurePosixPath
from typing import TypeVar

from bot.articles.article import Article, Document, Dropped, Paragraph, Provenance, Span
from bot.articles.corrections import cut_notes
from bot.articles.decode import decode
from bot.articles.footer import read_footer
from bot.articles.header import Header, read_header
from bot.articles.quotable import is_heading, never_quoted
from bot.articles.readers.blocks import Block, Reading
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.front_matter import REWRITTEN_WARNING, Declared, read_front_matter
from bot.articles.readers.markdown import read_markdown
from bot.articles.readers.text import read_text
from bot.articles.reject import RejectionError
from bot.articles.rewritten import looks_rewritten
from bot.text.calendar import leading_date
from bot.text.sentences import split_sentences

MAX_LINES = 50_000
MAX_PARAGRAPHS = 10_000
MAX_QUOTABLE_CHARS = 2_000_000
"""A file with more of any is a book or a table, not an article."""

MAX_PARAGRAPH_CHARS = 50_000
"""A longer block is never quoted: no card could show where in it a sentence stands."""

SUSPECTED_WARNING = (
    "The wording looks rewritten by a machine: check it, quotations included, against the original."
)

NO_PARAGRAPH = "No paragraph that could be quoted."

_T = TypeVar("_T")

READERS: dict[str, Callable[[str, int], Reading]] = {".txt": read_text, ".md": read_markdown}

_HASH_LIKE = re.compile(r"(?=\w*[0-9])[0-9a-f]{8,}|[0-9]{5,}", re.IGNORECASE)
_DATED_NAME = re.compile(r"([12][0-9]{3})([-_.]?)([01][0-9])\2([0-3][0-9])(?=[-_. ]|\Z)")
_NOT_SPACE = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def read_document(path: str, data: bytes) -> Document:
    """Understand the bytes of one file; `path` is relative to the corpus, with forward slashes.

    Raises RejectionError, whose text is the reason, when the file is not text, too large, empty, of
    a kind that cannot be read, has broken front matter, or holds nothing that can be quoted.
    """
    text, notes = decode(data)
    document = document_of_text(path, text, sha256(data).hexdigest())
    if not document.paragraphs:
        raise RejectionError(NO_PARAGRAPH)
    return replace(document, notes=notes + document.notes)


def document_of_text(path: str, text: str, digest: str, suffix: str | None = None) -> Document:
    """Understand a decoded file; `suffix` is that of its kind, None for the path's own.

    Raises RejectionError; a Document may be without paragraphs.
    """
    reader = READERS.get((suffix or PurePosixPath(path).suffix).lower())
    if reader is None:
        raise RejectionError("Unsupported kind of file: no text.")
    if len(text.splitlines()) > MAX_LINES:
        raise RejectionError(f"More than {MAX_LINES:,} lines.")
    declared = read_front_matter(text)
    return _document(path, text, digest, declared, reader(text, declared.end))


def document_of_extracted(path: str, digest: str, extracted: Extracted) -> Document:
    """Understand what a reader took out of a file. Raises RejectionError."""
    text, reading = extracted.text, extracted.reading
    if reading is None:
        document = document_of_text(path, text, digest, extracted.kind)
    else:
        declared, inferred = extracted.declared, extracted.inferred_date
        document = _document(path, text, digest, declared, reading, inferred)
    if not document.paragraphs:
        raise RejectionError(NO_PARAGRAPH)
    return replace(document, notes=extracted.notes + document.notes)


def _document(
    path: str,
    text: str,
    digest: str,
    declared: Declared,
    reading: Reading,
    inferred: date | None = None,
) -> Document:
    if len(reading.blocks) > MAX_PARAGRAPHS:
        raise RejectionError(f"More than {MAX_PARAGRAPHS:,} paragraphs.")
    judged = (_judged(text, block) for block in reading.blocks)
    blocks = tuple(part for block in judged for part in cut_notes(text, block))
    if sum(block.span.end - block.span.start for block in blocks if not block.reason) > (
        MAX_QUOTABLE_CHARS
    ):
        raise RejectionError(f"More than {MAX_QUOTABLE_CHARS:,} characters that could be quoted.")
    header = read_header(text, replace(reading, blocks=blocks), declared.title)
    read_footer(text, header)
    if not reading.marked_up:
        header.blocks = _without_headings(text, header.blocks)
    paragraphs = _paragraphs(text, header.blocks)
    dropped = _dropped(text, header.blocks, declared.end)
    article = _article(path, digest, declared, header, inferred)
    body = (text[p.span.start : p.span.end] for p in paragraphs)
    if REWRITTEN_WARNING not in article.warnings and looks_rewritten(body):
        article = replace(article, warnings=(*article.warnings, SUSPECTED_WARNING))
    return Document(article, text, paragraphs, dropped, declared.notes)


def _judged(text: str, block: Block) -> Block:
    if block.reason:
        return block
    if block.span.end - block.span.start > MAX_PARAGRAPH_CHARS:
        return replace(block, reason=f"longer than {MAX_PARAGRAPH_CHARS:,} characters")
    reason = never_quoted(text[block.span.start : block.span.end])
    return replace(block, reason=reason) if reason else block


def _without_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Drop headings between paragraphs, unless they are all there is."""
    heads = {
        at
        for at, block in enumerate(blocks)
        if not block.reason
        and not block.item
        and is_heading(text[block.span.start : block.span.end])
    }
    if all(block.reason or at in heads for at, block in enumerate(blocks)):
        return blocks
    return [
        replace(block, reason="heading") if at in heads else block
        for at, block in enumerate(blocks)
    ]


def _paragraphs(text: str, blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
    kept = [block.span for block in blocks if not block.reason]
    return tuple(
        Paragraph(
            number,
            span,
            tuple(Span(*s) for s in split_sentences(text[span.start : span.end], span.start)),
        )
        for number, span in enumerate(kept, start=1)
    )


def _dropped(text: str, blocks: list[Block], start: int) -> tuple[Dropped, ...]:
    """Dropped blocks, and whatever the blocks leave out: front matter, list marks, definitions."""
    dropped = [Dropped(block.span, block.reason) for block in blocks if block.reason]
    at = 0
    for span in [*(block.span for block in blocks), Span(len(text), len(text))]:
        if gap := _NOT_SPACE.search(text, at, span.start):
            front = start and gap.start() < start
            where = Span(gap.start(), min(gap.end(), start) if front else gap.end())
            dropped.append(Dropped(where, "front matter" if front else _mark(gap[0])))
            rest = _NOT_SPACE.search(text, start, span.start) if front else None
            if rest:
                dropped.append(Dropped(Span(*rest.span()), _mark(rest[0])))
        at = span.end
    return tuple(sorted(dropped, key=lambda drop: drop.span))


def _mark(gap: str) -> str:
    return "link definition" if "]:" in gap else "Markdown mark"


def _article(
    path: str, digest: str, declared: Declared, header: Header, inferred: date | None
) -> Article:
    name = PurePosixPath(path).stem
    named_date, named_title = name_fields(name)
    title = _first(
        (declared.title, "declared"), (header.title, "header"), (named_title, "filename")
    )
    source = _first((declared.source, "declared"), (header.source, "header"))
    authors = _first((declared.authors, "declared"), (header.authors, "header"))
    published = _first(
        (declared.date, "declared"),
        (header.published or header.updated, "header"),
        (named_date, "filename"),
        (header.print_date or inferred, "inferred"),
    )
    url = _first(
        (declared.url, "declared"), (header.url, "inferred" if header.url_inferred else "header")
    )
    return Article(
        id=article_id(path),
        path=path,
        digest=digest,
        title=title[0],
        source=source[0],
        authors=authors[0] or (),
        date=published[0],
        url=url[0],
        provenance={
            "title": title[1],
            "source": source[1],
            "authors": authors[1],
            "date": published[1],
            "url": url[1],
        },
        warnings=declared.warnings,
    )


def article_id(path: str) -> str:
    """12 hexadecimal digits of the BLAKE2b of a relative path with forward slashes."""
    return blake2b(path.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def name_fields(stem: str) -> tuple[date | None, str | None]:
    """The date and the title that a file's name states: "2018-08-17-talks-go-on"."""
    dated = _DATED_NAME.match(stem)
    found = leading_date("-".join(dated.group(1, 3, 4))) if dated else None
    rest = stem[dated.end() :] if dated and found else stem
    words = [word for word in re.split(r"[-_\s]+", rest) if word]
    words = list(dropwhile(str.isdecimal, words))
    readable = all(word.isalnum() and not _HASH_LIKE.fullmatch(word) for word in words)
    enough = sum(word.isalpha() for word in words) >= (2 if found else 3)
    title = " ".join(words) if readable and enough else None
    return (found[0] if found else None), (title[0].upper() + title[1:] if title else None)


def _first(*options: tuple[_T | None, str]) -> tuple[_T | None, Provenance]:
    for value, provenance in options:
        if value:
            return value, Provenance(provenance)
    return None, Provenance.UNKNOWN
