"""Several segments made into one, without the articles that are gone: nothing is read again.

Building is merging what batches of files gave; a delta is merged from the one before and what was
read since; and a delta that has grown is merged into its base. The result is the segment that
reading all the articles at once would give, but for surfaces, which may come from an article that
has gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.articles.shingles import Shingles
from bot.search.arrays import Array
from bot.search.filling import Filler, Memory, Piece, Run, Target, Twice, runs_of
from bot.search.mentions import Mentions
from bot.search.segment import NO_OUTLET, Places, Segment, Table, Terms, Weekdays
from bot.search.strings import Strings, packed
from bot.search.words import Words, vocabulary
from bot.text.tokens import better_surface

__all__ = ["Memory", "Piece", "Target", "merge"]


def merge(pieces: Sequence[Piece], target: Target, prefix: str = "segment") -> Segment:
    """Arrays come from `target` under the names of bot.search.segment.arrays_of. Articles with one
    path must not be alive in two pieces."""
    runs = list(runs_of(pieces))
    into = Filler(pieces, runs, target, prefix)
    words, numbers = _words(pieces, runs)
    for name, array in (("terms", words.terms), ("surfaces", words.surfaces)):
        into.strings_of(f"words.{name}", array)
    into.copy("words.buckets", words.buckets)
    into.copy("words.members", words.members)
    return Segment(
        words,
        _terms(into, numbers),
        _places(into),
        _mentions(into),
        _table(into),
        _shingles(into),
        _weekdays(into),
    )


def _words(
    pieces: Sequence[Piece], runs: Sequence[Run]
) -> tuple[Words, list[npt.NDArray[np.int32]]]:
    """The terms that are still used, and for each piece the number there of each of its own."""
    kept: dict[str, str] = {}
    lists: list[list[str]] = []
    for number, piece in enumerate(pieces):
        segment = piece.segment
        names, used = list(segment.words.terms), _used(number, piece, runs)
        lists.append(names)
        for name, surface, there in zip(names, segment.words.surfaces, used, strict=True):
            if there:
                known = kept.setdefault(name, surface)
                if known != surface:
                    kept[name] = better_surface(known, surface)
    terms = sorted(kept)
    place = dict(zip(terms, range(len(terms)), strict=True))
    numbers = [np.asarray([place.get(name, -1) for name in names], np.int32) for names in lists]
    return vocabulary(terms, (kept[term] for term in terms)), numbers


def _used(number: int, piece: Piece, runs: Sequence[Run]) -> list[bool]:
    """Which of a piece's terms its remaining articles hold."""
    size = len(piece.segment.words)
    if piece.alive is None or bool(piece.alive.all()):
        return [True] * size
    used = np.zeros(size, np.bool_)
    for run in runs:
        if run.piece == number:
            for begin, end in (run.text, run.titles):
                used[piece.segment.terms.ids[begin:end]] = True
    return used.tolist()


def _terms(into: Filler, numbers: Sequence[npt.NDArray[np.int32]]) -> Terms:
    """Sentences of all runs come first, then all titles: each array is filled in two rounds."""
    both = Twice(into)
    return Terms(
        both.fill("terms.ids", lambda s: s.terms.ids, lambda _, piece, part: numbers[piece][part]),
        both.fill("terms.marks", lambda s: s.terms.marks, None),
        both.starts("terms.starts"),
        into.fill("terms.sentence_marks", "sentences", lambda s: s.terms.sentence_marks),
    )


def _places(into: Filler) -> Places:
    articles = into.before("articles")

    def moved(number: int, piece: int, part: Array) -> Array:
        return part + np.int32(articles[number] - into.runs[number].articles[0])

    def fill(name: str, kind: str, change: Any = None) -> Array:
        return into.fill(f"places.{name}", kind, lambda s: getattr(s.places, name), change)

    return Places(
        into.bounds("places.first_sentence", "paragraphs", lambda s: s.places.first_sentence),
        into.bounds("places.first_paragraph", "articles", lambda s: s.places.first_paragraph),
        fill("article_of", "paragraphs", moved),
        fill("paragraph_starts", "paragraphs"),
        fill("paragraph_ends", "paragraphs"),
        fill("sentence_starts", "sentences"),
        fill("sentence_ends", "sentences"),
    )


def _mentions(into: Filler) -> Mentions:
    sentences = into.before("sentences")

    def moved(number: int, piece: int, part: Array) -> Array:
        return part + np.int32(sentences[number] - into.runs[number].sentences[0])

    def fill(name: str, change: Any = None) -> Array:
        return into.fill(
            f"mentions.{name}", "mentions", lambda s: getattr(s.mentions, name), change
        )

    names = ("starts", "ends", "first", "last", "granularities", "traits")
    return Mentions(fill("sentences", moved), *(fill(name) for name in names))


def _table(into: Filler) -> Table:
    names = [list(segment.table.outlets) for segment in into.segments]
    outlets: dict[str, int] = {}  # in the order in which the articles that are there name them

    def coded(number: int, piece: int, part: Array) -> Array:
        codes = {NO_OUTLET: NO_OUTLET}
        for code in dict.fromkeys(part.tolist()):
            if code != NO_OUTLET:
                codes[code] = outlets.setdefault(names[piece][code], len(outlets))
        return np.asarray([codes[code] for code in part.tolist()], np.int32)

    def fill(name: str, change: Any = None) -> Array:
        return into.fill(f"table.{name}", "articles", lambda s: getattr(s.table, name), change)

    def strings(name: str) -> Strings:
        return into.strings(f"table.{name}", "articles", lambda s: getattr(s.table, name))

    return Table(
        paths=strings("paths"),
        texts=strings("texts"),
        rows=strings("rows"),
        ids=fill("ids"),
        days=fill("days"),
        told_earliest=fill("told_earliest"),
        told_latest=fill("told_latest"),
        untitled=fill("untitled"),
        sources=fill("sources", coded),
        outlets=into.strings_of("table.outlets", packed(outlets)),
    )


def _shingles(into: Filler) -> Shingles:
    return Shingles(
        into.fill("shingles.hashes", "shingles", lambda s: s.shingles.hashes),
        into.bounds("shingles.starts", "paragraphs", lambda s: s.shingles.starts),
        into.fill("shingles.whole", "paragraphs", lambda s: s.shingles.whole),
    )


def _weekdays(into: Filler) -> Weekdays:
    articles = into.before("articles")

    def moved(number: int, piece: int, part: Array) -> Array:
        return part + np.int32(articles[number] - into.runs[number].articles[0])

    return Weekdays(
        into.fill("weekdays.hashes", "weekdays", lambda s: s.weekdays.hashes),
        into.fill("weekdays.articles", "weekdays", lambda s: s.weekdays.articles, moved),
    )
