"""What the corpus holds as lines of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.answer.wording import plural
from bot.articles.dated import UNDATED, day
from bot.articles.members import TOP
from bot.console.clean import clean
from bot.console.screen import Screen
from bot.desk.holdings import Holdings
from bot.desk.status import SourceCount


def show_holdings(screen: Screen, held: Holdings) -> None:
    """Outlets, folders where there are some, and what came last."""
    undated = f", {held.undated:,} {UNDATED}" if held.undated else ""
    screen.line(f"{plural(held.articles, 'article')}{undated}", "bold")
    show_sources(screen, held.sources)
    if [name for name, _ in held.collections] not in ([], [TOP]):
        screen.line("Folders:")
        for name, count in held.collections:
            shown = clean(name) if name != TOP else "(in none)"
            screen.line(f"{shown} · {plural(count, 'article')}", first="  ", rest="    ")
    if held.latest:
        screen.line("Latest in the folder:")
    for each in held.latest:
        source = f" · {clean(each.source)}" if each.source else ""
        when = f"put there {day(datetime.fromtimestamp(each.when).date())}"
        screen.line(f"{clean(each.title)}{source} · {when}", first="  ", rest="    ")


def show_sources(screen: Screen, sources: Sequence[SourceCount]) -> None:
    for count in sources:
        name = clean(count.source) if count.source else "(no source named)"
        articles = plural(count.articles, "article")
        screen.line(f"{name} · {articles} · {_period(count)}", first="  ", rest="    ")


def _period(count: SourceCount) -> str:
    if not (count.first and count.last):
        return UNDATED
    first, last = day(count.first), day(count.last)
    period = first if first == last else f"{first} to {last}"
    return f"{period} · {count.undated:,} {UNDATED}" if count.undated else period
