"""/ask, and "Find sources" on a message: a question or a claim in, quotes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.answer.answer import MAX_QUESTION_CHARS, MIN_QUESTION_CHARS, Question
from bot.chat.cards import answer_card
from bot.chat.faults import asker_of
from bot.chat.lines import shorten
from bot.chat.options import MAX_DATE_CHARS, filters_of, source_choices
from bot.chat.parts import coverage
from bot.chat.reach import asks_alone, hidden_at, hidden_from
from bot.chat.replies import Reply, first_place
from bot.errors import QuestionError

if TYPE_CHECKING:
    from bot.chat.client import Client

MAX_EXCERPTS = 9  # of one answer: three pages
FIND_SOURCES = "Find sources"

NO_TEXT = "That message has no text to look up."
# Mentions, emoji, timestamps and command links, as Discord writes them into a message.
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^>]*:|id:)[^<>\s]*>")
_LINK = re.compile(r"\[([^\[\]]+)\]\(<?https?://[^\s()]+\)")
_ADDRESS = re.compile(r"<?https?://\S+")
_FORMAT = re.compile(
    r"""\*{1,3} | ~~ | \|\| | `{1,3} | (?<!\w)_{1,3}(?=\w) | (?<=\w)_{1,3}(?!\w)
      | ^\s*(?:>{1,3}|\#{1,3}|-\#|[-*+])\s+""",
    re.MULTILINE | re.VERBOSE,
)


class Ask(commands.Cog):
    def __init__(self, client: Client) -> None:
        self.client = client
        self.menu = app_commands.ContextMenu(name=FIND_SOURCES, callback=self.find_sources)
        self.menu.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=True)

    async def cog_load(self) -> None:
        self.client.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        self.client.tree.remove_command(self.menu.name, type=self.menu.type)

    @app_commands.command(description="Ask the articles; the answer is quoted word for word")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(
        question="What you want to know",
        source="Only articles of this outlet",
        since="Only articles from this date on: 2018-08-17, Aug 2018 or 2018",
        until="Only articles up to this date: 2018-08-17, Aug 2018 or 2018",
        private="Show the answer to you alone; you may share it afterwards",
    )
    async def ask(
        self,
        interaction: discord.Interaction[Client],
        question: app_commands.Range[str, MIN_QUESTION_CHARS, MAX_QUESTION_CHARS],
        source: str | None = None,
        since: app_commands.Range[str, 1, MAX_DATE_CHARS] | None = None,
        until: app_commands.Range[str, 1, MAX_DATE_CHARS] | None = None,
        private: bool = False,
    ) -> None:
        known = self.client.desk.sources(hidden=hidden_from(interaction, private=private))
        filters = filters_of(source, since, until, known, what="article")
        await self.answer(interaction, Question(question, filters, MAX_EXCERPTS), private=private)

    @ask.autocomplete("source")
    async def suggest_source(
        self, interaction: discord.Interaction[Client], current: str
    ) -> list[app_commands.Choice[str]]:
        hidden = hidden_from(interaction, private=asks_alone(interaction))
        return source_choices(self.client.desk.sources(hidden=hidden), current)

    async def find_sources(
        self, interaction: discord.Interaction[Client], message: discord.Message
    ) -> None:
        question = Question(claim_of(message), limit=MAX_EXCERPTS)
        await self.answer(interaction, question, private=True)

    async def answer(
        self, interaction: discord.Interaction[Client], question: Question, *, private: bool
    ) -> None:
        self.client.limiter.take(interaction.user.id, interaction.guild_id)
        desk, reply = self.client.desk, Reply(interaction, private=private)
        asker = asker_of(interaction, private=private)
        hidden = hidden_from(interaction, private=private)
        entry = await reply.wait(desk.ask(question, asker, hidden))
        place = first_place(interaction, private=private)
        covered = coverage(desk.sources(hidden=hidden_at(interaction, place)))
        await reply.send(answer_card(entry, covered, place=place))


def claim_of(message: discord.Message) -> str:
    """The text of a message, forwarded ones too, cut at a word to what can be asked.

    Raises QuestionError when there is no text: only a picture, a link or emoji.
    """
    texts = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
    for text in texts:
        words = _ADDRESS.sub(" ", _LINK.sub(r"\1", _MARKUP.sub(" ", text)))
        plain = _FORMAT.sub("", words)
        claim = shorten(plain, MAX_QUESTION_CHARS)
        if len(re.findall(r"\w", claim)) >= MIN_QUESTION_CHARS:
            return claim
    raise QuestionError(NO_TEXT)
