"""Books in the EPUB format, 2 and 3: one article, its chapters in the order in which they are read.

Verbatim means here what it means for a web page (bot.articles.readers.dom). Left out: tables of
contents, covers, indexes and notes; headings have a reason.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from urllib.parse import unquote

from bot.articles.readers.dom import (
    MAX_PIECES,
    Element,
    Piece,
    ancestors,
    pieces_of,
    tag_of,
    to_reading,
)
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.extras import extra
from bot.articles.readers.markup import parse_xhtml, parse_xml
from bot.articles.readers.statements import day_of, stated
from bot.articles.reject import RejectionError

MAX_MEMBER_BYTES = 5_000_000
"""Of one file within the book, unpacked."""

MAX_UNPACKED_BYTES = 50_000_000
"""Of all that is read of a book."""

MAX_MEMBERS = 5_000
"""Files within a book, pictures and fonts included."""

ENCRYPTED = "The book is encrypted (DRM); only books without copy protection can be read."
DAMAGED = "Not an EPUB book, or a damaged one."

_OCF = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_FONT_MASKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_CHAPTERS = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
)
_APART = frozenset(
    """toc landmarks page-list loi lot cover titlepage title-page copyright-page index bibliography
    colophon index-headnotes footnotes endnotes rearnotes footnote endnote rearnote""".split()
)
_REFUSED = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def read_epub(data: bytes) -> Extracted:
    """The whole book. Raises RejectionError when the extra is missing, or the book is damaged,
    encrypted, or larger than the limits."""
    with extra("epub", "EPUB"):
        import lxml.etree  # noqa: F401
    book = _Book(data)
    path = _package_path(book)
    package = book.xml(path)
    chapters = (_chapter(book, name) for name in _spine(package, path))
    pieces = list(islice(chain.from_iterable(chapters), MAX_PIECES))
    text, reading = to_reading(pieces)
    declared = stated(
        title=next(_metadata(package, "title"), None),
        source=next(_metadata(package, "publisher"), None),
        authors=_metadata(package, "creator"),
        published=next((day for each in _metadata(package, "date") if (day := day_of(each))), None),
    )
    return Extracted(text, replace(reading, marked_up=True), ".epub", declared)


class _Book:
    """The files of a book, of which no more is unpacked than the limits allow."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except Exception as error:  # zipfile lets through whatever a damaged field leads to
            raise RejectionError(DAMAGED, detail=repr(error)) from None
        if len(members) > MAX_MEMBERS:
            raise RejectionError(f"More than {MAX_MEMBERS:,} files in the book.")
        self._members = {info.filename: info for info in members}
        self._left = MAX_UNPACKED_BYTES
        self._encrypted = self._encrypted_names()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Raises RejectionError when there is no such file, or it cannot or must not be read."""
        info = self._members.get(name)
        if info is None:
            raise RejectionError(DAMAGED, detail=f"no member {name!r}")
        if info.flag_bits & 0x1 or name in self._encrypted:
            raise RejectionError(ENCRYPTED)
        limit = min(MAX_MEMBER_BYTES, self._left)
        try:
            with self._archive.open(info) as member:
                data = member.read(limit + 1)
        except MemoryError:
            raise
        except Exception as error:  # as above
            raise RejectionError(DAMAGED, detail=repr(error)) from None
        if len(data) > limit:
            raise RejectionError(f"A part of the book unpacks to more than {limit / 1e6:.3g} MB.")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element:
        try:
            return parse_xml(self.read(name))
        except ValueError as error:
            raise RejectionError(DAMAGED, detail=f"{name!r}: {error}") from None

    def _encrypted_names(self) -> frozenset[str]:
        """Files that copy protection covers; fonts are only masked, which hides no text."""
        self._encrypted = frozenset[str]()
        if "META-INF/encryption.xml" not in self:
            return frozenset()
        names: list[str] = []
        for each in self.xml("META-INF/encryption.xml").iter(f"{_ENC}EncryptedData"):
            method = each.find(f"{_ENC}EncryptionMethod")
            if method is not None and method.get("Algorithm") in _FONT_MASKS:
                continue
            names += (unquote(one.get("URI") or "") for one in each.iter(f"{_ENC}CipherReference"))
        return frozenset(names)


def _package_path(book: _Book) -> str:
    for root in book.xml("META-INF/container.xml").iter(f"{_OCF}rootfile"):
        if path := root.get("full-path"):
            return unquote(path) if path not in book else str(path)
    raise RejectionError(DAMAGED, detail="container.xml names no package")


def _parts(package: Element, name: str) -> Iterator[Element]:
    return (element for element in package.iter("{*}" + name))


def _metadata(package: Element, name: str) -> Iterator[str]:
    """Texts of the Dublin Core elements of a name, as they stand in order."""
    found = package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    return (text for element in found if (text := "".join(element.itertext()).strip()))


def _spine(package: Element, path: str) -> Iterator[str]:
    """Names of the chapters in order, each once, without contents, cover and asides."""
    folder = posixpath.dirname(path)
    apart = {
        _name(folder, element.get("href"))
        for element in _parts(package, "reference")
        if (element.get("type") or "").lower().removeprefix("other.") in _APART
    }
    manifest = {
        element.get("id"): element for element in _parts(package, "item") if element.get("href")
    }
    seen: set[str] = set()
    for reference in _parts(package, "itemref"):
        item = manifest.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no":
            continue
        name = _name(folder, item.get("href"))
        kind = item.get("media-type") or "application/xhtml+xml"
        nav = "nav" in (item.get("properties") or "").split()
        if name and not nav and kind in _CHAPTERS and name not in apart and name not in seen:
            seen.add(name)
            yield name


def _name(folder: str, href: str | None) -> str | None:
    """A member's name from an address in the package; None for what lies elsewhere."""
    address = (href or "").partition("#")[0]
    if not address or _REFUSED.match(address):
        return None
    return posixpath.normpath(posixpath.join(folder, unquote(address)))


def _chapter(book: _Book, name: str) -> Iterator[Piece]:
    root = parse_xhtml(book.read(name))
    body = next(root.iter("{*}body"), root) if root is not None else None
    if body is None:
        return
    for piece in pieces_of(body):
        if any(_is_apart(element) for element in ancestors(piece.home)):
            continue
        yield replace(piece, reason="navigation") if _is_nav(piece) else piece


def _is_apart(element: Element) -> bool:
    kinds = element.get(_TYPE) or element.get("epub:type") or ""
    return not _APART.isdisjoint(kinds.split())


def _is_nav(piece: Piece) -> bool:
    """A page of nothing but links is a table of contents, whatever it is called."""
    return piece.linked >= 1.0 and tag_of(piece.home) in ("p", "li", "div", "td")
