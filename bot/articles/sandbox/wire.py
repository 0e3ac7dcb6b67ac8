"""What passes between the two sides: frames of bytes, and an article of a file as JSON.

The side that reads files is not trusted. So nothing is unpickled, and whatever it sends is looked
over before it becomes an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from struct import Struct
from typing import Any, TypeVar

from bot.articles.article import Span
from bot.articles.readers.blocks import Block, Reading
from bot.articles.readers.extracted import Extracted, Found
from bot.articles.readers.front_matter import Declared

HEAD = Struct(">Q")
"""The length of a frame, before its bytes."""

MAX_FRAME_BYTES = 60_000_000
"""Of one article: text of the greatest length, its blocks, and the file's own metadata."""

MAX_ANSWER_BYTES = 100_000_000
"""Of all articles of one file together; what does not fit is left out with a reason."""

MAX_REASON_CHARS = 300
MAX_NOTES = 50

_HEX = re.compile(r"(?:[0-9a-f]{64})?")
_KINDS = (".txt", ".md")
_LONE = re.compile("[\ud800-\udfff]")
_T = TypeVar("_T")


def framed(payload: bytes) -> bytes:
    return HEAD.pack(len(payload)) + payload


def dumped(value: object) -> bytes:
    """JSON in UTF-8, lone surrogates and all."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def loaded(payload: bytes) -> Any:
    """The opposite of dumped(), with a replacement character in place of each lone surrogate and
    each NUL, which no file is allowed to bring into a corpus. Raises ValueError."""
    try:
        return _clean(json.loads(payload.decode("utf-8", "surrogatepass")))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value).replace("\x00", "\ufffd")
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return value


def packed(found: Found) -> dict[str, object]:
    """Plain values for dumped()."""
    extracted = found.extracted
    return {
        "member": found.member,
        "digest": found.digest,
        "reason": found.reason,
        "extracted": None if extracted is None else _packed(extracted),
    }


def _packed(extracted: Extracted) -> dict[str, object]:
    reading, declared = extracted.reading, extracted.declared
    return {
        "text": extracted.text,
        "reading": None
        if reading is None
        else {
            "blocks": [[*block.span, block.reason, block.item] for block in reading.blocks],
            "title": reading.title,
            "marked_up": reading.marked_up,
        },
        "kind": extracted.kind,
        "declared": {
            "title": declared.title,
            "date": _iso(declared.date),
            "source": declared.source,
            "authors": list(declared.authors),
            "url": declared.url,
            "warnings": list(declared.warnings),
            "notes": list(declared.notes),
        },
        "inferred_date": _iso(extracted.inferred_date),
        "notes": list(extracted.notes),
    }


def unpacked(value: Any) -> Found:
    """The opposite of packed(). Raises ValueError when `value` is nothing that a reader could have
    found: blocks out of order or beyond the text, both or neither of article and reason."""
    try:
        extracted = value["extracted"]
        found = Found(
            _text(value["member"]),
            _text(value["digest"]),
            None if extracted is None else _unpacked(extracted),
            _text(value["reason"]),
        )
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError("not what a reader finds") from error
    if not _HEX.fullmatch(found.digest) or not found.member.isprintable():
        raise ValueError("neither a digest nor a name")
    if (found.extracted is None) != bool(found.reason) or len(found.reason) > MAX_REASON_CHARS:
        raise ValueError("neither an article nor a reason")
    return found


def _unpacked(value: Any) -> Extracted:
    text, kind = _text(value["text"]), _text(value["kind"])
    reading, declared = value["reading"], value["declared"]
    if reading is None and kind not in _KINDS:
        raise ValueError("no text reader's suffix")
    return Extracted(
        text,
        None if reading is None else _reading(reading, text),
        kind,
        Declared(
            title=_maybe(declared["title"], _text),
            date=_maybe(declared["date"], date.fromisoformat),
            source=_maybe(declared["source"], _text),
            authors=_texts(declared["authors"]),
            url=_maybe(declared["url"], _text),
            warnings=_texts(declared["warnings"]),
            notes=_texts(declared["notes"]),
        ),
        _maybe(value["inferred_date"], date.fromisoformat),
        _texts(value["notes"]),
    )


def _reading(value: Any, text: str) -> Reading:
    blocks: list[Block] = []
    at = 0
    for start, end, reason, item in value["blocks"]:
        if type(start) is not int or type(end) is not int or not at <= start < end <= len(text):
            raise ValueError("blocks out of order")
        if text[start].isspace() or text[end - 1].isspace():
            raise ValueError("white space around a block")
        blocks.append(Block(Span(start, end), _maybe(reason, _text), bool(item)))
        at = end
    return Reading(tuple(blocks), _maybe(value["title"], _text), bool(value["marked_up"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} for a text")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} for texts")
    return tuple(_text(each) for each in value[:MAX_NOTES])


def _maybe(value: Any, read: Callable[[Any], _T]) -> _T | None:
    return None if value is None else read(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
