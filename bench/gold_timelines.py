"""Collections of dated articles with timelines that editors wrote about the same topics.

<folder>/articles.jsonl.gz  topic, source, id, pub (ISO date), sents (tokenised sentences)
<folder>/timelines.json     topic -> name -> ISO date -> sentences, or name -> ISO date ->
                            sentences, the topic then being the one that the name begins with
<folder>/queries.json       topic -> what a person would ask for; optional

A folder is --data itself, one in it, or one in its timeline/.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.articles.article import FIELDS, Article, Corpus, Document, Paragraph, Provenance, Span

SENTENCES_A_PARAGRAPH = 3
"""The collections do not keep paragraphs; news has about as many sentences in one."""

PLAIN_QUERIES = {
    "bpoil": "BP oil spill",
    "egypt": "Egypt protests",
    "finan": "financial crisis",
    "h1n1": "H1N1 swine flu",
    "haiti": "Haiti earthquake",
    "iraq": "Iraq war",
    "libya": "Libya war",
    "mj": "Michael Jackson death",
    "syria": "Syria crisis",
    "yemen": "Yemen crisis",
}
"""What a person would ask for where a collection has only a code for its topic and no
queries.json: the topics' names in Tran et al. 2013 and 2015, who published these collections."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True, slots=True)
class DatedArticle:
    topic: str
    source: str
    id: str
    published: date
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldTimeline:
    """An editor's timeline; `days` has at least one day."""

    name: str
    topic: str
    days: Mapping[date, tuple[str, ...]]

    @property
    def span(self) -> tuple[date, date]:
        return min(self.days), max(self.days)

    @property
    def sentences_a_day(self) -> int:
        """The mean, rounded (to the even number half way, at least 1)."""
        return max(1, round(sum(map(len, self.days.values())) / len(self.days)))


@dataclass(frozen=True, slots=True)
class TimelineCollection:
    """`queries` has one plain text for every topic of the timelines."""

    name: str
    articles: tuple[DatedArticle, ...]
    timelines: tuple[GoldTimeline, ...]
    queries: Mapping[str, str]


def timeline_collections(data: Path) -> list[TimelineCollection]:
    folders = [data, *sorted(data.glob("*")), *sorted(data.glob("timeline/*"))]
    return [
        _collection(folder)
        for folder in folders
        if (folder / "articles.jsonl.gz").is_file() and (folder / "timelines.json").is_file()
    ]


def pooled_corpus(articles: Iterable[DatedArticle]) -> Corpus:
    """The articles of all topics in one corpus, each dated and quotable sentence by sentence."""
    return Corpus(tuple(document_of(article) for article in articles))


def document_of(article: DatedArticle) -> Document:
    """Exactly the given sentences, as paragraphs of SENTENCES_A_PARAGRAPH; no title is known."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    spans: list[Span] = []
    at, size = 0, SENTENCES_A_PARAGRAPH
    for place, sentence in enumerate(article.sentences, 1):
        spans.append(Span(at, at + len(sentence)))
        last = place == len(article.sentences)
        ends = last or len(spans) == size
        pieces.append(sentence + ("" if last else "\n\n" if ends else " "))
        at += len(pieces[-1])
        if ends:
            span = Span(spans[0].start, spans[-1].end)
            paragraphs.append(Paragraph(len(paragraphs) + 1, span, tuple(spans)))
            spans = []
    provenance = dict.fromkeys(FIELDS, Provenance.UNKNOWN)
    provenance |= {"source": Provenance.DECLARED, "date": Provenance.DECLARED}
    id_ = f"{article.topic}/{article.source}/{article.id}"
    about = Article(id_, id_, "", None, article.source, (), article.published, None, provenance)
    return Document(about, "".join(pieces), tuple(paragraphs))


def plain_query(topic: str, given: Mapping[str, str]) -> str:
    """What to ask for a topic: as given, else as PLAIN_QUERIES has it, else the topic's name with
    its words set apart."""
    code = topic.casefold()
    for queries in (given, PLAIN_QUERIES):
        for name, query in queries.items():
            if name.casefold() == code:
                return query
    return " ".join(_WORD.findall(topic)) or topic


def _collection(folder: Path) -> TimelineCollection:
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = tuple(_article(json.loads(line)) for line in file if line.strip())
    topics = {article.topic for article in articles}
    saved = json.loads((folder / "timelines.json").read_text(encoding="utf-8"))
    timelines = tuple(_timelines(saved, topics))
    queries = folder / "queries.json"
    given = json.loads(queries.read_text(encoding="utf-8")) if queries.is_file() else {}
    asked = {gold.topic: plain_query(gold.topic, given) for gold in timelines}
    return TimelineCollection(folder.name, articles, timelines, asked)


def _article(saved: Mapping[str, Any]) -> DatedArticle:
    sentences = (" ".join(sentence.split()) for sentence in saved["sents"])
    return DatedArticle(
        saved["topic"],
        saved["source"],
        str(saved["id"]),
        date.fromisoformat(saved["pub"][:10]),
        tuple(sentence for sentence in sentences if sentence),
    )


def _timelines(saved: Mapping[str, Any], topics: Collection[str]) -> Iterable[GoldTimeline]:
    for name, value in saved.items():
        flat = any(isinstance(inner, list) for inner in value.values())
        named = {name: value} if flat else value
        for own, days in named.items():
            read = {date.fromisoformat(day[:10]): tuple(texts) for day, texts in days.items()}
            if read:
                yield GoldTimeline(own, _topic_of(own, topics) if flat else name, read)


def _topic_of(name: str, topics: Collection[str]) -> str:
    """The longest topic that the name begins with, whatever the case; else its first word."""
    fitting = [topic for topic in topics if name.casefold().startswith(topic.casefold())]
    return max(fitting, key=len) if fitting else re.split(r"[ _/.-]", name)[0]
