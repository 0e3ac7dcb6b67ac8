"""/corpus edit: title, source and date of an article, corrected in a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui

from bot.articles.article import Article, Document
from bot.articles.dated import day
from bot.articles.edits import Edit
from bot.articles.members import Hidden
from bot.chat.corpus import ids
from bot.chat.corpus.correcting import Typed, edit_of, fields, shown, typed_of
from bot.chat.corpus.fields import CORRECTED, ORIGINS, TITLE_CHARS, path_line
from bot.chat.corpus.group import CorpusCommands, check_moderator, corpus
from bot.chat.corpus.kept import snapshot_line
from bot.chat.corpus.moderating import (
    GONE,
    ModeratorPress,
    audit,
    by_id,
    chosen,
    suggest_articles,
)
from bot.chat.escape import escape
from bot.chat.forms import Form, form
from bot.chat.lines import shorten
from bot.chat.parts import button, card
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.errors import QuestionError, StaleError

if TYPE_CHECKING:
    from bot.chat.client import Client

MAX_ARTICLE_CHARS = 300  # of what is typed for an article

CHANGED = "Corrected. The file itself is as it was; the correction is kept beside the articles."
UNCHANGED = "Nothing was changed."
UNDONE = "The correction is taken back: the article is as its file says."


class EditCommands(CorpusCommands):
    @corpus.command(description="Correct the title, source or date of an article")
    @app_commands.describe(article="The article, by its title")
    @app_commands.autocomplete(article=suggest_articles)
    async def edit(
        self,
        interaction: discord.Interaction[Client],
        article: app_commands.Range[str, 1, MAX_ARTICLE_CHARS],
    ) -> None:
        document = await chosen(interaction, article, hidden_from(interaction, private=True))
        await interaction.response.send_modal(_form(document.article))


class EditButton(ModeratorPress, template=ids.EDIT):
    """Opens the form, with what was typed before if that could not be taken over."""

    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        document = by_id(interaction.client, self.key, hidden)
        typed = interaction.client.drafts.find(self.match["draft"])
        await interaction.response.send_modal(_form(document.article, typed))


class UneditButton(ModeratorPress, template=ids.UNEDIT):
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        document = by_id(interaction.client, self.key, hidden)
        reply = Reply(interaction, private=True)
        await reply.wait(_keep(interaction, document, None))
        await reply.edit(_outcome(interaction, document, Edit(), UNDONE))


class EditForm(Form):
    template = ids.EDIT_FORM

    async def submit(
        self,
        interaction: discord.Interaction[Client],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        check_moderator(interaction)
        hidden = hidden_from(interaction, private=True)
        document = by_id(interaction.client, match["key"], hidden)
        reply, typed = Reply(interaction, private=True), typed_of(values)
        client, path = interaction.client, document.article.path
        edits = await reply.wait(client.desk.keeper.edits())
        before = edits.get(path, Edit())
        try:
            edit = edit_of(typed, document.article, before)
        except QuestionError as error:
            again = ids.edit(document.article.id, client.drafts.keep(typed))
            row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(button(again, label="Edit"))
            await reply.send(card([ui.TextDisplay(escape(str(error))), row], answered=False))
            return
        if edit == before:
            await reply.send(_outcome(interaction, document, edit, UNCHANGED))
            return
        await reply.wait(_keep(interaction, document, edit))
        await reply.send(_outcome(interaction, document, edit, CHANGED))


async def _keep(
    interaction: discord.Interaction[Client], document: Document, edit: Edit | None
) -> None:
    """Raises CorpusError when it could not be kept."""
    path = document.article.path
    await interaction.client.desk.keeper.edit(path, edit)
    audit(interaction, "edited" if edit else "took back the edit of", path)


def _form(article: Article, typed: Typed | None = None) -> ui.Modal:
    return form(ids.edit_form(article.id), "Edit an article", fields(typed or shown(article)))


def _outcome(
    interaction: discord.Interaction[Client], before: Document, edit: Edit, said: str
) -> ui.LayoutView:
    """Before and after, as the desk has the article now."""
    seen = interaction.client.desk.seen(hidden_from(interaction, private=True))
    after = seen.document(before.article.id)
    if after is None:
        raise StaleError(GONE)
    lines = [said, *_changes(before.article, after.article, edit)]
    body: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay("\n".join(lines)),
        ui.TextDisplay(f"{path_line(before.article.path)}\n{snapshot_line(seen)}"),
    ]
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
        button(ids.edit(before.article.id), label="Edit again")
    )
    if edit != Edit():
        row.add_item(button(ids.unedit(before.article.id), label="Undo edit"))
    return card([*body, row], answered=True)


def _changes(before: Article, after: Article, edit: Edit) -> list[str]:
    """A line for each of the three fields; what is no longer so is struck out."""
    said = []
    for name, old, new, held in zip(
        ("title", "source", "date"), _read(before), _read(after), _held(edit), strict=True
    ):
        origin = CORRECTED if held else ORIGINS[after.provenance[name]]
        now = f"**{_value(new)}** · {origin}" if new else f"*{origin}*"
        was = f"~~{_value(old) or 'none'}~~ → " if old != new else ""
        said.append(f"{name.capitalize()}: {was}{now}")
    return said


def _read(article: Article) -> Typed:
    """The fields as people read them."""
    title, source, _ = shown(article)
    return title, source, day(article.date) if article.date else ""


def _held(edit: Edit) -> tuple[bool, bool, bool]:
    return edit.title is not None, edit.source is not None, edit.date is not None


def _value(text: str) -> str:
    return escape(shorten(text, TITLE_CHARS)).strip()
