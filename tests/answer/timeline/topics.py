"""Topics to tell: a few articles of a harbour, a much reported closure, and short ways to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from bot.answer.answer import Filters
from bot.answer.event import MAX_EVENTS, Timeline, Topic
from bot.answer.question import understand
from bot.answer.timeline import tell
from bot.answer.timeline.candidates import Candidates, Finder
from bot.answer.timeline.reports import Reports, find_reports
from bot.answer.timeline.slots import Slots, find_slots
from bot.answer.weights import shipped
from bot.articles.article import Article, Document, Provenance
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import document, snapshot

EAGER = replace(shipped(), threshold=0.0)

HERRING = "herring talks between Norrhaven and Storvik"
ANNOUNCED = document(
    "Negotiators from Norrhaven and Storvik will hold talks on herring quotas on Aug. 22 and "
    "Aug. 23, both ministries announced.",
    path="announced.md",
    source="Quay Post",
    day=date(2018, 8, 17),
)
REPORTED = document(
    "Norrhaven and Storvik ended their herring quota talks without a deal after meeting on "
    "Aug. 22 and Aug. 23.",
    path="reported.md",
    source="Harbour Ledger",
    day=date(2018, 8, 25),
)
ELSEWHERE = document(
    "Volunteers painted the lighthouse of Kalvo red.", path="kalvo.md", day=date(2018, 9, 1)
)

BRIDGE = "Kalvo bridge"
CLOSED, REOPENED, WEAK = date(2019, 5, 13), date(2019, 9, 2), date(2019, 6, 18)
COMING_LEAD = "Engineers will close the Kalvo bridge for a year, officials are set to announce."

_WHO = "Engineers|Inspectors|Officials|Shopkeepers|Ferry crews|Drivers|Residents|Lawyers".split("|")
_DID = (
    "blamed rusty bolts for the cracks|asked for more buses to the island|sued the steel supplier"
    "|praised the repair crews|counted the lost trade|wanted a toll lifted|drew up new plans"
    "|told a hearing about the budget|walked to work in the rain|measured the tide at the piers"
).split("|")


def told(topic: str, *documents: Document, **options: Any) -> Timeline:
    """With the shipped weights; for the options see `ask`."""
    return ask(snapshot(*documents), topic, **options)


def ask(
    built: Snapshot,
    topic: str,
    *,
    since: str | None = None,
    until: str | None = None,
    source: str | None = None,
    **options: Any,
) -> Timeline:
    """`since` and `until` in ISO 8601; other options are fields of Topic."""
    bounds = [date.fromisoformat(day) if day else None for day in (since, until)]
    return tell(built, Topic(topic, Filters(source, *bounds), **options), shipped())


def undated(*paragraphs: str, path: str = "undated.md") -> Document:
    return document(*paragraphs, path=path)


def inferred(made: Document) -> Document:
    """The same document, as if its date were inferred."""
    known = {**made.article.provenance, "date": Provenance.INFERRED}
    article: Article = replace(made.article, provenance=known)
    return replace(made, article=article)


def dates(timeline: Timeline) -> list[str]:
    """The events' days in ISO 8601, a span as first/last."""
    return [
        event.first.isoformat() + (f"/{event.last}" if event.last > event.first else "")
        for event in timeline.events
    ]


def quotes(timeline: Timeline) -> list[str]:
    return [event.excerpt.quote for event in timeline.events]


@dataclass(frozen=True, slots=True)
class Worked:
    """What is known of a topic half way to its timeline."""

    snapshot: Snapshot
    reports: Reports
    slots: Slots
    finder: Finder

    def slot(self, first: date, last: date | None = None) -> int:
        """The slot of just these days; raises StopIteration when there is none."""
        days = first.toordinal(), (last or first).toordinal()
        pairs = zip(self.slots.first.tolist(), self.slots.last.tolist(), strict=True)
        return next(number for number, pair in enumerate(pairs) if pair == days)

    def weight(self, first: date, last: date | None = None) -> float:
        return float(self.slots.weight[self.slot(first, last)])

    def candidates(self, first: date, last: date | None = None) -> Candidates:
        return self.finder.of_slot(self.slot(first, last))


def work(built: Snapshot, topic: str, since: date = date.min, until: date = date.max) -> Worked:
    reports = find_reports(built, understand(topic, built, Tokeniser()), None)
    slots = find_slots(built, reports, since.toordinal(), until.toordinal())
    return Worked(built, reports, slots, Finder(built, reports, slots))


@cache
def bridge() -> Snapshot:
    """Sixty short articles over five months. Most come back to CLOSED by name, a dozen to REOPENED,
    two to WEAK; those of the next day lead with the closure without naming its day, one of them
    with what is still to come. Two days after WEAK are much reported for other things."""
    chance = Random(11)
    made = [_lead(number, chance) for number in range(8)]
    made += [_background(number, chance) for number in range(8, 48)]
    made += [_reopening(number, chance) for number in range(48, 60)]
    return snapshot(*made)


def all_of_the_bridge() -> Timeline:
    return ask(bridge(), BRIDGE, events=MAX_EVENTS)


def _lead(number: int, chance: Random) -> Document:
    lead = (
        "The Kalvo bridge was shut to all traffic after inspectors found deep cracks in "
        f"{chance.choice(['a', 'its', 'one'])} steel pier, cutting off {number + 3} villages."
    )
    return document(
        COMING_LEAD if number == 4 else lead,
        f"{chance.choice(_WHO)} near the bridge {chance.choice(_DID)}.",
        path=f"{number:02}.md",
        day=CLOSED + timedelta(days=number % 2),
    )


def _background(number: int, chance: Random) -> Document:
    day = WEAK if number in (30, 31) else CLOSED + timedelta(days=2 * number)
    named = "on June 18" if number in (32, 33) else "on May 13"
    what = "lost a vote on the Kalvo bridge" if number in (32, 33) else "closed the Kalvo bridge"
    return document(
        f"{chance.choice(_WHO)} of the Kalvo bridge {chance.choice(_DID)}.",
        f"The council {what} {named} because {chance.choice(_WHO).lower()} "
        f"{chance.choice(_DID)}, case {number}.",
        path=f"{number:02}.md",
        day=day,
    )


def _reopening(number: int, chance: Random) -> Document:
    return document(
        f"{chance.choice(_WHO)} at the Kalvo bridge {chance.choice(_DID)}.",
        f"The Kalvo bridge reopened on Sept. 2 with a parade of {number} old buses, and "
        f"{chance.choice(_WHO).lower()} {chance.choice(_DID)}.",
        path=f"{number:02}.md",
        day=REOPENED + timedelta(days=number - 44),
    )
