"""Bytes of HTML and XML into elements: nothing is fetched, no entity of the file's own is expanded,
and depth and length stay within libxml2's limits."""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import Any

from bot.articles.decode import CP1252_NOTE
from bot.articles.readers.dom import Element

MAX_PROLOG_BYTES = 4_096
"""From the top of a file within which it may name its encoding; browsers look at 1,024."""

NOT_UTF8_NOTE = "The page names the encoding {name}, but is not in it."

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
"""What browsers read for a label (WHATWG Encoding): mostly a superset of what it names. A page that
can be searched for a label in ASCII is not UTF-16."""

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_DOCTYPE = re.compile(
    r"\A\s*(?:<!--.*?-->\s*)?<!DOCTYPE\b[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def decode_markup(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text and notes for moderators. Tried in order, as browsers do: a byte order mark; the
    encoding that the file names; UTF-8; Windows-1252, which takes any byte."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    notes: list[str] = []
    if name := _named(data[:MAX_PROLOG_BYTES]):
        try:
            return data.decode(_WIDER.get(name, name)), ()
        except (LookupError, UnicodeError):
            notes.append(NOT_UTF8_NOTE.format(name=name))
    try:
        return data.decode("utf-8"), tuple(notes)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text, (*notes, *(() if name == "cp1252" else (CP1252_NOTE,)))


def _named(prolog: bytes) -> str | None:
    found = _XML.match(prolog) or _META.search(_COMMENT.sub(b"", prolog))
    name = found[1].decode("ascii", "replace").lower() if found else None
    return name.replace("windows-", "cp") if name else None


def parse_page(text: str) -> Element | None:
    """The root element of an HTML document, whatever is wrong with it; None for an empty one."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return document_fromstring(_FORBIDDEN.sub("", text).encode(), parser=parser)
    except etree.LxmlError:
        return None


def parse_xml(data: bytes) -> Element:
    """The root element of an XML document. Raises ValueError when it is not well-formed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise ValueError(str(error)) from None
    if root is None:
        raise ValueError("no element")
    return root


def parse_xhtml(data: bytes) -> Element | None:
    """The root of an XHTML document: as XML, in which ``<title/>`` is an empty element, else as
    HTML. The characters that HTML names are known in both, and no others."""
    text, _ = decode_markup(data)
    bare = _DOCTYPE.sub("", _DECLARATION.sub("", _FORBIDDEN.sub("", text), count=1), count=1)
    try:
        return parse_xml(_ENTITY.sub(_character, bare).encode())
    except ValueError:
        return parse_page(bare)


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    return entity[0] if name in _OF_XML else html5.get(f"{name};", entity[0])
