"""Collections that some may not see: nothing of them is quoted, counted, named or suggested, while
the folder is read again and again and rules change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from random import Random

from bench.faults.gauges import CARGO, PLACES, WORK
from bench.faults.tally import Held, Tally
from bot.answer.answer import Excerpt, Question
from bot.answer.event import Topic
from bot.articles.document import article_id
from bot.articles.members import Hidden, collection_of
from bot.desk import Desk
from bot.desk.titles import find
from bot.errors import StaleError
from bot.log.entries import Asker
from bot.log.sqlite import QueryLog
from bot.search.update import Limits

COLLECTIONS = ("open", "north", "south", "drafts")
NOTES = 12
"""Of each collection."""

ROUNDS, AT_ONCE = 40, 30
ASKER = Asker("discord", 42, 7, 8)


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("access")
    for name, limits in (("bases", Limits()), ("deltas", Limits(merge_at_once=0))):
        asyncio.run(hidden_from_all(tally, folder / name, chance, limits, ROUNDS))
    return tally


async def hidden_from_all(
    tally: Tally, folder: Path, chance: Random, limits: Limits, rounds: int
) -> None:
    """Each collection has an outlet and a word of its own, which must not show either."""
    corpus, data = folder / "corpus", folder / "data"
    _write(corpus, 0)
    choices = [frozenset(c) for size in range(4) for c in combinations(COLLECTIONS[1:], size)]

    async def reload() -> None:
        for edition in range(1, rounds // 8 + 1):
            await asyncio.to_thread(_write, corpus, edition)
            await desk.refresh()

    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log, limits=limits) as desk,
    ):
        reloading, turn = asyncio.create_task(reload()), 0
        while turn < rounds or not reloading.done():
            hidden = [chance.choice(choices) for _ in range(AT_ONCE)]
            await asyncio.gather(*(_ask(tally, desk, chance, each) for each in hidden))
            turn += 1
            tally.runs += AT_ONCE
        await reloading


async def _ask(tally: Tally, desk: Desk, chance: Random, hidden: Hidden) -> None:
    place, own = chance.choice(PLACES[:NOTES]), chance.choice(COLLECTIONS)
    text = chance.choice((f"What do the keepers of {place} write of {word(own)}?", f"{word(own)}s"))
    told = f"{text!r} without {sorted(hidden)}"
    entry = await desk.ask(Question(text, limit=9), ASKER, hidden)
    timeline = await desk.timeline(Topic(text), ASKER, hidden)
    answer = entry.answer
    _look(tally, (*answer.excerpts, *answer.near_misses), hidden, told)
    events = [event.excerpt for event in timeline.timeline.events]
    _look(tally, (*events, *timeline.timeline.near_misses), hidden, told)
    outlets = {count.source for count in desk.sources(hidden)}
    tally.check(Held.HIDDEN, not outlets & {outlet(each) for each in hidden}, f"{told}: {outlets}")
    titles = [match.source for match in find(desk.seen(hidden), place, 50)]
    seen = not {outlet(each) for each in hidden} & set(titles)
    tally.check(Held.HIDDEN, seen, f"{told}: titles of {titles}")
    hinted = [each for each in hidden if word(each) in (answer.suggestion or "").split()]
    typed = word(own) in text.split()
    tally.check(Held.HIDDEN, typed or not hinted, f"{told}: {answer.suggestion}")
    await _recall(tally, desk, entry.key, hidden | {own}, told)


async def _recall(tally: Tally, desk: Desk, key: str, hidden: Hidden, told: str) -> None:
    """A button that is pressed where more is hidden than where the answer was given."""
    try:
        back = await desk.recall(key, hidden)
    except StaleError:
        return
    found = (*back.answer.excerpts, *back.answer.near_misses)
    _look(tally, found, hidden, f"{told}, recalled without {sorted(hidden)}")


def _look(tally: Tally, excerpts: Iterable[Excerpt], hidden: Hidden, told: str) -> None:
    unseen = {article_id(f"{each}/{number:02}.md") for each in hidden for number in range(NOTES)}
    for excerpt in excerpts:
        place = collection_of(excerpt.article.path)
        tally.check(Held.HIDDEN, place not in hidden, f"{told}: {excerpt.article.path}")
        tally.check(Held.HIDDEN, not unseen & set(excerpt.also_in), f"{told}: named as a copy")


def word(collection: str) -> str:
    """One that stands in this collection alone."""
    return f"zep{collection}ite"


def outlet(collection: str) -> str:
    return f"Sample {collection.title()} Post"


def _write(corpus: Path, edition: int) -> None:
    for collection in COLLECTIONS:
        (corpus / collection).mkdir(parents=True, exist_ok=True)
        for number in range(NOTES):
            place, cargo = PLACES[number], CARGO[(number + edition) % len(CARGO)]
            head = f'---\ntitle: "Notes on {place}"\nsource: {outlet(collection)}\n'
            body = (
                f"The keepers of {place} write of {word(collection)} on {1 + number} May 2019, in "
                f"edition {edition}.\n\nOn {1 + edition % 28} June 2019 barges with {cargo} passed "
                f"{place}, where beams were {WORK[number % len(WORK)]}.\n"
            )
            path = corpus / collection / f"{number:02}.md"
            aside = path.with_name(f".{path.name}")
            aside.write_text(f"{head}date: 2019-07-01\n---\n\n{body}", encoding="utf-8")
            aside.replace(path)
