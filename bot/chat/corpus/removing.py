"""/corpus remove: a file out of the corpus, after asking, and back again for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui

from bot.answer.wording import plural
from bot.articles.article import Document
from bot.articles.members import Hidden, file_of, member_of
from bot.chat.cards import text_card
from bot.chat.corpus import ids
from bot.chat.corpus.editing import MAX_ARTICLE_CHARS
from bot.chat.corpus.fields import path_line, shorten_path, summary
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.kept import snapshot_line
from bot.chat.corpus.moderating import ModeratorPress, audit, by_id, chosen, suggest_articles
from bot.chat.escape import escape
from bot.chat.parts import button, card
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk.keeper import reachable
from bot.search.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.chat.client import Client

ASK, YES, NO = "a", "y", "n"
KEPT = "Nothing was removed."


class RemoveCommands(CorpusCommands):
    @corpus.command(description="Remove an article; it can be brought back for 15 minutes")
    @app_commands.describe(article="The article, by its title")
    @app_commands.autocomplete(article=suggest_articles)
    async def remove(
        self,
        interaction: discord.Interaction[Client],
        article: app_commands.Range[str, 1, MAX_ARTICLE_CHARS],
    ) -> None:
        hidden = hidden_from(interaction, private=True)
        document = await chosen(interaction, article, hidden)
        seen = self.client.desk.seen(hidden)
        await Reply(interaction, private=True).send(_asking(document, seen))


class RemoveButton(ModeratorPress, template=ids.REMOVE):
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        what, desk = self.match["what"], interaction.client.desk
        reply = Reply(interaction, private=True)
        if what == NO:
            await reply.edit(text_card(KEPT))
            return
        document = by_id(interaction.client, self.key, hidden)
        if what == ASK:
            await reply.send(_asking(document, desk.seen(hidden)))
            return
        path = file_of(document.article.path)
        gone, _ = await reply.wait(desk.keeper.remove(path))
        audit(interaction, "removed", path)
        said = [
            f"✓ Removed **{escape(shorten_path(path)).strip()}**.",
            f"It can be brought back until <t:{int(gone.until)}:t>.",
            snapshot_line(desk.seen(hidden_from(interaction, private=True))),
        ]
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
            button(ids.unremove(gone.token), label="Undo")
        )
        await reply.edit(card([ui.TextDisplay("\n".join(said)), row], answered=False))


class UnremoveButton(ModeratorPress, template=ids.UNREMOVE):
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        desk, reply = interaction.client.desk, Reply(interaction, private=True)
        gone = await reply.wait(desk.keeper.removed(self.key))
        reachable(gone.path, hidden)
        kept = await reply.wait(desk.keeper.undo(self.key))
        audit(interaction, "brought back", kept.path)
        said = f"✓ Brought back **{escape(shorten_path(kept.path)).strip()}**."
        seen = desk.seen(hidden_from(interaction, private=True))
        lines = f"{said}\n{snapshot_line(seen)}"
        await reply.edit(card([ui.TextDisplay(lines)], answered=True))


def _asking(document: Document, seen: Snapshot) -> ui.LayoutView:
    article = document.article
    texts = ["### Remove this article?", f"{summary(article)}\n{path_line(article.path)}"]
    label = "Remove"
    if member_of(article.path):
        file = file_of(article.path)
        count = sum(file_of(path) == file for _, path in seen.documents.paths())
        texts[0] = "### Remove the whole file?"
        name = escape(shorten_path(file)).strip()
        texts.append(
            f"This article is part of **{name}**, which can only be removed whole: "
            f"{plural(count, 'article')} would go."
        )
        label = f"Remove {plural(count, 'article')}"
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
        ui.Button(
            custom_id=ids.remove(article.id, YES), label=label, style=discord.ButtonStyle.danger
        ),
        button(ids.remove(article.id, NO), label="Leave it"),
    )
    return card([*map(ui.TextDisplay, texts), row], answered=False)
