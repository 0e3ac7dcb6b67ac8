"""A snapshot without some collections: for those who may not see them, they are not there.

The index knows of articles that are gone. Articles that somebody may not see are gone for them, so
that nothing of the search has to know of collections: what is found, counted, suggested and
inferred is what an index made anew of the other articles would give, scores to the last bit. All
arrays are shared; what is made is one flag an article, and how many hidden documents hold a term.

Two things still rest on all articles together, and show no word and no number of a hidden one:
paragraphs count as copies of each other also where only a hidden copy links them; and a misspelt
form of a word may stay uncorrected where a hidden article has a shorter form of that word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np

from bot.articles.article import Corpus
from bot.articles.members import SEPARATOR, TOP, Hidden, collection_of
from bot.search.arrays import Ints
from bot.search.bm25 import PostingsBM25
from bot.search.documents import Documents
from bot.search.halves import infer_bounds
from bot.search.hits import Mask
from bot.search.reading import heading
from bot.search.segment import NO_OUTLET, Segment
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser, better_surface

KEPT_VIEWS = 8
"""Views of one snapshot that are kept, those asked for last."""

LOOKED_AT = 20
"""Paragraphs that are read for a word that stands for a term."""


def without(snapshot: Snapshot, hidden: Hidden) -> Snapshot:
    """The snapshot as it is for those who may not see the collections `hidden`: itself where it has
    none of them. What makes a view of it costly waits until it is asked a question."""
    if not hidden:
        return snapshot
    views = snapshot.views
    view = views.pop(hidden, None)  # other threads may ask: each step leaves it whole
    if view is None:
        lost = _lost(snapshot, hidden)
        if not lost.any() and not _rejected(snapshot, hidden):
            return snapshot
        view = Seen(snapshot, hidden, ~lost)
    views[hidden] = view
    if len(views) > KEPT_VIEWS:
        views.popitem(last=False)
    return view


def holds(snapshot: Snapshot, collection: str) -> bool:
    """Whether any article that is there lies in the collection."""
    lost = _lost(snapshot, frozenset((collection,)))
    return bool((lost if snapshot.alive is None else lost & snapshot.alive).any())


class Seen(Snapshot):
    """A view of a snapshot, itself one. Hidden articles have numbers, as have those that are gone.

    Holds no reference to the snapshot, so that both go as soon as nobody uses them.
    """

    def __init__(self, whole: Snapshot, hidden: Hidden, visible: Mask) -> None:
        self.number = whole.number
        self.base, self.delta, self._held = whole.base, whole.delta, whole._held
        self.views = type(whole.views)()
        segments = _segments(whole)
        alive: Mask = visible if whole.alive is None else visible & whole.alive
        self.alive = alive
        self.documents = Documents(segments, infer_bounds(segments, alive), alive)
        rejected = (one for one in whole.corpus.rejected if collection_of(one.path) not in hidden)
        self.corpus = Corpus(self.documents, tuple(rejected))
        self.vocabulary, self.terms = whole.vocabulary, whole.terms
        self.layout, self.mentions = whole.layout, whole.mentions
        self.dates = whole.dates
        self.outlets, self.sources = _outlets(whole.outlets, whole.sources, alive)
        self._of_all = whole.paragraphs, whole.articles, whole.titles

    @cached_property
    def _indexes(self) -> tuple[PostingsBM25, PostingsBM25, PostingsBM25]:  # type: ignore[override]
        """Counts the hidden documents of every term: some 5 ns a posting."""
        assert self.alive is not None
        paragraphs, articles, titles = self._of_all
        return paragraphs.only(self.alive), articles.only(self.alive), titles.only(self.alive)

    @cached_property
    def _known(self) -> Mask:
        """Which terms stand in a paragraph that is visible, shape (V,)."""
        numbers = np.arange(len(self.vocabulary))
        known: Mask = self.paragraphs.frequency_of(numbers) > 0
        return known

    def beginning_with(self, prefix: str, most: int | None = None) -> tuple[list[str], list[str]]:
        """Terms of visible paragraphs alone; the words may be those of hidden ones."""
        return self.vocabulary.beginning_with(prefix, most, self._known)

    def surface(self, term: str) -> str:
        """A word of some visible paragraph; the term itself where none of those has it."""
        index = self.paragraphs
        hits = index.top(index.term_ids([term]), LOOKED_AT).ids.tolist()
        words = [word for number in hits if (word := self._word(term, number))]
        return reduce(better_surface, words) if words else term

    def _word(self, term: str, number: int) -> str | None:
        """As what the term stands in a paragraph or in what is known of its article as a whole."""
        document, paragraph = self.paragraph(number)
        tokeniser = Tokeniser()
        for text in (document.slice(paragraph.span), heading(document.article)):
            tokeniser.terms(text)
        return tokeniser.surfaces.get(term)


def _segments(snapshot: Snapshot) -> Sequence[Segment]:
    return [part.segment for part in (snapshot.base, snapshot.delta) if part is not None]


def _lost(snapshot: Snapshot, hidden: Hidden) -> Mask:
    """The articles, those that are gone among them, that lie in one of the collections."""
    parts = []
    for segment in _segments(snapshot):
        paths = segment.table.paths
        found = np.zeros(segment.articles, np.bool_)
        for collection in hidden - {TOP}:
            members = paths.beginning_with(f"{collection}{SEPARATOR}")  # of a file at the top
            found |= paths.beginning_with(f"{collection}/") & ~members
        parts.append(found)
    return np.concatenate(parts)


def _rejected(snapshot: Snapshot, hidden: Hidden) -> bool:
    return any(collection_of(one.path) in hidden for one in snapshot.corpus.rejected)


def _outlets(outlets: Sequence[str], sources: Ints, alive: Mask) -> tuple[tuple[str, ...], Ints]:
    """The outlets of visible articles, and the place of each article's among them."""
    used = np.unique(sources[alive])
    used = used[used != NO_OUTLET]
    table = np.full(len(outlets) + 1, NO_OUTLET, np.int64)  # NO_OUTLET, -1, is the last one
    table[used] = np.arange(len(used))
    return tuple(outlets[place] for place in used.tolist()), table[sources]
