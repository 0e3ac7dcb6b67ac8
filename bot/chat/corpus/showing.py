"""/corpus show: how an article was understood, and its paragraphs page by page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.articles.article import Document, Span
from bot.articles.edits import Edit
from bot.articles.members import Hidden
from bot.chat import lines
from bot.chat.corpus import ids
from bot.chat.corpus.editing import MAX_ARTICLE_CHARS
from bot.chat.corpus.fields import counted, field_lines, path_line, said_lines
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.moderating import ModeratorPress, by_id, chosen, suggest_articles
from bot.chat.corpus.removing import ASK
from bot.chat.escape import escape
from bot.chat.lines import shorten
from bot.chat.parts import TEXT_UNITS, button, card, pager
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply

if TYPE_CHECKING:
    from bot.chat.client import Client

PARAGRAPHS_PER_PAGE = 4
MAX_DROPPED = 10
DROPPED_CHARS = 70
REASON_CHARS = 40
TITLE_CHARS = 100
FOOT_UNITS = 300  # for the path below the paragraphs


class ShowCommands(CorpusCommands):
    @corpus.command(description="How an article was understood: fields, what is left out, text")
    @app_commands.describe(article="The article, by its title")
    @app_commands.autocomplete(article=suggest_articles)
    async def show(
        self,
        interaction: discord.Interaction[Client],
        article: app_commands.Range[str, 1, MAX_ARTICLE_CHARS],
    ) -> None:
        reply = Reply(interaction, private=True)
        document = await chosen(interaction, article, hidden_from(interaction, private=True))
        edit = await reply.wait(_edit_of(self.client, document))
        await reply.send(shown_card(document, edit, 0))


class ShowButton(ModeratorPress, template=ids.SHOW):
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        reply = Reply(interaction, private=True)
        document = by_id(interaction.client, self.key, hidden)
        edit = await reply.wait(_edit_of(interaction.client, document))
        await reply.edit(shown_card(document, edit, int(self.match["number"])))


async def _edit_of(client: Client, document: Document) -> Edit:
    edits = await client.desk.keeper.edits()
    return edits.get(document.article.path, Edit())


def shown_card(document: Document, edit: Edit, page: int) -> ui.LayoutView:
    """Page 0 tells how the article was understood, the others show its paragraphs; `page` is
    clamped to what there is. Pure."""
    count = 1 + -(-len(document.paragraphs) // PARAGRAPHS_PER_PAGE)
    page = min(max(page, 0), count - 1)
    texts = _understood(document, edit) if page == 0 else _paragraphs(document, page - 1)
    key = document.article.id
    rows: list[ui.ActionRow[ui.LayoutView]] = []
    if page == 0:
        actions: ui.ActionRow[ui.LayoutView] = ui.ActionRow(button(ids.edit(key), label="Edit"))
        if edit != Edit():
            actions.add_item(button(ids.unedit(key), label="Undo edit"))
        actions.add_item(button(ids.remove(key, ASK), label="Remove"))
        rows.append(actions)
    back = ids.show(key, max(page - 1, 0), forward=False)
    onward = ids.show(key, min(page + 1, count - 1), forward=True)
    rows.append(pager(key, back, onward, page, count))
    body: list[ui.Item[Any]] = [*map(ui.TextDisplay, texts), *rows]
    return card(body, answered=True)


def _head(document: Document) -> str:
    title = shorten(document.article.title or "untitled", TITLE_CHARS)
    return f"### {escape(title).strip()}"


def _understood(document: Document, edit: Edit) -> list[str]:
    article = document.article
    texts = [_head(document), "\n".join([*field_lines(article, edit), counted(document)])]
    if said := said_lines(document):
        texts.append("\n".join(said))
    if document.dropped:
        texts.append(_dropped(document))
    return [*texts, path_line(article.path)]


def _dropped(document: Document) -> str:
    """What is left out and why: a count of each reason, then the first blocks."""
    reasons = Counter(each.reason for each in document.dropped)
    counts = [
        f"{escape(shorten(reason, REASON_CHARS))} × {count:,}"
        for reason, count in reasons.most_common()
    ]
    said = [f"**Left out:** {lines.listed(counts, MAX_DROPPED)}"]
    for each in document.dropped[:MAX_DROPPED]:
        start = escape(shorten(document.slice(each.span)[: 4 * DROPPED_CHARS], DROPPED_CHARS))
        said.append(f"-# {escape(shorten(each.reason, REASON_CHARS))}: “{start}”")
    if len(document.dropped) > MAX_DROPPED:
        said.append(f"-# and {len(document.dropped) - MAX_DROPPED:,} more")
    return "\n".join(said)


def _paragraphs(document: Document, page: int) -> list[str]:
    first = page * PARAGRAPHS_PER_PAGE
    shown = document.paragraphs[first : first + PARAGRAPHS_PER_PAGE]
    head = _head(document)
    room = (TEXT_UNITS - lines.units(head) - FOOT_UNITS) // len(shown)
    texts = [head]
    for paragraph in shown:
        number = f"-# ¶ {paragraph.number:,}"
        text = lines.quoted(
            document.slice(paragraph.span), Span(0, 0), room - lines.units(number) - 1, bold=False
        )
        texts.append(f"{number}\n{text}")
    return [*texts, path_line(document.article.path)]
