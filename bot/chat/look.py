"""What a card shows, and what can be done with the cards of one kind: of answers, of timelines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import discord
from discord import ui

from bot.answer.answer import Excerpt
from bot.articles.members import Hidden
from bot.chat.ids import Place
from bot.chat.parts import Row
from bot.chat.replies import Reply
from bot.desk import Context
from bot.log.entries import Asker, LoggedAnswer, LoggedTimeline

if TYPE_CHECKING:
    from bot.chat.client import Client

E = TypeVar("E", LoggedAnswer, LoggedTimeline)


@dataclass(frozen=True, slots=True)
class Look(Generic[E]):
    """`page` counts from 0; `shared_by` is shown at the place POSTED alone."""

    entry: E
    page: int = 0
    place: Place = Place.REPLY
    shared_by: str = ""


class Cards(ABC, Generic[E]):
    """All of them work on one press: `interaction`, and the `reply` to it."""

    @abstractmethod
    async def recall(self, client: Client, key: str, hidden: Hidden) -> E:
        """What a card shows, if it shows nothing hidden. Raises StaleError, LogError."""

    @abstractmethod
    def suggestion(self, entry: E) -> str | None:
        """What could be asked instead."""

    @abstractmethod
    async def ask(self, client: Client, before: E, text: str, asker: Asker, hidden: Hidden) -> E:
        """As was asked before, in other words. Raises QuestionError, ClosingError."""

    @abstractmethod
    def offered(self, entry: E) -> tuple[Excerpt, ...]:
        """The quotes on all pages."""

    @abstractmethod
    def around(self, entry: E, index: int, found: Context | str) -> ui.LayoutView:
        """The paragraphs around a quote, or the sentence that says why there are none."""

    @abstractmethod
    def steps(self, entry: E, index: int) -> list[Row]:
        """Buttons that open the articles of the other quotes of the same page."""

    @abstractmethod
    async def send(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[E]
    ) -> None:
        """A new message."""

    @abstractmethod
    async def change(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[E]
    ) -> None:
        """Another page or place of the entry that the pressed message shows."""

    @abstractmethod
    async def replace(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[E]
    ) -> None:
        """Another entry on the pressed message."""

    @abstractmethod
    async def complete(
        self, interaction: discord.Interaction[Client], reply: Reply, entry: E
    ) -> None:
        """Add to the pressed message, after `change` or `replace`, what takes long to make."""
