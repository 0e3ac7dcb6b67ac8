"""Whether what was answered may be shown to others than it was made for.

An answer is judged by the articles that it quotes or names. What it counts, and the spelling it
suggests, rest on all articles that its asker might see: those are kept only where nothing is hidden
now that was not hidden then.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from bot.answer.answer import Excerpt
from bot.articles.members import Hidden, collection_of
from bot.desk.given import REMEMBERED_ANSWERS
from bot.errors import StaleError
from bot.log.entries import LoggedAnswer, LoggedTimeline
from bot.search.snapshot import Snapshot
from bot.search.without import without

NOT_HERE = "This answer quotes articles that may not be shown here."

E = TypeVar("E", LoggedAnswer, LoggedTimeline)


class Guard:
    """Remembers of the latest answers what was hidden from those they were made for; of older ones
    it supposes that nothing was."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Hidden] = OrderedDict()

    def made(self, key: str, hidden: Hidden) -> None:
        if hidden:
            self._made[key] = hidden
            if len(self._made) > REMEMBERED_ANSWERS:
                self._made.popitem(last=False)

    def shown(self, entry: E, hidden: Hidden, snapshot: Snapshot) -> E:
        """The answer as those may see it from whom `hidden` is hidden. Raises StaleError when it
        quotes or names one of those articles; `snapshot` is the whole one."""
        if not hidden:
            return entry
        view = without(snapshot, hidden)
        for excerpt in _excerpts(entry):
            if collection_of(excerpt.article.path) in hidden or any(
                view.place(other) is None and snapshot.place(other) is not None
                for other in excerpt.also_in
            ):
                raise StaleError(NOT_HERE)
        return entry if hidden <= self._made.get(entry.key, frozenset()) else _bare(entry)


def _excerpts(entry: LoggedAnswer | LoggedTimeline) -> Iterator[Excerpt]:
    if isinstance(entry, LoggedAnswer):
        yield from entry.answer.excerpts
        yield from entry.answer.near_misses
    else:
        yield from (event.excerpt for event in entry.timeline.events)
        yield from entry.timeline.near_misses


def _bare(entry: E) -> E:
    """Without what may rest on other articles than those it quotes."""
    if isinstance(entry, LoggedAnswer):
        return replace(entry, answer=replace(entry.answer, suggestion=None))
    timeline = entry.timeline
    quoted = {event.excerpt.article.id for event in timeline.events}
    bare = replace(timeline, suggestion=None, articles=len(quoted), activity=())
    return replace(entry, timeline=bare)
