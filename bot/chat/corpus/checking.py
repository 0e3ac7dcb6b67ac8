"""/corpus check: what about the articles wants looking at, counted and page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.answer.wording import plural
from bot.articles.article import Rejection
from bot.articles.edits import Edit
from bot.articles.members import Hidden, collection_of
from bot.chat.corpus import ids
from bot.chat.corpus.fields import path_line, shorten_path, summary
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.kept import shown_rejections
from bot.chat.corpus.moderating import ModeratorPress
from bot.chat.escape import escape
from bot.chat.lines import shorten
from bot.chat.parts import Row, button, card, pager
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk.catalogue import Copy, Entry, catalogue, copies
from bot.search.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.chat.client import Client

PER_PAGE = 8
REASON_CHARS = 160
BUTTONS_PER_ROW = 5

CATEGORIES = {
    "rejected": "Rejected",
    "undated": "Undated",
    "untitled": "Untitled",
    "copies": "Near duplicates",
    "rewritten": "Machine-rewritten",
    "edited": "Corrected",
}
"""What is told apart, in the order of the buttons."""

WELL = "Nothing here wants looking at."


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look at the articles gave, of what may be seen."""

    seen: Snapshot
    rejected: tuple[Rejection, ...]
    undated: tuple[Entry, ...]
    untitled: tuple[Entry, ...]
    copies: tuple[Copy, ...]
    rewritten: tuple[Entry, ...]
    edited: tuple[tuple[str, Edit], ...]

    def count(self, category: str) -> int:
        return len(getattr(self, category))


class CheckCommands(CorpusCommands):
    @corpus.command(description="What wants looking at: undated, untitled, doubled, rejected, …")
    async def check(self, interaction: discord.Interaction[Client]) -> None:
        reply, hidden = Reply(interaction, private=True), hidden_from(interaction, private=True)
        found = await reply.wait(_findings(self.client, hidden))
        await reply.send(check_card(found, None, 0))


class CheckButton(ModeratorPress, template=ids.CHECK):
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        reply = Reply(interaction, private=True)
        category = self.key if self.key in CATEGORIES else None
        found = await reply.wait(_findings(interaction.client, hidden))
        await reply.edit(check_card(found, category, int(self.match["number"])))


async def _findings(client: Client, hidden: Hidden) -> Findings:
    """Raises CorpusError when the sidecar is damaged."""
    seen, edits = client.desk.seen(hidden), await client.desk.keeper.edits()
    return await asyncio.to_thread(findings, seen, edits, hidden)


def findings(seen: Snapshot, edits: dict[str, Edit], hidden: Hidden) -> Findings:
    """Slow for a large corpus: for a thread."""
    entries = catalogue(seen)
    return Findings(
        seen,
        shown_rejections(seen.corpus.rejected, hidden),
        tuple(each for each in entries if each.day is None),
        tuple(each for each in entries if not each.title),
        copies(seen),
        tuple(each for each in entries if each.rewritten),
        tuple(item for item in sorted(edits.items()) if collection_of(item[0]) not in hidden),
    )


def check_card(found: Findings, category: str | None, page: int) -> ui.LayoutView:
    """The counts, or a page of a category, counted from 0 and clamped to what there is."""
    body: list[ui.Item[Any]] = [ui.TextDisplay(_head(found, category))]
    rows: list[Row] = []
    if category is not None and (total := found.count(category)):
        count = -(-total // PER_PAGE)
        page = min(max(page, 0), count - 1)
        numbers = range(page * PER_PAGE, min((page + 1) * PER_PAGE, total))
        line = _LINES[category]
        body.append(ui.TextDisplay("\n".join(line(found, number) for number in numbers)))
        if count > 1:
            back = ids.check(category, max(page - 1, 0), "b")
            onward = ids.check(category, min(page + 1, count - 1), "f")
            rows.append(pager("check", back, onward, page, count))
    return card([*body, *_buttons(found, category), *rows], answered=True)


def _head(found: Findings, category: str | None) -> str:
    if category is not None:
        return f"### {CATEGORIES[category]}: {found.count(category):,}"
    lines = [f"### {plural(len(found.seen.documents), 'article')} checked"]
    counts = [(name, found.count(key)) for key, name in CATEGORIES.items()]
    lines += [f"{name}: **{count:,}**" for name, count in counts if count]
    return "\n".join(lines if len(lines) > 1 else [*lines, WELL])


def _buttons(found: Findings, category: str | None) -> list[Row]:
    """One for each category that holds anything, but the one that is open."""
    names = [key for key in CATEGORIES if found.count(key) and key != category]
    pressed = [button(ids.check(key, 0, "o"), label=CATEGORIES[key]) for key in names]
    starts = range(0, len(pressed), BUTTONS_PER_ROW)
    return [ui.ActionRow(*pressed[start : start + BUTTONS_PER_ROW]) for start in starts]


def _entry(entries: Callable[[Findings], tuple[Entry, ...]]) -> Callable[[Findings, int], str]:
    def line(found: Findings, number: int) -> str:
        entry = entries(found)[number]
        article = found.seen.documents[entry.number].article
        return f"{summary(article)}\n{path_line(entry.path)}"

    return line


def _rejected(found: Findings, number: int) -> str:
    one = found.rejected[number]
    path = escape(shorten_path(one.path)).strip()
    return f"**{path}**\n-# {escape(shorten(one.reason, REASON_CHARS))}"


def _copy(found: Findings, number: int) -> str:
    copy = found.copies[number]
    one, other = (found.seen.documents[each].article for each in (copy.number, copy.other))
    return (
        f"{summary(one)}\n"
        f"-# {copy.shared:,} of {plural(copy.paragraphs, 'paragraph')} also in "
        f"{escape(shorten_path(other.path))}\n{path_line(one.path)}"
    )


def _edited(found: Findings, number: int) -> str:
    path, edit = found.edited[number]
    said = [
        f"{name} “{escape(shorten(str(value), 80)).strip()}”"
        for name, value in (("title", edit.title), ("source", edit.source), ("date", edit.date))
        if value is not None
    ]
    return f"**{escape(shorten_path(path)).strip()}**\n-# {', '.join(said)}"


_LINES: dict[str, Callable[[Findings, int], str]] = {
    "rejected": _rejected,
    "undated": _entry(lambda found: found.undated),
    "untitled": _entry(lambda found: found.untitled),
    "copies": _copy,
    "rewritten": _entry(lambda found: found.rewritten),
    "edited": _edited,
}
