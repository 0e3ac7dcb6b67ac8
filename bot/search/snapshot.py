"""One immutable, numbered, searchable state of the corpus, and the place that holds the newest.

Everything an answer needs comes from one Snapshot: the documents, three BM25 indexes that share a
vocabulary (paragraphs with their article's title, whole articles, titles alone), the terms of every
sentence and the days it names, in the order of the text, so that nothing is tokenised or tagged
again when a question comes.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.articles.article import Article, Corpus, Document, Paragraph, Span
from bot.articles.duplicates import near_duplicates
from bot.errors import SnapshotError
from bot.search import store
from bot.search.arrays import Ints, ranges
from bot.search.bm25 import PostingsBM25
from bot.search.mentions import Mentions, read_mentions
from bot.text.tokens import Tokeniser
from bot.text.wordlists import MONTHS

TITLE_B = 0.3
"""Titles differ in length for no good reason, so length counts less than in a paragraph."""

LAST_CHARACTER = chr(0x10FFFF)

MENTIONS = "mention_"
"""How the names of the mentions' arrays begin in a saved snapshot."""

UNDATED = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class Terms:
    """The forward index: terms of every segment in the order of the text.

    Segments 0 … S-1 are the corpus's sentences in order; segments S … S+A-1 the articles' titles
    with the month they were published in (empty where neither is known). Segment g holds
    ``ids[starts[g]:starts[g + 1]]`` and as many `marks` (bot.text.tokens.Mark). `sentence_marks`
    has shape (S,).
    """

    ids: npt.NDArray[np.int32]
    marks: npt.NDArray[np.uint8]
    starts: Ints
    sentence_marks: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which sentence belongs to which paragraph, and which paragraph to which article.

    Paragraph p holds sentences ``first_sentence[p] … first_sentence[p + 1] - 1``, article a holds
    paragraphs ``first_paragraph[a] … first_paragraph[a + 1] - 1``; `article_of` has shape (P,).
    Paragraphs with the same number in `copies` are near copies of each other.
    """

    first_sentence: Ints
    first_paragraph: Ints
    article_of: Ints
    copies: Ints

    def paragraphs_of(self, sentences: Ints) -> Ints:
        """The paragraph that holds each sentence."""
        return np.searchsorted(self.first_sentence, sentences, "right") - 1


class Snapshot:
    """Immutable once built. `number` grows by one with every reload of a desk."""

    def __init__(
        self,
        number: int,
        corpus: Corpus,
        vocabulary: dict[str, int],
        surfaces: tuple[str, ...],
        terms: Terms,
        layout: Layout,
        mentions: Mentions,
    ) -> None:
        self.number = number
        self.corpus = corpus
        self.vocabulary = vocabulary
        self.surfaces = surfaces  # one word as written for each number of the vocabulary
        self.terms = terms
        self.layout = layout
        self.mentions = mentions
        self.paragraphs, self.articles, self.titles = _indexes(vocabulary, terms, layout)
        self.places = {
            document.article.id: place for place, document in enumerate(corpus.documents)
        }
        self._sorted_terms = sorted(vocabulary)
        self._sorted_words = [surfaces[vocabulary[term]].casefold() for term in self._sorted_terms]
        dates = [document.article.date for document in corpus.documents]
        self.dates = np.asarray([day.toordinal() if day else UNDATED for day in dates], np.int64)

    @classmethod
    def build(cls, corpus: Corpus, number: int = 1) -> Snapshot:
        """Tokenise and index a corpus. Pure and slow: run it in a worker process."""
        vocabulary: dict[str, int] = {}
        tokeniser = Tokeniser()
        terms, layout = _read(corpus, vocabulary, tokeniser)
        surfaces = tuple(tokeniser.surfaces[term] for term in vocabulary)
        return cls(number, corpus, vocabulary, surfaces, terms, layout, read_mentions(corpus))

    def save(self, folder: Path) -> None:
        """Write the snapshot into `folder`, which must not exist; it appears whole or not at all.

        Raises SnapshotError when it cannot be written.
        """
        arrays = {
            field.name: getattr(part, field.name)
            for part in (self.terms, self.layout)
            for field in fields(part)
        }
        arrays |= {
            MENTIONS + field.name: getattr(self.mentions, field.name) for field in fields(Mentions)
        }
        words = list(zip(self.vocabulary, self.surfaces, strict=True))
        store.write(folder, self.number, self.corpus, words, arrays)

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Raises SnapshotError when `folder` is missing, damaged or of another format."""
        saved = store.read(folder)
        vocabulary = {term: number for number, (term, _) in enumerate(saved.vocabulary)}
        surfaces = tuple(surface for _, surface in saved.vocabulary)
        try:
            terms = Terms(**_named(Terms, saved.arrays))
            layout = Layout(**_named(Layout, saved.arrays))
            mentions = Mentions(**_named(Mentions, saved.arrays, MENTIONS))
        except KeyError as error:
            raise SnapshotError("The saved snapshot is incomplete.", detail=repr(error)) from error
        return cls(saved.number, saved.corpus, vocabulary, surfaces, terms, layout, mentions)

    def beginning_with(self, prefix: str) -> tuple[list[str], list[str]]:
        """Terms that begin with `prefix`, in alphabetical order, and for each a word it stands for,
        in lower case."""
        begin = bisect_left(self._sorted_terms, prefix)
        end = bisect_left(self._sorted_terms, prefix + LAST_CHARACTER, begin)
        return self._sorted_terms[begin:end], self._sorted_words[begin:end]

    def document(self, article_id: str) -> Document | None:
        place = self.places.get(article_id)
        return None if place is None else self.corpus.documents[place]

    def paragraph(self, number: int) -> tuple[Document, Paragraph]:
        """The paragraph with this number in the whole snapshot, counted from 0."""
        place = int(self.layout.article_of[number])
        document = self.corpus.documents[place]
        return document, document.paragraphs[number - int(self.layout.first_paragraph[place])]

    def sentence(self, number: int) -> tuple[int, Document, Span]:
        """The sentence with this number in the whole snapshot: its paragraph's number there, its
        document, and its span in the decoded file."""
        paragraph = int(self.layout.paragraphs_of(np.asarray([number]))[0])
        document, found = self.paragraph(paragraph)
        within = number - int(self.layout.first_sentence[paragraph])
        return paragraph, document, found.sentences[within]


class Shelf:
    """Holds the snapshot that serves; replacing it is one assignment, so no answer sees a mix."""

    def __init__(self, first: Snapshot) -> None:
        self._current = first

    @property
    def current(self) -> Snapshot:
        return self._current

    def swap(self, snapshot: Snapshot) -> Snapshot:
        """Put `snapshot` in service and return the one that served before."""
        before, self._current = self._current, snapshot
        return before


def _named(
    part: type[Any], arrays: dict[str, np.ndarray[Any, Any]], prefix: str = ""
) -> dict[str, Any]:
    """The arrays that a dataclass of arrays consists of."""
    return {field.name: arrays[prefix + field.name] for field in fields(part)}


def _read(corpus: Corpus, vocabulary: dict[str, int], tokeniser: Tokeniser) -> tuple[Terms, Layout]:
    ids: list[int] = []
    marks: list[int] = []
    starts = [0]
    sentence_marks: list[int] = []
    first_sentence, first_paragraph, article_of = [0], [0], []
    for place, document in enumerate(corpus.documents):
        for paragraph in document.paragraphs:
            for span in paragraph.sentences:
                tokens = tokeniser.sentence(document.slice(span))
                ids.extend(vocabulary.setdefault(term, len(vocabulary)) for term in tokens.terms)
                marks.extend(tokens.marks)
                starts.append(len(ids))
                sentence_marks.append(tokens.sentence)
            first_sentence.append(len(sentence_marks))
            article_of.append(place)
        first_paragraph.append(len(article_of))
    for document in corpus.documents:
        tokens = tokeniser.sentence(_heading(document.article))
        ids.extend(vocabulary.setdefault(term, len(vocabulary)) for term in tokens.terms)
        marks.extend(tokens.marks)
        starts.append(len(ids))
    texts = [
        document.slice(paragraph.span)
        for document in corpus.documents
        for paragraph in document.paragraphs
    ]
    return (
        Terms(
            np.asarray(ids, np.int32),
            np.asarray(marks, np.uint8),
            np.asarray(starts, np.int64),
            np.asarray(sentence_marks, np.uint8),
        ),
        Layout(
            np.asarray(first_sentence, np.int64),
            np.asarray(first_paragraph, np.int64),
            np.asarray(article_of, np.int64),
            np.asarray(near_duplicates(texts), np.int64),
        ),
    )


def _heading(article: Article) -> str:
    """What is known of an article as a whole: its title, and the month it was published in, so that
    "the talks of February 2019" finds articles which only say "on Friday"."""
    published = f"{MONTHS[article.date.month - 1]} {article.date.year}" if article.date else ""
    return f"{article.title or ''}. {published}"


def _indexes(
    vocabulary: dict[str, int], terms: Terms, layout: Layout
) -> tuple[PostingsBM25, PostingsBM25, PostingsBM25]:
    """Indexes of paragraphs (each with its article's title), of articles, and of titles."""
    sentences, paragraphs = len(terms.sentence_marks), len(layout.article_of)
    articles = len(layout.first_paragraph) - 1
    lengths = np.diff(terms.starts)
    paragraph_of_sentence = np.repeat(np.arange(paragraphs), np.diff(layout.first_sentence))
    paragraph_of_term = np.repeat(paragraph_of_sentence, lengths[:sentences])
    text, titles = np.split(terms.ids, [terms.starts[sentences]])
    article_of_title_term = np.repeat(np.arange(articles), lengths[sentences:])

    title = sentences + layout.article_of
    title_terms = terms.ids[ranges(terms.starts[title], lengths[title])]
    title_owners = np.repeat(np.arange(paragraphs), lengths[title])
    return (
        PostingsBM25.from_ids(
            vocabulary,
            np.concatenate((text, title_terms)),
            np.concatenate((paragraph_of_term, title_owners)),
            paragraphs,
        ),
        PostingsBM25.from_ids(
            vocabulary,
            terms.ids,
            np.concatenate((layout.article_of[paragraph_of_term], article_of_title_term)),
            articles,
        ),
        PostingsBM25.from_ids(vocabulary, titles, article_of_title_term, articles, b=TITLE_B),
    )
