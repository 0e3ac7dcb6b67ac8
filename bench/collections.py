"""Test collections in the formats that the benches read, as folders below --data.

retrieval/<name>/  corpus.jsonl.gz (id, title, text), queries.jsonl (id, text), qrels.tsv
retrieval/<name>/  paragraphs.jsonl.gz (id, title, text), questions.jsonl.gz (id, q, pid, answers,
                   imp, art): questions whose answer is a span of one paragraph

Both may also lie in --data itself. A document becomes an article of one paragraph; paragraphs that
share a title become one article.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.articles.article import (
    FIELDS,
    Article,
    Corpus,
    Document,
    Paragraph,
    Provenance,
    Span,
)
from bot.text.sentences import split_sentences

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Topic:
    """One query of a judged collection; `grades` maps document ids to grades above 0."""

    id: str
    text: str
    grades: dict[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A collection with relevance judgements. `titles` and `texts` are by document id, in order."""

    name: str
    titles: dict[str, str]
    texts: dict[str, str]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one paragraph; `answers` are texts that answer it, empty if none does."""

    id: str
    text: str
    paragraph: str
    article: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Paragraphs (id -> text) by article name, and answerable questions about them."""

    name: str
    articles: dict[str, dict[str, str]]
    questions: tuple[Asked, ...]


def judged_collections(data: Path) -> list[Judged]:
    return [_judged(folder) for folder in _folders(data, "corpus.jsonl.gz")]


def reading_collections(data: Path) -> list[Reading]:
    return [_reading(folder) for folder in _folders(data, "paragraphs.jsonl.gz")]


def corpus_of(articles: Iterable[tuple[str, str | None, Iterable[str]]]) -> Corpus:
    """A corpus of (id, title or None, paragraph texts); paragraphs keep their order."""
    return Corpus(tuple(_document(*article) for article in articles))


def judged_corpus(collection: Judged) -> Corpus:
    """One article of one paragraph a document, in the collection's order."""
    return corpus_of(
        (id_, collection.titles[id_] or None, [text]) for id_, text in collection.texts.items()
    )


def reading_corpus(collection: Reading, without: frozenset[str] = frozenset()) -> Corpus:
    """The collection's articles but those in `without`."""
    return corpus_of(
        (name, name, paragraphs.values())
        for name, paragraphs in collection.articles.items()
        if name not in without
    )


def _document(id_: str, title: str | None, paragraphs: Iterable[str]) -> Document:
    texts = [text for text in paragraphs if text.strip()]
    spans: list[Paragraph] = []
    at = 0
    for number, text in enumerate(texts, 1):
        begin = at + len(text) - len(text.lstrip())
        end = at + len(text.rstrip())
        sentences = tuple(Span(*s) for s in split_sentences(text.strip(), begin))
        spans.append(Paragraph(number, Span(begin, end), sentences))
        at += len(text) + len(PARAGRAPH_BREAK)
    provenance = dict.fromkeys(FIELDS, Provenance.UNKNOWN)
    article = Article(id_, id_, "", title, None, (), None, None, provenance)
    return Document(article, PARAGRAPH_BREAK.join(texts), tuple(spans))


def _folders(data: Path, file: str) -> list[Path]:
    candidates = [data, *sorted(data.glob("*")), *sorted(data.glob("retrieval/*"))]
    return [folder for folder in candidates if (folder / file).is_file()]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _judged(folder: Path) -> Judged:
    grades: dict[str, dict[str, float]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if float(grade) > 0:
            grades.setdefault(query, {})[document] = float(grade)
    documents = list(_lines(folder / "corpus.jsonl.gz"))
    return Judged(
        folder.name,
        {str(d["id"]): d.get("title") or "" for d in documents},
        {str(d["id"]): d["text"] or d.get("title") or "" for d in documents},
        tuple(
            Topic(str(q["id"]), q["text"], grades[str(q["id"])])
            for q in _lines(folder / "queries.jsonl")
            if str(q["id"]) in grades
        ),
    )


def _reading(folder: Path) -> Reading:
    articles: dict[str, dict[str, str]] = {}
    for paragraph in _lines(folder / "paragraphs.jsonl.gz"):
        if not paragraph["text"].strip():
            continue
        name = str(paragraph.get("art") or paragraph.get("title") or paragraph["id"])
        articles.setdefault(name, {})[str(paragraph["id"])] = paragraph["text"]
    home = {id_: name for name, texts in articles.items() for id_ in texts}
    questions = tuple(
        Asked(
            str(q["id"]),
            q["q"],
            str(q["pid"]),
            home[str(q["pid"])],
            tuple(dict.fromkeys(text for text, _ in q["answers"])),
        )
        for q in _lines(folder / "questions.jsonl.gz")
        if not q["imp"] and str(q["pid"]) in home
    )
    return Reading(folder.name, articles, questions)
