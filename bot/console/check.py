"""``corpus check``: how every file of a folder was understood."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bot.answer.wording import plural
from bot.articles.article import Article, Corpus, Document, Provenance, article_fields
from bot.articles.dated import day, published
from bot.articles.library import scan
from bot.console.clean import clean
from bot.console.screen import Screen
from bot.console.stream import emit

SHOWN_CHARS = 72  # of a paragraph or dropped block, in the list for people


def check(folder: Path, as_json: bool) -> int:
    """Print every article with its fields, what is quotable, what is not, and every rejection.

    Raises CorpusError.
    """
    corpus = scan(folder)
    if as_json:
        emit(corpus_to_json(corpus))
    else:
        show_corpus(Screen(sys.stdout), corpus)
    return 0


def corpus_to_json(corpus: Corpus) -> dict[str, Any]:
    """Spans are pairs of character offsets into the decoded file."""
    return {
        "articles": [_document_to_json(document) for document in corpus.documents],
        "rejected": [{"path": item.path, "reason": item.reason} for item in corpus.rejected],
    }


def _document_to_json(document: Document) -> dict[str, Any]:
    return {
        **article_fields(document.article),
        "notes": list(document.notes),
        "paragraphs": [
            {
                "paragraph": paragraph.number,
                "span": list(paragraph.span),
                "sentences": [list(sentence) for sentence in paragraph.sentences],
                "text": document.slice(paragraph.span),
            }
            for paragraph in document.paragraphs
        ],
        "dropped": [
            {
                "span": list(dropped.span),
                "reason": dropped.reason,
                "text": document.slice(dropped.span),
            }
            for dropped in document.dropped
        ],
    }


def show_corpus(screen: Screen, corpus: Corpus) -> None:
    for document in corpus.documents:
        show_document(screen, document)
    for rejection in corpus.rejected:
        screen.line(f"rejected: {clean(rejection.path)}: {clean(rejection.reason)}", "red")
    paragraphs = sum(len(document.paragraphs) for document in corpus.documents)
    dropped = sum(len(document.dropped) for document in corpus.documents)
    screen.line(
        f"{plural(len(corpus.documents), 'article')}, {plural(paragraphs, 'paragraph')} quotable, "
        f"{plural(dropped, 'block')} dropped, {plural(len(corpus.rejected), 'file')} rejected",
        "bold",
    )


def show_document(screen: Screen, document: Document) -> None:
    """One article with all that `check` tells of it."""
    article = document.article
    screen.line(clean(article.path), "bold")
    for name, shown in _fields(article):
        screen.line(f"{name + ':':<9}{shown}", first="  ", rest=" " * 11)
    for warning in article.warnings:
        screen.line("! " + clean(warning), "yellow", first="  ", rest="    ")
    for note in document.notes:
        screen.line("note: " + clean(note), "dim", first="  ", rest="    ")
    for paragraph in document.paragraphs:
        start = _start(document.slice(paragraph.span))
        screen.line(f"¶ {paragraph.number:<4} {start}", first="  ", rest=" " * 9)
    for dropped in document.dropped:
        start = _start(document.slice(dropped.span))
        screen.line(f"dropped ({clean(dropped.reason)}): {start}", "dim", first="  ", rest=" " * 9)
    screen.line()


def _fields(article: Article) -> tuple[tuple[str, str], ...]:
    return (
        ("title", _known(article, "title", article.title)),
        ("source", _known(article, "source", article.source)),
        ("authors", _known(article, "authors", ", ".join(article.authors))),
        ("date", _date(article)),
        ("url", _known(article, "url", article.url)),
    )


def _known(article: Article, name: str, value: str | None) -> str:
    provenance = article.provenance[name].value
    return f"{clean(value)} ({provenance})" if value else provenance


def _date(article: Article) -> str:
    """An inferred date says itself that it is."""
    if article.provenance["date"] is Provenance.INFERRED:
        return published(article)
    return _known(article, "date", day(article.date) if article.date else None)


def _start(text: str) -> str:
    shown = clean(text).strip()
    return shown if len(shown) <= SHOWN_CHARS else shown[: SHOWN_CHARS - 1].rstrip() + "…"
