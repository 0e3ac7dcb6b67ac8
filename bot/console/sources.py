"""The outlets of the corpus as lines of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.wording import plural
from bot.articles.dated import UNDATED, day
from bot.console.clean import clean
from bot.console.screen import Screen
from bot.desk.status import SourceCount


def show_sources(screen: Screen, sources: Sequence[SourceCount]) -> None:
    for count in sources:
        name = clean(count.source) if count.source else "(no source named)"
        articles = plural(count.articles, "article")
        screen.line(f"{name} · {articles} · {_period(count)}", first="  ", rest="    ")


def _period(count: SourceCount) -> str:
    if not (count.first and count.last):
        return UNDATED
    first, last = day(count.first), day(count.last)
    return first if first == last else f"{first} to {last}"
