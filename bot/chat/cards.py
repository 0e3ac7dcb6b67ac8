"""Values as cards: pure functions from an answer to a Components V2 message.

The buttons carry ids only; what happens on a press is in `buttons`. No card goes over TEXT_UNITS
or over 40 components, whatever an article holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.answer.answer import Answer, Excerpt
from bot.articles.article import Span
from bot.chat import ids, lines
from bot.chat.escape import escape
from bot.chat.ids import Mark, Opens, Place
from bot.desk import Context, SourceCount
from bot.log.entries import LoggedAnswer

EXCERPTS_PER_PAGE = 3
NEAR_MISSES_SHOWN = 2
TEXT_UNITS = 4_000  # of all text displays of a message together
HEADING_CHARS = 120  # a longer question is bold text, not a heading
QUESTION_CHARS = 300
LABEL_UNITS = 80  # of a button
NAME_CHARS = 40  # of a person
COVERED_SOURCES = 4
MIN_QUOTE_UNITS = 120

ANSWER_COLOUR = discord.Colour(0x4F8A8B)
REFUSAL_COLOUR = discord.Colour(0x80848E)

Row = ui.ActionRow[ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the corpus holds, for a refusal to tell; `sources` by number of articles, most first."""

    articles: int
    sources: tuple[str, ...]
    first: date | None
    last: date | None


def coverage(counts: tuple[SourceCount, ...]) -> Coverage:
    firsts = [count.first for count in counts if count.first]
    lasts = [count.last for count in counts if count.last]
    return Coverage(
        articles=sum(count.articles for count in counts),
        sources=tuple(count.source for count in counts if count.source),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )


def offered(answer: Answer) -> tuple[Excerpt, ...]:
    """What a card shows: the excerpts, or the nearest of the near misses."""
    return answer.excerpts if answer.answered else answer.near_misses[:NEAR_MISSES_SHOWN]


def pages(answer: Answer) -> int:
    return max(1, -(-len(offered(answer)) // EXCERPTS_PER_PAGE))


def answer_card(
    entry: LoggedAnswer,
    covered: Coverage,
    *,
    page: int = 0,
    place: Place = Place.REPLY,
    shared_by: str = "",
) -> ui.LayoutView:
    """The card of an answer or a refusal; `page` counts from 0 and is clamped to what there is.

    `shared_by` is the name of the person who shared it, for the place POSTED. A name and not a
    mention: it must not ping, and it stays readable where mentions of strangers do not.
    """
    answer = entry.answer
    page = min(max(page, 0), pages(answer) - 1)
    shown = offered(answer)[page * EXCERPTS_PER_PAGE : (page + 1) * EXCERPTS_PER_PAGE]
    head = _head(answer)
    foot = _foot(answer, covered, shared_by if place is Place.POSTED else "")
    room = TEXT_UNITS - sum(lines.units(text) for text in (head, foot))
    blocks = [_block(excerpt, room // len(shown), bold=answer.answered) for excerpt in shown]
    body: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    for number, block in enumerate(blocks):
        if number:
            body.append(ui.Separator())
        body.append(ui.TextDisplay(block))
    if foot:
        body.append(ui.TextDisplay(foot))
    body += _rows(entry, page, place)
    return _card(body, ANSWER_COLOUR if answer.answered else REFUSAL_COLOUR)


def context_card(entry: LoggedAnswer, index: int, found: Context | str) -> ui.LayoutView:
    """The paragraphs around excerpt `index` of a card, or the sentence that says why not."""
    excerpt = offered(entry.answer)[index]
    if isinstance(found, str):
        body: list[ui.Item[Any]] = [ui.TextDisplay(escape(found))]
    else:
        numbers = [number for number, _ in found.paragraphs]
        last = f"–{numbers[-1]:,}" if len(numbers) > 1 else ""
        head = lines.citation(excerpt, paragraphs=f"¶ {numbers[0]:,}{last}")
        room = TEXT_UNITS - lines.units(head)
        body = [ui.TextDisplay(head)]
        body += [ui.TextDisplay(text) for text in _paragraphs(excerpt, found, room)]
    body += _context_rows(entry, index)
    return _card(body, ANSWER_COLOUR if entry.answer.answered else REFUSAL_COLOUR)


def vote_card(key: str, mark: Mark) -> ui.LayoutView:
    """What only the voter sees after a vote, with ways to change it or take it back."""
    said = {
        Mark.HELPFUL: "You marked this answer as helpful. Only you can see this.",
        Mark.NOT_HELPFUL: "You marked this answer as not helpful. Only you can see this.",
        Mark.NONE: "Your mark is taken back.",
    }
    row: Row = ui.ActionRow()
    for other, label in (
        (Mark.HELPFUL, "Helpful"),
        (Mark.NOT_HELPFUL, "Not helpful"),
        (Mark.NONE, "Take it back"),
    ):
        if other is not mark:
            row.add_item(_button(ids.vote(key, other, Opens.HERE), label=label))
    return _finished(ui.LayoutView(timeout=None), [ui.TextDisplay(said[mark]), row])


def text_card(text: str) -> ui.LayoutView:
    """One text, already escaped, cut at a line when it is too long."""
    kept = text
    while lines.units(kept) > TEXT_UNITS:
        kept = kept.rpartition("\n")[0]
    return _card([ui.TextDisplay(kept)], REFUSAL_COLOUR)


def _head(answer: Answer) -> str:
    question = lines.shorten(answer.question.text, QUESTION_CHARS)
    shown = escape(question) or "…"
    heading = f"### {shown}" if len(question) <= HEADING_CHARS else f"**{shown}**"
    limits = lines.filters(answer.question.filters)
    if answer.answered:
        return f"{heading}\n-# Only {limits}" if limits else heading
    refusal = "Nothing in the articles answers this."
    if limits:
        refusal = f"Nothing {limits} answers this. Without that limit there may be more."
    if answer.near_misses:
        refusal += "\n-# The closest passages, which may be about something else:"
    return f"{heading}\n{refusal}"


def _foot(answer: Answer, covered: Coverage, shared_by: str) -> str:
    said = [] if answer.answered else [_covered(covered)]
    if shared_by:
        said.append(f"-# Shared by {escape(lines.shorten(shared_by, NAME_CHARS))}")
    return "\n".join(said)


def _covered(covered: Coverage) -> str:
    text = f"The desk holds {lines.plural(covered.articles, 'article')}"
    if covered.first and covered.last:
        first, last = lines.day(covered.first), lines.day(covered.last)
        text += f" of {first}" if first == last else f" from {first} to {last}"
    if covered.sources:
        names = [escape(lines.shorten(name, lines.OUTLET_CHARS)) for name in covered.sources]
        text += f": {lines.listed(names, COVERED_SOURCES)}"
    return f"-# {text}"


def _block(excerpt: Excerpt, room: int, *, bold: bool) -> str:
    """A quote with its source, in at most `room` units; a link that leaves no room is dropped."""
    for link in (True, False):
        source = "\n".join([lines.citation(excerpt, link=link), *lines.warnings(excerpt)])
        left = room - lines.units(source) - 1
        if left >= MIN_QUOTE_UNITS:
            break
    quote = lines.quoted(
        excerpt.quote,
        excerpt.highlight,
        left,
        bold=bold,
        cut_before=excerpt.cut_before,
        cut_after=excerpt.cut_after,
    )
    return f"{quote}\n{source}"


def _paragraphs(excerpt: Excerpt, found: Context, room: int) -> list[str]:
    """The excerpt's paragraph may take half the room, or all that the others leave."""
    start, length = found.quote.start, found.quote.end - found.quote.start
    lit = Span(start + excerpt.highlight.start, start + min(excerpt.highlight.end, length))
    own = lines.quoted(found.paragraphs[found.at][1], lit, room // 2)
    others = len(found.paragraphs) - 1
    share = (room - lines.units(own)) // others if others else 0
    shown = []
    for position, (_, text) in enumerate(found.paragraphs):
        if position == found.at:
            shown.append(own)
        else:
            near_end = position < found.at
            point = Span(len(text), len(text)) if near_end else Span(0, 0)
            shown.append(lines.quoted(text, point, share))
    return shown


def _rows(entry: LoggedAnswer, page: int, place: Place) -> list[Row]:
    key, answer = entry.key, entry.answer
    rows: list[Row] = []
    if answer.suggestion:
        label = lines.label(f"Ask instead: {answer.suggestion}", LABEL_UNITS)
        again = ids.again(key, place)
        rows.append(ui.ActionRow(_button(again, label=label, primary=not answer.answered)))
    actions: Row = ui.ActionRow()
    if offered(answer):
        first = ids.context(key, page * EXCERPTS_PER_PAGE, Opens.NEW)
        actions.add_item(_button(first, label="Context"))
    actions.add_item(_button(ids.vote(key, Mark.HELPFUL, Opens.NEW), emoji="👍"))
    actions.add_item(_button(ids.vote(key, Mark.NOT_HELPFUL, Opens.NEW), emoji="👎"))
    if place in (Place.PRIVATE, Place.SHARED):
        shared = place is Place.SHARED
        label = "Shared" if shared else "Share"
        actions.add_item(_button(ids.share(key, page), label=label, disabled=shared))
    rows.append(actions)
    if pages(answer) > 1:
        rows.append(_pager(key, page, pages(answer), place))
    return rows


def _pager(key: str, page: int, count: int, place: Place) -> Row:
    back = ids.page(key, place, max(page - 1, 0), forward=False)
    onward = ids.page(key, place, min(page + 1, count - 1), forward=True)
    return ui.ActionRow(
        _button(back, label="◀", disabled=page == 0),
        _button(ids.page_indicator(key), label=f"{page + 1}/{count}", disabled=True),
        _button(onward, label="▶", disabled=page == count - 1),
    )


def _context_rows(entry: LoggedAnswer, index: int) -> list[Row]:
    """A button for each excerpt of the same page, when there are several."""
    first = index - index % EXCERPTS_PER_PAGE
    last = min(first + EXCERPTS_PER_PAGE, len(offered(entry.answer)))
    if last - first < 2:
        return []
    row: Row = ui.ActionRow()
    for other in range(first, last):
        custom_id = ids.context(entry.key, other, Opens.HERE)
        label = f"Quote {other + 1}"
        row.add_item(_button(custom_id, label=label, disabled=other == index))
    return [row]


def _button(
    custom_id: str,
    *,
    label: str | None = None,
    emoji: str | None = None,
    primary: bool = False,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return ui.Button(custom_id=custom_id, label=label, emoji=emoji, style=style, disabled=disabled)


def _card(body: list[ui.Item[Any]], colour: discord.Colour) -> ui.LayoutView:
    container: ui.Container[ui.LayoutView] = ui.Container(*body, accent_colour=colour)
    return _finished(ui.LayoutView(timeout=None), [container])


def _finished(view: ui.LayoutView, items: list[ui.Item[Any]]) -> ui.LayoutView:
    """A view that discord.py will not keep: presses are found by their id, not by their view."""
    for item in items:
        view.add_item(item)
    view.stop()
    return view
