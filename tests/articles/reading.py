"""Short names for what the tests of this folder look at."""

from __future__ import annotations

from bot.articles.article import Document
from bot.articles.document import document_of_text


def pasted(text: str, path: str = "000_67e3e1ecc42e49a2.txt") -> Document:
    return document_of_text(path, text, "0" * 64)


def kept(document: Document) -> list[str]:
    return [document.slice(paragraph.span) for paragraph in document.paragraphs]


def dropped(document: Document) -> dict[str, str]:
    return {document.slice(drop.span): drop.reason for drop in document.dropped}
