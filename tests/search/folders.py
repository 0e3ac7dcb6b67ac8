"""Folders of invented articles that change at random, and all that can be told of a snapshot."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bot.answer.answer import Answer, Question
from bot.answer.event import Timeline, Topic
from bot.answer.respond import respond
from bot.answer.timeline import tell
from bot.answer.weights import shipped
from bot.articles.article import Document
from bot.articles.library import SAME_CONTENT, scan
from bot.search.snapshot import Snapshot
from tests.corpora import DATES, WORDS

BROKEN = b"\x00\x01\x02 no text"
WEIGHTS = replace(shipped(), threshold=0.0)
QUERIES = [["crane"], ["tariff", "harbour", "said"], ["ferri", "ferri", "sven"], ["2019", "may"]]
QUESTIONS = ("Who said the electric crane met Sven Dahl?",)
TOPICS = ("the harbour talks",)


class Folder:
    """Changes files one at a time. Every write gets a time of its own in the past, so that a stamp
    tells two writes apart however fast they follow each other."""

    def __init__(self, root: Path, chance: Random, articles: int = 6) -> None:
        self.root, self._chance, self._clock = root, chance, 1_500_000_000
        root.mkdir()
        for _ in range(articles):
            self.add()

    def paths(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file())

    def change(self) -> str:
        """Do one of the operations, and tell its name."""
        chosen = self._chance.choice(
            "add edit edit remove rename touch rewrite spoil repair twin unsupported".split()
        )
        getattr(self, chosen)()
        return chosen

    def add(self) -> None:
        name = f"{self._chance.randrange(10_000):04}{self._chance.choice(['.md', '.txt'])}"
        folder = self._chance.choice(["", "", "2019", "wire/north"])
        self.write(self.root / folder / name, self.article())

    def edit(self) -> None:
        self.write(self.any(), self.article())

    def remove(self) -> None:
        if len(self.paths()) > 2:
            self.any().unlink()

    def rename(self) -> None:
        path = self.any()
        path.rename(path.with_name(f"{self._chance.randrange(10_000):04}{path.suffix}"))

    def touch(self) -> None:
        self._stamp(self.any())

    def rewrite(self) -> None:
        path = self.any()
        self.write(path, path.read_bytes())

    def spoil(self) -> None:
        self.write(self.any(), BROKEN)

    def repair(self) -> None:
        for path in self.paths():
            if path.read_bytes() == BROKEN:
                self.write(path, self.article())

    def twin(self) -> None:
        path = self.any()
        self.write(path.with_name(f"{self._chance.randrange(10_000):04}.txt"), path.read_bytes())

    def unsupported(self) -> None:
        self.write(self.root / f"{self._chance.randrange(3)}.png", b"%PNG")

    def any(self) -> Path:
        return self._chance.choice(self.paths())

    def write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._stamp(path)

    def article(self) -> bytes:
        chance = self._chance
        texts = [
            " ".join(self._sentence() for _ in range(chance.randint(1, 4)))
            for _ in range(chance.randint(1, 4))
        ]
        head = f"---\ntitle: {self._sentence()}\n" if chance.random() < 0.6 else ""
        if head:
            head += chance.choice(["", "source: Quay Post\n", "source: Ledger\n"])
            head += f"date: 2019-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}\n---\n\n"
        return (head + "\n\n".join(texts) + "\n").encode()

    def _sentence(self) -> str:
        words = self._chance.choices(WORDS, k=self._chance.randint(4, 12))
        if self._chance.random() < 0.4:
            words.insert(2, self._chance.choice(DATES))
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def _stamp(self, path: Path) -> None:
        self._clock += 1
        os.utime(path, (self._clock, self._clock))


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder for generations that no disk slows down, where there is such a thing."""
    memory = Path("/dev/shm")
    there = memory if os.access(memory, os.W_OK) else None
    with TemporaryDirectory(prefix="refdesk-test-", dir=there, ignore_cleanup_errors=True) as made:
        yield Path(made)


def anew(folder: Path) -> Snapshot:
    """Everything read and indexed at once, in memory."""
    return Snapshot.build(scan(folder))


def check_same(snapshot: Snapshot, other: Snapshot) -> None:
    """Whatever parts two snapshots consist of: the same articles, the same scores to the last bit,
    the same answers and timelines. What is said of similar paragraphs sums in the order of the
    terms' numbers, which differs, so that there the last bits may."""
    for one, two in zip(_articles(snapshot), _articles(other), strict=True):
        assert one == two
    assert snapshot.corpus.rejected == other.corpus.rejected
    assert _sources(snapshot) == _sources(other)
    assert snapshot.untitled == other.untitled
    for query in QUERIES:
        assert _scores(snapshot, query) == _scores(other, query)
    for text in QUESTIONS:
        question = Question(text, limit=5)
        _close(respond(snapshot, question, WEIGHTS), respond(other, question, WEIGHTS))
    for text in TOPICS:
        _close(tell(snapshot, Topic(text), WEIGHTS), tell(other, Topic(text), WEIGHTS))


def _close(one: Answer | Timeline, other: Answer | Timeline) -> None:
    pairs = [(asdict(replace(one, **_OWN)), asdict(replace(other, **_OWN)))]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, dict):
            if "also_in" in left:
                left, right = _whichever(left), _whichever(right)
            assert left.keys() == right.keys()
            pairs += [(left[key], right[key]) for key in left]
        elif isinstance(left, tuple | list):
            pairs += zip(left, right, strict=True)
        elif isinstance(left, float):
            assert math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-9)
        else:
            assert left == right


def _whichever(excerpt: dict[str, Any]) -> dict[str, Any]:
    """Of near copies that score the same, which one is quoted depends on the order they came in."""
    article = excerpt["article"]
    if not excerpt["also_in"]:
        return excerpt
    copies = sorted((article["id"], *excerpt["also_in"]))
    return {**excerpt, "article": article["digest"], "also_in": copies}


_OWN: dict[str, Any] = {"took_ms": 0.0, "snapshot": 0}


def _articles(snapshot: Snapshot) -> list[Document]:
    return sorted(map(_plain, snapshot.documents), key=lambda each: each.article.path)


def _sources(snapshot: Snapshot) -> list[str]:
    codes = snapshot.sources[snapshot.documents.numbers()].tolist()
    return sorted(snapshot.outlets[code] for code in codes if code >= 0)


def _scores(snapshot: Snapshot, query: list[str]) -> list[dict[Any, tuple[float, int]]]:
    """For each index the scores and lengths of its documents by the paths of their articles."""
    owners = np.asarray(snapshot.layout.article_of)
    first = np.asarray(snapshot.layout.first_paragraph)
    paths = dict(snapshot.documents.paths())
    found = []
    for index in (snapshot.paragraphs, snapshot.articles, snapshot.titles):
        scores, lengths = index.get_scores(query), index.doc_len
        if index is snapshot.paragraphs:
            names = {
                number: (paths[owner], number - first[owner])
                for number, owner in enumerate(owners.tolist())
                if owner in paths
            }
        else:
            names = {number: (path, 0) for number, path in paths.items()}
        assert len(names) == index.corpus_size
        assert not [score for number, score in enumerate(scores) if score and number not in names]
        found.append({name: (scores[n].item(), lengths[n].item()) for n, name in names.items()})
    return found


def _plain(document: Document) -> Document:
    """Without the note that only a look at all the files gives."""
    notes = tuple(note for note in document.notes if not note.startswith(SAME_CONTENT))
    return replace(document, notes=notes, paragraphs=tuple(document.paragraphs))
