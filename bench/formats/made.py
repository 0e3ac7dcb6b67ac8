"""Articles of invented text, the same for the same seed, with what articles are made of.

Curly quotes, dashes, accents, numbers, abbreviations, quotes of a few words as paragraphs, long
paragraphs, lists, subheadings, bold and slanted words, links.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

Mark = Literal["", "bold", "italic", "link"]
Kind = Literal["paragraph", "heading", "item", "quote"]


class Run(NamedTuple):
    """Words set in one way; `mark` is empty for plain ones."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, heading, list item or block quote."""

    kind: Kind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Story:
    """An article before it is set in any format."""

    name: str
    title: str
    outlet: str
    author: str
    day: date
    parts: tuple[Part, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What a reader is to give back: everything but the headings."""
        return tuple(part.text for part in self.parts if part.kind != "heading")


_TOWNS = "Łomża,São Brás,Kesälahti,Ñuñoa,Vågan,Dún Beag,Port Aldous,East Harrow".split(",")
_NAMES = (
    "Zoë Lindqvist",
    "Mr. Aldous Fenn",
    "Dr. Inês Carvalho",
    "Mrs. O’Hanlon-Reyes",
    "Gen. Tadeusz Żak",
    "Prof. Björn Ångström",
    "Ms. Renée D’Arcy",
)
_BODIES = (
    "the harbour board",
    "Brock & Sons",
    "the Ministry of Fisheries",
    "the North–South Rail Co.",
    "the U.S. consulate",
    "the co-operative’s R&D unit",
)
_THINGS = (
    "the swing bridge",
    "a long-delayed ice-breaker",
    "the wind-powered ferry",
    "its grain terminal",
    "the 19th-century customs house",
    "the cold-storage warehouse",
)
_TOLD = (
    "{body} said on {day} that {thing} in {town} would cost ${money} million, {share} percent more "
    "than it had announced at 9:30 a.m. the week before.",
    "“We never promised {thing} by {month},” {name} told reporters — “not in {town}, not anywhere "
    "else.”",
    "In {town}, where some {count} people depend on {thing}, the decision came as a surprise.",
    "{name}, who has run {body} since {year}, called the plan “naïve” and said that {share}% of it "
    "was “already under water.”",
    "The contract (No. {small}/{year}) runs from {year}–{later} and covers {count} tonnes of "
    "freight a year.",
    "Nobody at {body} could say why the estimates differed; a spokeswoman pointed to "
    "“extraordinary circumstances,” among them the weather, the exchange rate and the "
    "unforeseeable responsibilities of subcontractors.",
    "Until {month} the difference had been less than {small} points, according to figures seen by "
    "this newspaper.",
    "“It’s the fishermen’s money,” said {name}, adding that the council hadn’t asked them: “Who "
    "else’s would it be?”",
    "Engineers inspected {thing} for the third time in {small} months and found {count} cracks, "
    "most of them shorter than 0.5 mm.",
    "By contrast, {town} spent €{money} million on administration, transportation and "
    "telecommunications alone.",
    "The vote went {small} to {less}, with {less} abstentions, shortly after midnight.",
    "What happens next is unclear… but {body} has until {month} {year} to appeal.",
)
_SHORT = (
    "“We’ll be back.”",
    "“No,” said {name}.",
    "Then the lights went out.",
    "It was {count} o’clock in the morning, or so it felt.",
    "“Why {town}?”",
    "He did not.",
)
_ITEMS = (
    "{thing}: ${money} million, to be paid by {month};",
    "{small} days of consultation in {town}",
    "A report by {body}, due in {year}.",
    "{share}% of the tolls, for the first {less} years",
)
_HEADINGS = (
    "A question of money",
    "What the engineers saw",
    "Waiting in {town}",
    "‘Not before {month}’",
)
_TITLES = (
    "{town} puts off its vote on {thing}",
    "Who pays for {thing}?",
    "{body} to reopen {thing} in {town}",
)
_MONTHS = "January February March April May June July August September October November".split()


def made_stories(count: int, seed: int = 5) -> tuple[Story, ...]:
    """`count` articles of 12 to 40 parts each."""
    return tuple(_story(number, random.Random(seed * 1_000 + number)) for number in range(count))


def _story(number: int, rng: random.Random) -> Story:
    day = date(2017, 1, 2) + timedelta(rng.randrange(2_500))
    author = rng.choice(("Maren Holt", "Ciarán Ó Briain", "Adaeze Nwosu"))
    outlet = rng.choice(("The Harrow Courier", "Vågan Tidende", "Evening Post"))
    title = _filled(rng.choice(_TITLES), rng)
    return Story(f"{day}-{number:02}", title, outlet, author, day, tuple(_parts(rng)))


def _parts(rng: random.Random) -> Iterator[Part]:
    yield _part("paragraph", _paragraph(rng, 3), rng)
    for _ in range(rng.randint(7, 20)):
        draw = rng.random()
        if draw < 0.12:
            yield Part("heading", (Run(_filled(rng.choice(_HEADINGS), rng)),))
        if draw < 0.15:
            for _ in range(rng.randint(2, 4)):
                yield _part("item", _filled(rng.choice(_ITEMS), rng), rng)
        elif draw < 0.25:
            yield _part("quote", f"“{_paragraph(rng, 2).replace('“', '‘').replace('”', '’')}”", rng)
        elif draw < 0.45:
            yield _part("paragraph", _filled(rng.choice(_SHORT), rng), rng)
        yield _part("paragraph", _paragraph(rng, rng.choice((1, 2, 2, 3, 4, 9))), rng)


def _paragraph(rng: random.Random, sentences: int) -> str:
    return " ".join(_filled(text, rng) for text in rng.sample(_TOLD, sentences))


def _filled(text: str, rng: random.Random) -> str:
    filled = text.format(
        body=rng.choice(_BODIES),
        thing=rng.choice(_THINGS),
        town=rng.choice(_TOWNS),
        name=rng.choice(_NAMES),
        day=rng.choice(("Monday", "Tuesday", "Sunday night")),
        month=rng.choice(_MONTHS),
        year=rng.randint(1987, 2026),
        later=rng.randint(27, 49),
        money=f"{rng.uniform(1, 4_000):,.1f}",
        share=rng.randint(2, 98),
        count=f"{rng.randint(3, 90_000):,}",
        small=rng.randint(11, 40),
        less=rng.randint(2, 10),
    )
    return filled[0].upper() + filled[1:]


def _part(kind: Kind, text: str, rng: random.Random) -> Part:
    """`text` as runs: in one part of three, a few words of it are marked."""
    words = text.split(" ")
    if rng.random() > 0.35 or len(words) < 6:
        return Part(kind, (Run(text),))
    start = rng.randrange(1, len(words) - 3)
    stop = start + rng.randint(1, 2)
    mark: Mark = rng.choice(("bold", "italic", "link"))
    marked = " ".join(words[start:stop])
    bare = marked.strip("“”‘’—…().,;:?!")  # marks stand within punctuation, as editors set them
    if not bare or not (bare[0].isalnum() and bare[-1].isalnum()):
        return Part(kind, (Run(text),))
    before, after = marked.split(bare, 1)
    return Part(
        kind,
        (
            Run(" ".join(words[:start]) + " " + before),
            Run(bare, mark),
            Run(after + " " + " ".join(words[stop:])),
        ),
    )
