"""A timeline as a Components V2 message. Pure: what happens on a press is in `timeline_buttons`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.answer.answer import Excerpt
from bot.answer.chart import alt_text
from bot.answer.event import Event, Order, Timeline
from bot.answer.wording import extent, marks, plural, when
from bot.articles.article import Span
from bot.chat import ids, lines
from bot.chat.context_cards import around_card
from bot.chat.ids import FileKind, Opens, Place
from bot.chat.parts import (
    LABEL_UNITS,
    NEAR_MISSES_SHOWN,
    SHOW_ARTICLE,
    TEXT_UNITS,
    Coverage,
    Row,
    block,
    button,
    card,
    foot,
    heading,
    pager,
    share_button,
    suggestion_row,
    vote_buttons,
)
from bot.desk import Context
from bot.log.entries import LoggedTimeline

EVENTS_PER_PAGE = 5
PICTURE = "timeline.png"

_ORDERS = {Order.NEWEST: ", newest first", Order.WEIGHT: ", most important first"}
_FILES = {FileKind.MARKDOWN: "Markdown", FileKind.CSV: "CSV", FileKind.ICALENDAR: "iCalendar"}


def offered(timeline: Timeline) -> tuple[Excerpt, ...]:
    """What a card quotes: the events in their order, or the nearest of the near misses."""
    if timeline.answered:
        return tuple(event.excerpt for event in timeline.listed)
    return timeline.near_misses[:NEAR_MISSES_SHOWN]


def pages(timeline: Timeline) -> int:
    return max(1, -(-len(offered(timeline)) // EVENTS_PER_PAGE))


def timeline_card(
    entry: LoggedTimeline,
    covered: Coverage,
    *,
    page: int = 0,
    place: Place = Place.REPLY,
    shared_by: str = "",
    pictured: bool = False,
) -> ui.LayoutView:
    """The card of a timeline or a refusal; `page` counts from 0 and is clamped to what there is.

    `pictured` says that the message has, or is sent with, an attachment named PICTURE. `shared_by`
    is as on the card of an answer.
    """
    timeline = entry.timeline
    page = min(max(page, 0), pages(timeline) - 1)
    first = page * EVENTS_PER_PAGE
    head = _head(timeline)
    end = foot(None if timeline.answered else covered, shared_by if place is Place.POSTED else "")
    room = TEXT_UNITS - sum(lines.units(text) for text in (head, end))
    body: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    if pictured:
        body.append(_gallery(timeline))
    body += map(ui.TextDisplay, _blocks(timeline, first, room))
    if end:
        body.append(ui.TextDisplay(end))
    return card([*body, *_rows(entry, page, place)], answered=timeline.answered)


def article_card(entry: LoggedTimeline, index: int, found: Context | str) -> ui.LayoutView:
    """The paragraphs around quote `index` of a card, the whole quote in bold, or the sentence that
    says why not."""
    timeline = entry.timeline
    excerpt = offered(timeline)[index]
    head = _dated(timeline.listed[index]) if timeline.answered else ""
    return around_card(
        replace(excerpt, highlight=Span(0, len(excerpt.quote))),
        found,
        [*steps(entry, index, ids.article), _opening(entry, index)],
        answered=timeline.answered,
        head=head,
    )


def _head(timeline: Timeline) -> str:
    head = heading(timeline.topic.text)
    limits = lines.filters(timeline.topic.filters)
    if timeline.answered:
        said = f"{head}\n-# {_counted(timeline)}{_ORDERS.get(timeline.topic.order, '')}"
        return f"{said}\n-# Only {limits}" if limits else said
    refusal = "No dated event in the articles is about this."
    if limits:
        refusal = f"No dated event {limits} is about this. Without that limit there may be more."
    if timeline.near_misses:
        refusal += f"\n{lines.NEAR_MISSES}"
    return f"{head}\n{refusal}"


def _counted(timeline: Timeline) -> str:
    """``12 events, 17 Aug 2018 to 28 Sep 2023, from 41 articles``."""
    events = plural(len(timeline.events), "event")
    articles = plural(timeline.articles, "article")
    return f"{events}, {extent(timeline.events)}, from {articles}"


def _blocks(timeline: Timeline, first: int, room: int) -> list[str]:
    """The quotes of the page that begins with quote `first`, each below its date."""
    shown = offered(timeline)[first : first + EVENTS_PER_PAGE]
    if not timeline.answered:
        return [block(excerpt, room // len(shown), bold=False) for excerpt in shown]
    events: Sequence[Event] = timeline.listed[first : first + EVENTS_PER_PAGE]
    return [
        block(event.excerpt, room // len(events), bold=True, head=_dated(event)) for event in events
    ]


def _dated(event: Event) -> str:
    return " · ".join([f"**{_when(event)}**", *marks(event)])


def _when(event: Event) -> str:
    words = when(event)
    return words[0].upper() + words[1:]


def _gallery(timeline: Timeline) -> ui.MediaGallery[ui.LayoutView]:
    described = alt_text(timeline)
    item = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=described)
    return ui.MediaGallery(item)


def _rows(entry: LoggedTimeline, page: int, place: Place) -> list[Row]:
    key, timeline = entry.key, entry.timeline
    rows: list[Row] = []
    if timeline.suggestion:
        label = f"Try instead: {timeline.suggestion}"
        again = ids.events_again(key, place)
        rows.append(suggestion_row(again, label, primary=not timeline.answered))
    actions: Row = ui.ActionRow()
    if offered(timeline):
        first = page * EVENTS_PER_PAGE
        actions.add_item(button(ids.article(key, first, Opens.NEW), label="Context"))
        actions.add_item(button(ids.open_event(key, first, Opens.NEW), label=SHOW_ARTICLE))
    for vote in vote_buttons(key):
        actions.add_item(vote)
    for share in share_button(ids.share_events(key, page), place):
        actions.add_item(share)
    rows.append(actions)
    if timeline.answered:
        exports: Row = ui.ActionRow()
        for kind, name in _FILES.items():
            exports.add_item(button(ids.export(key, kind), label=name))
        rows.append(exports)
    if (count := pages(timeline)) > 1:
        back = ids.events(key, place, max(page - 1, 0), forward=False)
        onward = ids.events(key, place, min(page + 1, count - 1), forward=True)
        rows.append(pager(key, back, onward, page, count))
    return rows


def _opening(entry: LoggedTimeline, index: int) -> Row:
    opens = ids.open_event(entry.key, index, Opens.NEW)
    return ui.ActionRow(button(opens, label=SHOW_ARTICLE))


def steps(
    entry: LoggedTimeline, index: int, custom_id: Callable[[str, int, Opens], str]
) -> list[Row]:
    """A button for each quote of the same page, by its date, when there are several; `custom_id` is
    as for an answer."""
    timeline = entry.timeline
    first = index - index % EVENTS_PER_PAGE
    last = min(first + EVENTS_PER_PAGE, len(offered(timeline)))
    if last - first < 2:
        return []
    row: Row = ui.ActionRow()
    for other in range(first, last):
        name = _when(timeline.listed[other]) if timeline.answered else f"Quote {other + 1}"
        here = custom_id(entry.key, other, Opens.HERE)
        label = lines.label(name, LABEL_UNITS)
        row.add_item(button(here, label=label, disabled=other == index))
    return [row]
