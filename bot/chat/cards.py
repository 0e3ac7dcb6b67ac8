"""Values as cards: pure functions from an answer to a Components V2 message.

The buttons carry ids only; what happens on a press is in `buttons`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord import ui

from bot.answer.answer import Answer, Excerpt
from bot.chat import ids, lines
from bot.chat.context_cards import around_card
from bot.chat.ids import Mark, Opens, Place
from bot.chat.parts import (
    NEAR_MISSES_SHOWN,
    SHOW_ARTICLE,
    TEXT_UNITS,
    Coverage,
    Row,
    block,
    button,
    card,
    finished,
    foot,
    heading,
    pager,
    share_button,
    suggestion_row,
    vote_buttons,
)
from bot.desk import Context
from bot.log.entries import LoggedAnswer

EXCERPTS_PER_PAGE = 3


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
    end = foot(None if answer.answered else covered, shared_by if place is Place.POSTED else "")
    room = TEXT_UNITS - sum(lines.units(text) for text in (head, end))
    blocks = [block(excerpt, room // len(shown), bold=answer.answered) for excerpt in shown]
    body: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    for number, text in enumerate(blocks):
        if number:
            body.append(ui.Separator())
        body.append(ui.TextDisplay(text))
    if end:
        body.append(ui.TextDisplay(end))
    return card([*body, *_rows(entry, page, place)], answered=answer.answered)


def context_card(entry: LoggedAnswer, index: int, found: Context | str) -> ui.LayoutView:
    """The paragraphs around excerpt `index` of a card, or the sentence that says why not."""
    answer = entry.answer
    opens = button(ids.open_quote(entry.key, index, Opens.NEW), label=SHOW_ARTICLE)
    rows = [*steps(entry, index, ids.context), ui.ActionRow(opens)]
    return around_card(offered(answer)[index], found, rows, answered=answer.answered)


def vote_card(key: str, mark: Mark) -> ui.LayoutView:
    """What only the voter sees after a vote, with ways to change it or take it back."""
    said = {
        Mark.HELPFUL: "You marked this as helpful. Only you can see this.",
        Mark.NOT_HELPFUL: "You marked this as not helpful. Only you can see this.",
        Mark.NONE: "Your mark is taken back.",
    }
    row: Row = ui.ActionRow()
    for other, label in (
        (Mark.HELPFUL, "Helpful"),
        (Mark.NOT_HELPFUL, "Not helpful"),
        (Mark.NONE, "Take it back"),
    ):
        if other is not mark:
            row.add_item(button(ids.vote(key, other, Opens.HERE), label=label))
    return finished([ui.TextDisplay(said[mark]), row])


def text_card(text: str) -> ui.LayoutView:
    """One text, already escaped, cut at a line when it is too long."""
    kept = text
    while lines.units(kept) > TEXT_UNITS:
        kept = kept.rpartition("\n")[0]
    return card([ui.TextDisplay(kept)], answered=False)


def _head(answer: Answer) -> str:
    head = heading(answer.question.text)
    limits = lines.filters(answer.question.filters)
    if answer.answered:
        return f"{head}\n-# Only {limits}" if limits else head
    refusal = "Nothing in the articles answers this."
    if limits:
        refusal = f"Nothing {limits} answers this. Without that limit there may be more."
    if answer.near_misses:
        refusal += f"\n{lines.NEAR_MISSES}"
    return f"{head}\n{refusal}"


def _rows(entry: LoggedAnswer, page: int, place: Place) -> list[Row]:
    key, answer = entry.key, entry.answer
    rows: list[Row] = []
    if answer.suggestion:
        label = f"Ask instead: {answer.suggestion}"
        rows.append(suggestion_row(ids.again(key, place), label, primary=not answer.answered))
    actions: Row = ui.ActionRow()
    if offered(answer):
        first = page * EXCERPTS_PER_PAGE
        actions.add_item(button(ids.context(key, first, Opens.NEW), label="Context"))
        actions.add_item(button(ids.open_quote(key, first, Opens.NEW), label=SHOW_ARTICLE))
    if answer.answered:
        actions.add_item(button(ids.timeline(key, place), label="Timeline"))
    for share in share_button(ids.share(key, page), place):
        actions.add_item(share)
    if actions.children:
        rows.append(actions)
    turning: Row = ui.ActionRow(*vote_buttons(key))
    if (count := pages(answer)) > 1:
        back = ids.page(key, place, max(page - 1, 0), forward=False)
        onward = ids.page(key, place, min(page + 1, count - 1), forward=True)
        for item in pager(key, back, onward, page, count).children:
            turning.add_item(item)
    return [*rows, turning]


def steps(
    entry: LoggedAnswer, index: int, custom_id: Callable[[str, int, Opens], str]
) -> list[Row]:
    """A button for each excerpt of the same page, when there are several; `custom_id` makes its id
    from the key, the excerpt's index and where it opens."""
    first = index - index % EXCERPTS_PER_PAGE
    last = min(first + EXCERPTS_PER_PAGE, len(offered(entry.answer)))
    if last - first < 2:
        return []
    row: Row = ui.ActionRow()
    for other in range(first, last):
        here = custom_id(entry.key, other, Opens.HERE)
        row.add_item(button(here, label=f"Quote {other + 1}", disabled=other == index))
    return [row]
