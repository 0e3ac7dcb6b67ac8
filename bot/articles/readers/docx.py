"""Word documents, as they read once every tracked change is accepted.

Verbatim means here: the characters of a paragraph's runs in their order, also of runs that were
inserted or moved here, of links, fields and content controls. A tab is a tab, a line break a line's
end ("\\n"), and two in a row end the paragraph; a non-breaking hyphen is a hyphen. Not part of the
text: what was deleted or moved away, hidden text, footnotes, comments, text boxes, headers and
footers, the numbers and bullets of lists.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.articles.bylines import read_byline
from bot.articles.readers.dom import (
    MAX_PIECES,
    TABLE,
    Element,
    Piece,
    heads,
    merge_tables,
    to_reading,
)
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.extras import extra
from bot.articles.readers.statements import stated
from bot.articles.reject import RejectionError

TOP_PARAGRAPHS = 6
"""Among which a byline stands; with one, the author that Word noted is not needed."""

MAX_STYLES = 40
"""Styles that one may rest upon; more are a circle."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "sdtPr", "txbxContent")
)
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_REASONS = (
    (re.compile(r"title\Z"), "title"),
    (re.compile(r"subtitle\Z"), "deck"),
    (re.compile(r"(?:heading|toc heading)\b"), "heading"),
    (re.compile(r"toc [0-9]"), "table of contents"),
    (re.compile(r"caption\Z"), "caption or credit"),
    (re.compile(r"(?:footnote|endnote) text\Z"), "footnote"),
    (re.compile(r"(?:header|footer)\Z"), "running head"),
)
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TYPIST = re.compile(
    r"(?:user|admin\w*|owner|author|unknown|default|windows user|microsoft\b.*|python-docx|hp|.)\Z",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"microsoft word\b|(?:untitled|document|template)\s*[0-9]*\Z|\S+\.docx?\Z", re.I
)


def read_docx(data: bytes) -> Extracted:
    """The document's paragraphs in order; cells of tables have the reason "table".

    The document's properties declare a title, where no paragraph has the style Title, and an
    author, where no byline stands at the top; the days on which it was made and saved say nothing
    of publication. Raises RejectionError when the extra is missing or it is no Word document.
    """
    with extra("docx", "Word"):
        from docx import Document
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
    except Exception as error:  # python-docx lets through what zipfile and lxml raise, and others
        raise RejectionError("Not a Word document, or a damaged one.", detail=repr(error)) from None
    if body is None:
        raise RejectionError("Not a Word document, or a damaged one.")
    pieces = list(islice(merge_tables(_pieces(body, _Styles(document))), MAX_PIECES))
    title = next(
        (" ".join(piece.text.split()) for piece in pieces if piece.reason == "title"), None
    )
    text, reading = to_reading(pieces, title)
    core = document.core_properties
    named = core.title if not title and not _FILE_NAME.match(core.title.strip()) else None
    bylined = any(read_byline(piece.text) for piece in pieces[:TOP_PARAGRAPHS])
    authors = [] if bylined else [name for name in core.author.split(";") if name.strip()]
    declared = stated(
        title=named, authors=[name for name in authors if not _TYPIST.match(name.strip())]
    )
    return Extracted(text, reading, ".docx", declared)


class _Styles:
    """What a paragraph's style says of it: whether it is a heading, an item of a list."""

    def __init__(self, document: Any) -> None:
        styles = list(document.styles.element.iterchildren(f"{_W}style"))
        self._by_id = {style.get(f"{_W}styleId"): style for style in styles}
        kinds = (s for s in styles if s.get(f"{_W}type") == "paragraph" and s.get(f"{_W}default"))
        self._default = next((style.get(f"{_W}styleId") for style in kinds), None)

    def line(self, paragraph: Element) -> Iterator[Element]:
        """The properties that hold for a paragraph: its own, its style's, and those of the styles
        that this one rests upon."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        named = own.find(f"{_W}pStyle") if own is not None else None
        id_ = named.get(f"{_W}val") if named is not None else self._default
        for _ in range(MAX_STYLES):
            style = self._by_id.get(id_)
            if style is None:
                return
            yield style
            based = style.find(f"{_W}basedOn")
            id_ = based.get(f"{_W}val") if based is not None else None

    def reason(self, paragraph: Element) -> str | None:
        for properties in self.line(paragraph):
            name = properties.find(f"{_W}name")
            shown = name.get(f"{_W}val", "").lower() if name is not None else ""
            for pattern, reason in _REASONS:
                if pattern.match(shown):
                    return reason
            level = properties.find(f"{_W}outlineLvl")
            if level is None:
                level = properties.find(f"{_W}pPr/{_W}outlineLvl")
            if level is not None and level.get(f"{_W}val") in tuple("012345678"):
                return "heading"
        return None

    def item(self, paragraph: Element) -> bool:
        for properties in self.line(paragraph):
            number = properties.find(f".//{_W}numPr/{_W}numId")
            if number is not None:
                return bool(number.get(f"{_W}val") != "0")
            name = properties.find(f"{_W}name")
            if name is not None and name.get(f"{_W}val", "").lower().startswith("list "):
                return True
        return False


def _pieces(body: Element, styles: _Styles) -> Iterator[Piece]:
    """Paragraphs cut where two lines end in a row, and joined where the mark that ends one was
    deleted."""
    before = ""
    titled = False
    for paragraph in body.iter(f"{_W}p"):
        table, gone = _place(paragraph)
        if gone:
            continue
        runs = list(_runs(paragraph))
        text = before + "".join(shown for shown, _ in runs)
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        if mark is not None and any(mark.find(f"{_W}{n}") is not None for n in ("del", "moveFrom")):
            before = text
            continue
        before = ""
        reason = TABLE if table else styles.reason(paragraph)
        if reason is None and heads(text.strip()) and all(bold for shown, bold in runs if shown):
            reason = "heading"
        reason = "heading" if reason == "title" and titled else reason
        item = styles.item(paragraph)
        for part in _BLANK_LINE.split(text):
            if shown := part.strip():
                titled = titled or reason == "title"
                yield Piece(shown, paragraph, 0.0, reason, item)


def _place(paragraph: Element) -> tuple[bool, bool]:
    """Whether a paragraph is in a table, and whether it is no part of the text."""
    table = False
    for around in paragraph.iterancestors():
        if around.tag in _GONE or around.tag.endswith("}Fallback"):
            return table, True
        table = table or around.tag == f"{_W}tbl"
    return table, False


def _runs(element: Element) -> Iterator[tuple[str, bool]]:
    """The text that is shown within a paragraph, in order, and whether it is bold."""
    for child in element.iterchildren():
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str) or tag.endswith("}Fallback"):
            continue
        if tag == f"{_W}r":
            properties = child.find(f"{_W}rPr")
            if not _on(properties, "vanish"):
                bold = _on(properties, "bold") or _on(properties, "b")
                yield "".join(_characters(child)), bold
        elif tag == f"{_M}t":
            yield child.text or "", False
        elif tag != f"{_W}p":
            yield from _runs(child)


def _characters(run: Element) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}br":
            yield "\n" if child.get(f"{_W}type") in (None, "textWrapping") else ""
        elif child.tag == f"{_W}sym":
            yield _symbol(child)
        else:
            yield _CHARACTERS.get(child.tag, "")


def _symbol(element: Element) -> str:
    """A character of a named font; those of symbol fonts have no other meaning."""
    code = element.get(f"{_W}char", "")
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _on(properties: Element | None, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "true") not in ("0", "false", "off", "none")
