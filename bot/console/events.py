"""A timeline as lines of a terminal: dates in a column of their own, quotes beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from bot.answer.event import Event, Timeline
from bot.answer.wording import marks, plural, when
from bot.console.answers import excerpt_rows, percent, show_excerpts, show_suggestion
from bot.console.screen import Screen

GAP = 2  # columns between the dates and the quotes
MIN_QUOTE_WIDTH = 40  # columns; with fewer to spare, as on a phone, dates stand above the quotes


def show_timeline(screen: Screen, timeline: Timeline) -> None:
    """Events in the order asked for, or a refusal with the closest passages."""
    if timeline.answered:
        _events(screen, timeline.listed)
    else:
        screen.line("No dated event in the articles is about this.", "bold")
        if timeline.near_misses:
            screen.line()
            screen.line("The closest passages:")
            show_excerpts(screen, timeline.near_misses)
    show_suggestion(screen, timeline.suggestion)
    screen.line(_summary(timeline), "dim")


def _events(screen: Screen, events: Sequence[Event]) -> None:
    column = max(len(row.plain) for event in events for row in _date_rows(event))
    indent = " " * (column + GAP)
    beside = screen.fits(len(indent) + MIN_QUOTE_WIDTH)
    for event in events:
        if beside:
            quote = excerpt_rows(screen, event.excerpt, room=screen.width - len(indent))
            screen.beside(_date_rows(event), quote, len(indent))
        else:
            screen.line(Text(" · ").join(_date_rows(event)))
            for row in excerpt_rows(screen, event.excerpt, room=screen.width - GAP):
                screen.row(Text(" " * GAP) + row)
        screen.line()


def _date_rows(event: Event) -> list[Text]:
    return [Text(when(event), "bold green"), *(Text(mark, "yellow") for mark in marks(event))]


def _summary(timeline: Timeline) -> str:
    sure = f"{percent(timeline.confidence)} sure that the corpus tells of this"
    if not timeline.answered:
        return sure
    events = plural(len(timeline.events), "event")
    return f"{events} from {plural(timeline.articles, 'article')} · {sure}"
