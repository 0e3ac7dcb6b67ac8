"""What the bench asks of an engine, ours and each peer's alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

K1 = 1.2
B = 0.75
"""The parameters that tantivy and SQLite have built in, so all engines get them."""


TOP = 10
"""Paragraphs that every query is to find."""


class Hits(NamedTuple):
    """Numbers of paragraphs, best first, and their scores; nothing with a score of 0."""

    ids: list[int]
    scores: list[float]


class Engine(Protocol):
    """One engine over one saved index.

    Making it imports the engine's library and nothing more, so that what follows can be timed.
    `tolerance` is the relative error that its arithmetic may leave in a score; `ordered` says that
    ties are promised to come in order of their ids. `remark` tells what a reader of the figures
    must know. `changes` is False where adding means building anew: `add` and `delete` then raise
    NotImplementedError.
    """

    name: str
    remark: str
    tolerance: float
    ordered: bool
    changes: bool

    def build_texts(self, texts: Iterable[str], folder: Path) -> None:
        """Index plain text with stemming, as the engine's own users do, into an empty `folder`."""

    def build_terms(self, texts: Iterable[str], folder: Path) -> None:
        """Index terms, joined by blanks, exactly as they come, into an empty `folder`."""

    def open(self, folder: Path) -> None:
        """Open what `build_texts` or `build_terms` left, ready to be searched."""

    def search(self, terms: Sequence[str], count: int) -> Hits:
        """The `count` best paragraphs that hold any of `terms`; a repeated term counts twice."""

    def add(self, texts: Sequence[str], first: int) -> None:
        """Index further paragraphs, numbered from `first` on; the next search sees them."""

    def delete(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Remove paragraphs, given with their terms; the next search does not see them."""


def positive(ids: Iterable[int], scores: Iterable[float]) -> Hits:
    """Without the paragraphs that some engines add when too few match."""
    found = [(number, score) for number, score in zip(ids, scores, strict=True) if score > 0]
    return Hits([number for number, _ in found], [score for _, score in found])
