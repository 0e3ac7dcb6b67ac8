"""Small corpora to index and ask: built by hand from texts, or invented by hypothesis."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from bot.articles.article import FIELDS, Article, Corpus, Document, Paragraph, Provenance, Span
from bot.articles.document import article_id
from bot.search.snapshot import Snapshot
from bot.text.sentences import split_sentences

WORDS = (
    "tariff tariffs Tariff harbour crane cranes economist economic economy talks met meeting "
    "Norrhaven Dahl Sven U.S. 2019 40 $12 May said because the of in to and not electric ferry "
    "strike café officials 中美 percent"
).split()
DATES = (
    "on 12 May 2019|on Friday|on Aug. 22 and Aug. 23|in March 2018|last week|next month|tomorrow"
    "|between May and July|by Jan. 5|will meet on Monday|in 2017|from Jan. 2 to Jan. 4, 2018"
    "|in the third quarter of 2018|early June|ten days ago|since Jan. 3|on 0000-00-00|in 9999"
    "|is planned for Jan. 8|was held on Jan. 2|a thousand years ago|the previous Friday|in winter"
).split("|")
UNKNOWN_WORDS = "zeppelin craness harbor economists Qwzx 777".split()


def document(
    *paragraphs: str,
    path: str = "a.md",
    title: str | None = None,
    source: str | None = None,
    day: date | None = None,
    **fields: Any,
) -> Document:
    """A document whose paragraphs lie two line ends apart, without any reading of a file."""
    found: list[Paragraph] = []
    at = 0
    for number, text in enumerate(paragraphs, 1):
        sentences = tuple(Span(*bounds) for bounds in split_sentences(text, at))
        found.append(Paragraph(number, Span(at, at + len(text)), sentences))
        at += len(text) + 2
    article = Article(
        id=article_id(path),
        path=path,
        digest=fields.pop("digest", "0" * 64),
        title=title,
        source=source,
        authors=(),
        date=day,
        url=None,
        provenance=dict.fromkeys(FIELDS, Provenance.UNKNOWN),
        **fields,
    )
    return Document(article, "\n\n".join(paragraphs), tuple(found))


def heading(article: Article) -> str:
    """What an article's paragraphs are found by beside their text."""
    published = f"{month_name[article.date.month]} {article.date.year}" if article.date else ""
    return f"{article.title or ''}. {published}"


def snapshot(*documents: Document, number: int = 1) -> Snapshot:
    return Snapshot.build(Corpus(documents), number)


def snapshot_of(*articles: Sequence[str]) -> Snapshot:
    """Untitled articles, each given as its paragraphs."""
    return snapshot(
        *(document(*texts, path=f"{place:03}.md") for place, texts in enumerate(articles))
    )


@st.composite
def corpora(
    draw: st.DrawFn,
    articles: int = 5,
    paragraphs: int = 4,
    sentences: int = 6,
    longest: int = 120,
    dates: Sequence[str] = (),
) -> Corpus:
    """Corpora of at most so many articles, paragraphs an article, sentences a paragraph and words
    a sentence. The sizes shrink; the words come from a drawn seed, which keeps drawing fast. With
    `dates`, every other sentence or so holds one of them."""
    count = draw(st.integers(0, articles))
    most = draw(st.integers(1, paragraphs)), draw(st.integers(1, sentences))
    chance = Random(draw(st.integers(0, 9999)))
    return Corpus(tuple(_invented(chance, place, *most, longest, dates) for place in range(count)))


def _invented(
    chance: Random, place: int, paragraphs: int, sentences: int, longest: int, dates: Sequence[str]
) -> Document:
    texts = [
        " ".join(_sentence(chance, longest, dates) for _ in range(chance.randint(1, sentences)))
        for _ in range(chance.randint(1, paragraphs))
    ]
    return document(
        *texts,
        path=f"{place}.md",
        title=chance.choice([None, _sentence(chance, 5)]),
        source=chance.choice([None, "Quay Post", "Harbour Ledger"]),
        day=chance.choice([None, date(2018, 1, chance.randint(1, 9))]),
    )


def _sentence(chance: Random, longest: int, dates: Sequence[str] = ()) -> str:
    """Mostly short, now and then longer than any quote may be."""
    most = min(longest, chance.choice([5, 9, 9, 9, 30, 120]))
    words = chance.choices(WORDS, k=chance.randint(1 if most < 120 else 90, most))
    if dates and chance.random() < 0.6:
        words.insert(chance.randint(1, len(words)), chance.choice(dates))
    return f"{words[0].capitalize()} {' '.join(words[1:])}".strip() + "."


@st.composite
def questions(draw: st.DrawFn) -> str:
    start = draw(
        st.sampled_from(["", "Who", "When", "Where", "How many", "How much", "Why", "What did"])
    )
    words = draw(st.lists(st.sampled_from([*WORDS, *UNKNOWN_WORDS]), min_size=1, max_size=8))
    return f"{start} {' '.join(words)} now?"


QUESTIONS = questions()
