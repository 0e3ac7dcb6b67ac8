"""A folder whose every state is known by its number, so that any quote can be held against it.

State s of GaugeFolder(articles, groups) holds article a in version ``edition(a, s)``: with every
state one group of the articles gets a new text, so that with a single group all articles of state s
carry the number s. Texts are invented, differ from article to article, and name their edition in
each paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import NamedTuple

from bench.faults.tally import Held, Tally
from bot.answer.answer import Excerpt

BEGINNINGS = "Mar Hol Tar Ash Nor Vel Quen Dru Sil Pem".split()
ENDINGS = "low linham nwick bourne gate ford den mere".split()
PLACES = [begin + end for begin, end in product(BEGINNINGS, ENDINGS)]
CARGO = "oak pears slate wool barley salt lime coal flax honey tin peat hops reeds amber".split()
WORK = "dredged painted measured raised repaired mapped cleared rebuilt lengthened closed".split()

QUESTION = "Which edition did the keepers of the gauges write?"
"""Reaches articles all over the folder."""


class Quoted(NamedTuple):
    """What an answer says of one quote, as a child can tell it."""

    path: str
    digest: str
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, excerpt: Excerpt) -> Quoted:
        article = excerpt.article
        return cls(article.path, article.digest, *excerpt.span, excerpt.quote)


class GaugeFolder:
    """`articles` at most 80, whose names are ``gauge-007.md``."""

    def __init__(self, articles: int = 12, groups: int = 1, paragraphs: int = 4) -> None:
        self.articles, self.groups, self.paragraphs = articles, groups, paragraphs
        self._known: dict[str, tuple[int, int]] = {}
        self._known_to = -1

    def edition(self, article: int, state: int) -> int:
        """The latest state, up to `state`, in which this article was written."""
        return max(0, state - (state - article) % self.groups)

    def name(self, article: int) -> str:
        return f"gauge-{article:03}.md"

    def text(self, article: int, edition: int) -> str:
        place = PLACES[article]
        lines = [f'---\ntitle: "The gauge at {place}"\nsource: Sample River Post\n---']
        for number in range(self.paragraphs):
            cargo, work = CARGO[(article + number) % len(CARGO)], WORK[(article * 3 + number) % 10]
            reading = 100 + (article * 37 + number * 11 + edition) % 800
            lines.append(
                f"The keepers of the gauge at {place} wrote edition {edition} after {work} beams "
                f"were counted. Lock {number + 1} of {place} stood at {reading} centimetres, and "
                f"barges brought {reading * 3} tons of {cargo} past it."
            )
        return "\n\n".join(lines) + "\n"

    def questions(self) -> list[str]:
        places = PLACES[: self.articles]
        return [
            QUESTION,
            *(f"How many centimetres did the lock of {place} stand at?" for place in places),
        ]

    def write(self, root: Path, state: int) -> None:
        """Bring the files to a state; each appears whole."""
        root.mkdir(parents=True, exist_ok=True)
        for article in range(self.articles):
            data = self.text(article, self.edition(article, state)).encode()
            path = root / self.name(article)
            if path.exists() and path.read_bytes() == data:
                continue
            aside = root / f".{self.name(article)}.new"
            aside.write_bytes(data)
            aside.replace(path)

    def check(self, tally: Tally, quotes: Iterable[Quoted], upto: int, told: str = "") -> set[int]:
        """Every quote is its file's text in a state up to `upto`, and one state holds them all;
        the states that do."""
        states: set[int] | None = None
        for path, digest, start, end, quote in quotes:
            found = self._found(digest, upto)
            if found is None:
                tally.check(Held.QUOTE, False, f"{told}: no state has the file of {quote!r}")
                continue
            article, edition = found
            text = self.text(article, edition)
            same = text[start:end] == quote != "" and path == self.name(article)
            tally.check(Held.QUOTE, same, f"{told}: {quote!r} is not {text[start:end]!r}")
            holding = set(self._states(article, edition, upto))
            states = holding if states is None else states & holding
        if states is not None:
            tally.check(Held.ONE, states, f"{told}: the quotes are of no one state")
        return states or set()

    def _states(self, article: int, edition: int, upto: int) -> Iterator[int]:
        for state in range(edition, min(upto, edition + 2 * self.groups) + 1):
            if self.edition(article, state) == edition:
                yield state

    def _found(self, digest: str, upto: int) -> tuple[int, int] | None:
        """The article and edition that have this digest."""
        for state in range(self._known_to + 1, upto + 1):
            for article in range(self.articles):
                edition = self.edition(article, state)
                data = self.text(article, edition).encode()
                self._known[sha256(data).hexdigest()] = article, edition
        self._known_to = max(self._known_to, upto)
        return self._known.get(digest)
