"""Small corpora to index and ask: built by hand from texts, or invented by hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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


def snapshot(*documents: Document, number: int = 1) -> Snapshot:
    return Snapshot.build(Corpus(documents), number)


def snapshot_of(*articles: Sequence[str]) -> Snapshot:
    """Untitled articles, each given as its paragraphs."""
    return snapshot(
        *(document(*texts, path=f"{place:03}.md") for place, texts in enumerate(articles))
    )


def sentences(words: int = 9) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=words).map(
        lambda chosen: f"{chosen[0].capitalize()} {' '.join(chosen[1:])}".strip() + "."
    )


LONG_SENTENCE = st.lists(st.sampled_from(WORDS), min_size=90, max_size=120).map(
    lambda chosen: f"{' '.join(chosen)}."
)
PARAGRAPH = st.lists(
    st.one_of(sentences(), sentences(), sentences(40), LONG_SENTENCE), min_size=1, max_size=6
).map(" ".join)
SHORT_PARAGRAPH = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)


@st.composite
def corpora(
    draw: st.DrawFn,
    paragraph: st.SearchStrategy[str] = PARAGRAPH,
    least_articles: int = 0,
    most_articles: int = 5,
    most_paragraphs: int = 4,
) -> Corpus:
    articles = draw(
        st.lists(
            st.tuples(
                st.lists(paragraph, min_size=1, max_size=most_paragraphs),
                st.none() | sentences(5),
                st.sampled_from([None, "Quay Post", "Harbour Ledger"]),
                st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 9)),
            ),
            min_size=least_articles,
            max_size=most_articles,
        )
    )
    return Corpus(
        tuple(
            document(*texts, path=f"{place}.md", title=title, source=source, day=day)
            for place, (texts, title, source, day) in enumerate(articles)
        )
    )


QUESTIONS = st.builds(
    lambda start, words: f"{start} {' '.join(words)}?",
    st.sampled_from(["", "Who", "When", "Where", "How many", "How much", "Why", "What did"]),
    st.lists(st.sampled_from([*WORDS, *WORDS, *UNKNOWN_WORDS]), min_size=1, max_size=8),
).filter(lambda question: len(question.strip()) >= 3)
