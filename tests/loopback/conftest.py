"""A loopback Discord, a folder of articles, and a way to start the bot between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bench.loopback.launcher import SILENCE_S
from tests.loopback import process
from tests.loopback.discord_server import LoopbackDiscord
from tests.loopback.process import BotProcess, Home
from tests.loopback.rest import TOKEN

Start = Callable[..., Awaitable[BotProcess]]

ARTICLES = {
    "bridge.md": """---
title: "Marlow footbridge to open in June"
source: Sample Riverside Gazette
date: 2021-04-12
url: https://gazette.example/marlow_footbridge
---

The Marlow footbridge will reopen on 14 June 2021 after eleven months of repairs, the river
authority said on Monday. Engineers replaced all forty-two of its oak beams.

“We could not risk a single rotten beam,” said Edna Pryce, who leads the repair crew. The work cost
$3.1 million, about a fifth more than planned.
""",
    "ferry.md": """---
title: "Ferry fares stay where they are"
source: Sample Harbour Post
date: 2020-11-03
---

Fares on the Hollin ferry will not rise this winter, its operator said. A single crossing costs
$2.40, and children under six travel free.

The ferry carried 81,000 passengers last year, fewer than in any year since the tunnel was built.
""",
    "orchard.md": """---
title: "Late frost halves the pear harvest"
source: Sample Riverside Gazette
date: 2021-09-30
---

Growers in the Tarn valley picked half as many pears as a year earlier after frost struck in May.
Cider makers expect prices to climb before the new year.
""",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.corpus.mkdir()
    for name, text in ARTICLES.items():
        (home.corpus / name).write_text(text, encoding="utf-8")
    return home


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        yield server
        assert not server.problems, "Discord would refuse:\n" + "\n".join(server.problems)


@pytest.fixture
async def start(home: Home, discord: LoopbackDiscord) -> AsyncIterator[Start]:
    """Start the bot; given `port`, somewhere else. At the end nothing runs any more."""
    started: list[BotProcess] = []

    async def start_one(
        port: int | None = None,
        token: str = TOKEN,
        guild_ready_s: float = 0.05,
        silence_s: float = SILENCE_S,
    ) -> BotProcess:
        aim = discord.port if port is None else port
        bot = await process.start(home, aim, token, guild_ready_s, silence_s)
        discord.watch(bot.process)
        started.append(bot)
        return bot

    yield start_one
    for bot in started:
        await bot.kill()
        print(f"--- output of the bot, exit code {bot.process.returncode}\n{bot.output}")
    for bot in started:
        signs = ["never retrieved", "ResourceWarning", "Ignoring exception"]
        for sign in signs if bot.expects_stacks else [*signs, "Traceback"]:
            assert sign not in bot.output, f"{sign} in the output of the bot"
