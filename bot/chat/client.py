"""The bot: what happens at its start, while it is connected, and at its end."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from typing import Any

import aiohttp
import discord
from discord.ext import commands, tasks

from bot.chat.admission import Admission
from bot.chat.article import ArticleCog
from bot.chat.ask import Ask
from bot.chat.buttons import BUTTONS
from bot.chat.corpus import CORPUS_BUTTONS, CorpusCog
from bot.chat.corpus.drafts import Drafts
from bot.chat.faults import TooLateFilter
from bot.chat.gate import Gate
from bot.chat.health import BEAT_S, Health, beat
from bot.chat.limiter import Limiter
from bot.chat.memory import Claims, Messages, Votes
from bot.chat.opening import READING_BUTTONS
from bot.chat.privacy import PRIVACY_BUTTONS, PrivacyCog
from bot.chat.sources import SOURCES_BUTTONS, SourcesCog
from bot.chat.sync import sync_commands
from bot.chat.timeline import TimelineCog
from bot.chat.timeline_buttons import TIMELINE_BUTTONS
from bot.chat.timeline_messages import Shown
from bot.chat.tree import Tree
from bot.desk import Desk
from bot.desk.access import Access
from bot.settings import Settings

log = logging.getLogger(__name__)

DRAIN_S = 10.0
TOO_LATE = TooLateFilter()
EXIT_OK = 0
EXIT_DISCONNECTED = 1
EXIT_REJECTED = 2  # trying again with the same settings will not help


class Client(commands.Bot):
    """Holds what handlers share: the desk, who may ask how often, and what is running."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        discord.VoiceClient.warn_nacl = False
        discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            allowed_installs=discord.app_commands.AppInstallationType(guild=True),
        )
        self.desk = desk
        self.settings = settings
        self.gate = Gate()
        self.admission = Admission(self, settings.allowed_guild_ids)
        self.limiter = Limiter(settings.asks_per_minute, guild_rate=settings.guild_asks_per_minute)
        self.votes = Votes()
        self.shares: Claims[str] = Claims()
        self.telling: Claims[tuple[str, int]] = Claims()
        self.timelines: Messages[Shown] = Messages()
        self.pictures_due: Claims[str] = Claims()
        self.drafts = Drafts()
        self.started = time.time()

    async def setup_hook(self) -> None:
        logging.getLogger("discord.app_commands.tree").addFilter(TOO_LATE)
        await self.add_cog(Ask(self))
        await self.add_cog(TimelineCog(self))
        await self.add_cog(ArticleCog(self))
        await self.add_cog(SourcesCog(self))
        await self.add_cog(PrivacyCog(self))
        await self.add_cog(CorpusCog(self))
        self.add_dynamic_items(*CORPUS_BUTTONS, *PRIVACY_BUTTONS)
        self.add_dynamic_items(*BUTTONS, *TIMELINE_BUTTONS, *READING_BUTTONS, *SOURCES_BUTTONS)
        await sync_commands(self.tree, self.settings.data_dir, self.settings.dev_guild_id)
        self._beat.start()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Events that arrive while the client closes have no loop to run on any more."""
        if not self.is_closed():
            super().dispatch(event_name, *args, **kwargs)

    async def on_ready(self) -> None:
        log.info("connected as %s, in %s servers", self.user, len(self.guilds))
        self.admission.note(self.guilds)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.admission.note([guild])

    async def on_message(self, message: discord.Message, /) -> None:
        """Only commands and buttons are answered, whatever a message says."""

    @property
    def access(self) -> Access:
        """Who may see which collection."""
        return self.desk.access

    def health(self) -> Health:
        return Health(self.is_ready() and not self.is_closed(), self.gate.closed, self.latency)

    async def drain(self) -> None:
        """Take no new work, and give what runs DRAIN_S to end."""
        unfinished = await self.gate.drain(DRAIN_S)
        if unfinished:
            log.warning("closing with %s still running", unfinished)

    async def close(self) -> None:
        self._beat.cancel()
        await super().close()

    @tasks.loop(seconds=BEAT_S)
    async def _beat(self) -> None:
        if self.health().well:
            try:
                await asyncio.to_thread(beat, self.settings.data_dir)
            except OSError as error:
                log.warning("the health file cannot be written: %s", error)


async def run_bot(desk: Desk, settings: Settings) -> int:
    """Run until SIGTERM or SIGINT, then drain and close; return the exit code.

    A second signal closes at once. Every way of not getting connected is one line in the log.
    """
    stop, now = asyncio.Event(), asyncio.Event()

    def on_signal() -> None:
        (now if stop.is_set() else stop).set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    client = Client(desk, settings)
    try:
        async with client:
            running = asyncio.create_task(client.start(settings.discord_token or ""))
            await _first(running, stop.wait())
            if not stop.is_set():
                return await _outcome(running)
            log.info("stopping: taking no new questions, finishing what runs")
            await _first(asyncio.create_task(client.drain()), now.wait())
            await client.close()
            running.cancel()
            await asyncio.wait({running})
            return EXIT_OK
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _first(task: asyncio.Task[Any], other: Any) -> None:
    """Wait for the task or the other, whichever ends first; the task is left running."""
    waiting = asyncio.ensure_future(other)
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


async def _outcome(running: asyncio.Task[None]) -> int:
    try:
        await running
    except discord.LoginFailure:
        log.error("Discord does not accept the token: check DISCORD_TOKEN")
        return EXIT_REJECTED
    except discord.ConnectionClosed as error:
        log.error("Discord closed the connection for good (code %s): %s", error.code, error.reason)
        return EXIT_REJECTED
    except discord.HTTPException as error:
        log.error("Discord refused the start (HTTP %s): %s", error.status, error.text)
        return EXIT_DISCONNECTED
    except (aiohttp.ClientError, discord.GatewayNotFound, OSError) as error:
        log.error("Discord cannot be reached: %s", error)
        return EXIT_DISCONNECTED
    return EXIT_OK
