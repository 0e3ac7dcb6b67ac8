"""The articles of a generation, and what becomes of them when files have been read again."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.articles.document import article_id
from bot.articles.members import file_of, member_of
from bot.search.batches import Batch
from bot.search.generation import Generation
from bot.search.segment import Segment


@dataclass(frozen=True, slots=True)
class Change:
    """Paths of articles, in order. `gone` are those that are no longer there as they were, the
    `changed` and the `removed` ones among them; `kept` counts the others."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    gone: frozenset[str]
    kept: int


class Present:
    """The articles of a generation by path; none without one."""

    def __init__(self, on: Generation | None) -> None:
        self.segments: list[Segment] = on.segments() if on else []
        self._alive: list[npt.NDArray[np.bool_]] = [
            np.ones(segment.articles, np.bool_) for segment in self.segments
        ]
        if on and on.delta:
            self._alive[0] = on.delta.alive
        self._places = {
            path: (part, place)
            for part, segment in enumerate(self.segments)
            for place, path in enumerate(segment.table.paths)
            if self._alive[part][place]
        }
        self.paths = self._places.keys()
        self.ids = {article_id(path): path for path in self.paths}

    def digest(self, path: str) -> str:
        """The SHA-256 of the article's bytes."""
        part, place = self._places[path]
        return self.segments[part].table.digest(place)

    def change(self, batch: Batch, same: Set[str], edited: Iterable[str]) -> Change:
        """What `batch` changes where the files `same` are as they were; `edited` are articles that
        are corrected. A member of a file that has changed need not have changed itself."""
        new, corrected = batch.articles, set(edited)
        kept = {path for path in self.paths if file_of(path) in same}
        gone = frozenset(self.paths - kept)
        changed = (
            path
            for path in new.keys() & gone
            if not member_of(path) or path in corrected or self.digest(path) != new[path]
        )
        return Change(
            tuple(sorted(new.keys() - gone)),
            tuple(sorted(changed)),
            tuple(sorted(gone - new.keys())),
            gone,
            len(kept),
        )

    def alive(self, gone: Set[str]) -> list[npt.NDArray[np.bool_]]:
        """For each segment its articles that are there, without those of some paths."""
        flags = [each.copy() for each in self._alive]
        for path in gone:
            part, place = self._places[path]
            flags[part][place] = False
        return flags
