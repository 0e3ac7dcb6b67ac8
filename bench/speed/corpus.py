"""The corpus of one run as files that every engine's process reads: texts, terms and queries.

All engines index and are asked the same terms: those of the product's tokeniser. It leaves out the
stop words of real text, in paragraphs and in queries, as the product does; the words of a made
corpus are none, so there the most frequent ones stay, which are the dearest to score.

A folder of these holds texts.txt and terms.txt (one paragraph a line, terms joined by blanks),
more.txt (the terms of 1 % further paragraphs, to be added), queries.json (lists of terms),
vocabulary.json, ids.npy (the terms of all paragraphs as numbers of the vocabulary, int32) and
starts.npy (where each paragraph begins in it, int64, with the end).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.speed import found, made
from bot.text.batch import BatchTokeniser

QUERIES_FILE, MORE_FILE = "queries.json", "more.txt"
QUERIES = 1_000
RUN = (3, 13)
"""Terms of a query that is cut from a paragraph, from and below."""

COMMON, COMMON_TERMS = 100, (2, 5)
RARE_FROM, RARE_TERMS = 200, (1, 5)
"""The other queries: a few of the COMMON most frequent terms, drawn as often as they occur, and
a few of one paragraph that are not among the RARE_FROM most frequent."""

BATCH_TEXTS = 5_000
"""Paragraphs tokenised at a time."""

ADDED_SHARE = 0.01
MIN_PARAGRAPHS = 100

Ids = npt.NDArray[np.int32]
Starts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder with the files of one corpus."""

    folder: Path

    def texts(self) -> Iterator[str]:
        return _lines(self.folder / "texts.txt")

    def terms(self) -> Iterator[str]:
        return _lines(self.folder / "terms.txt")

    def more(self) -> list[str]:
        return list(_lines(self.folder / MORE_FILE))

    def queries(self) -> list[list[str]]:
        queries: list[list[str]] = json.loads((self.folder / QUERIES_FILE).read_bytes())
        return queries

    def vocabulary(self) -> list[str]:
        vocabulary: list[str] = json.loads((self.folder / "vocabulary.json").read_bytes())
        return vocabulary

    def ids(self) -> Ids:
        ids: Ids = np.load(self.folder / "ids.npy", mmap_mode="r")
        return ids

    def starts(self) -> Starts:
        starts: Starts = np.load(self.folder / "starts.npy")
        return starts


def stage(folder: Path, count: int, data: Path | None) -> dict[str, object]:
    """Write the corpus into an empty `folder` and tell what it is.

    Made paragraphs, or at most `count` of those in `data`. Raises ValueError when there are fewer
    than MIN_PARAGRAPHS.
    """
    added = max(1, round(count * ADDED_SHARE))
    if data is None:
        texts: Iterable[str] = made.paragraphs(count + added)
        asked: list[str] = []
    else:
        texts = found.paragraphs(data, count + added)
        count = min(count, len(texts))
        asked = found.questions(data)
    if count < MIN_PARAGRAPHS:
        raise ValueError(f"{count} paragraphs are too few to measure; at least {MIN_PARAGRAPHS}")
    return _write(folder, iter(texts), count, added, asked) | {
        "text": "made" if data is None else "real",
    }


def _write(
    folder: Path, texts: Iterator[str], count: int, added: int, asked: Sequence[str]
) -> dict[str, object]:
    tokeniser = BatchTokeniser()
    first, ids, starts = _write_lines(folder, islice(texts, count), tokeniser, added)
    more = _split(list(islice(texts, added)), tokeniser)[0]
    lines = [" ".join(terms) for terms in [*more, *first][:added]]
    _put(folder / MORE_FILE, "".join(f"{line}\n" for line in lines))
    own = [terms for terms in _split(asked, tokeniser)[0] if terms]
    _put(folder / "vocabulary.json", json.dumps(tokeniser.terms))
    np.save(folder / "ids.npy", ids)
    np.save(folder / "starts.npy", starts)
    queries = _queries(ids, starts, tokeniser.terms, own)
    _put(folder / QUERIES_FILE, json.dumps(queries))
    return {
        "paragraphs": count,
        "terms": len(ids),
        "vocabulary": int(ids.max()) + 1,
        "queries": len(queries),
        "questions": min(len(own), QUERIES // 2),
    }


def _write_lines(
    folder: Path, texts: Iterator[str], tokeniser: BatchTokeniser, kept: int
) -> tuple[list[list[str]], Ids, Starts]:
    """Write the paragraphs as text and as terms; return the terms of the first `kept`, and all."""
    first: list[list[str]] = []
    parts, lengths = [], [np.zeros(1, np.int64)]
    with (
        (folder / "texts.txt").open("w", encoding="utf-8") as plain,
        (folder / "terms.txt").open("w", encoding="utf-8") as split,
    ):
        while batch := list(islice(texts, BATCH_TEXTS)):
            terms, ids, starts = _split(batch, tokeniser)
            plain.writelines(f"{text}\n" for text in batch)
            split.writelines(f"{' '.join(each)}\n" for each in terms)
            parts.append(ids)
            lengths.append(np.diff(starts))
            first += terms[: kept - len(first)]
    return first, np.concatenate(parts), np.cumsum(np.concatenate(lengths))


def _split(texts: Sequence[str], tokeniser: BatchTokeniser) -> tuple[list[list[str]], Ids, Starts]:
    """The terms of each text; the same as numbers, and where each text begins in them."""
    ids, starts = tokeniser.texts(texts)
    names, bounds = tokeniser.terms, starts.tolist()
    terms = [names[number] for number in ids.tolist()]
    return [terms[a:b] for a, b in pairwise(bounds)], ids, starts


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _queries(
    ids: Ids, starts: Starts, vocabulary: list[str], own: list[list[str]]
) -> list[list[str]]:
    """At most half of them the collections' own, the rest cut from paragraphs."""
    chance = np.random.default_rng(3)
    frequency = _Frequency(np.bincount(ids, minlength=len(vocabulary)))
    asked = [own[place] for place in chance.permutation(len(own))[: QUERIES // 2].tolist()]
    filled = np.flatnonzero(np.diff(starts))
    cut = []
    for number in range(QUERIES - len(asked)):
        place = int(chance.choice(filled))
        terms = ids[starts[place] : starts[place + 1]]
        if number % 2:
            chosen = frequency.mixed(terms, chance)
        else:
            size = int(chance.integers(*RUN))
            begin = int(chance.integers(max(1, len(terms) - size + 1)))
            chosen = terms[begin : begin + size].tolist()
        cut.append([vocabulary[term] for term in chosen])
    mixed = chance.permutation(len(asked) + len(cut)).tolist()
    queries = [*asked, *cut]
    return [queries[place] for place in mixed]


class _Frequency:
    """Terms by how often they occur."""

    def __init__(self, counts: Starts) -> None:
        order = np.argsort(-counts, kind="stable")
        self._rank = np.empty(len(order), np.int64)
        self._rank[order] = np.arange(len(order))
        self._common = order[:COMMON]
        self._shares = counts[self._common] / counts[self._common].sum()

    def mixed(self, terms: Ids, chance: np.random.Generator) -> list[int]:
        size = int(chance.integers(*COMMON_TERMS))
        common = chance.choice(self._common, size, p=self._shares)
        rare = np.unique(terms[self._rank[terms] >= RARE_FROM])
        picked = chance.permutation(rare)[: int(chance.integers(*RARE_TERMS))]
        return [*common.tolist(), *picked.tolist()]


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield line.removesuffix("\n")
