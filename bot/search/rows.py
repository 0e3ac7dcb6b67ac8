"""An article as a row of JSON, and back: all of a Document but its text and the spans in it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bot.articles.article import Article, Document, Dropped, Provenance, Span, article_fields

_DECODER = json.JSONDecoder()


def row(document: Document) -> str:
    return json.dumps(
        {
            "article": article_fields(document.article),
            "dropped": [[*dropped.span, dropped.reason] for dropped in document.dropped],
            "notes": list(document.notes),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def article(value: dict[str, Any]) -> Article:
    fields = dict(value["article"])
    fields["authors"] = tuple(fields["authors"])
    fields["warnings"] = tuple(fields["warnings"])
    for name in ("date", "earliest", "latest"):
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["provenance"] = {name: Provenance(how) for name, how in fields["provenance"].items()}
    return Article(**fields)


def dropped(value: dict[str, Any]) -> tuple[Dropped, ...]:
    return tuple(Dropped(Span(start, end), reason) for start, end, reason in value["dropped"])


def notes(value: dict[str, Any]) -> tuple[str, ...]:
    return tuple(value["notes"])


def named(raw: bytes) -> tuple[str | None, str]:
    """The title and the path of the article in a row, without reading the rest of it."""
    text = raw.decode("utf-8", "surrogatepass")
    title, _ = _DECODER.raw_decode(text, text.index('"title":') + len('"title":'))
    path, _ = _DECODER.raw_decode(text, text.index('"path":') + len('"path":'))
    return title, path
