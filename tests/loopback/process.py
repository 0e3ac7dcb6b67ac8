"""The real process under test: ``python -m bot`` in a folder of its own, aimed at the loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.loopback.launcher import SILENCE_S
from tests.loopback.rest import TOKEN

ROOT = Path(__file__).resolve().parents[2]
EXIT_S = 15.0
READY = "connected as"  # what the bot logs once it is up


@dataclass(slots=True)
class Home:
    """The folder a process runs in, with its corpus and its data."""

    path: Path

    @property
    def corpus(self) -> Path:
        return self.path / "articles"

    @property
    def data(self) -> Path:
        return self.path / "data"

    def rows(self, query: str) -> list[Any]:
        """What the query log holds, read beside the running process."""
        connection = sqlite3.connect(f"file:{self.data / 'log.sqlite3'}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@dataclass(slots=True)
class BotProcess:
    """A test that makes the bot log a stack on purpose sets `expects_stacks`."""

    process: asyncio.subprocess.Process
    output_path: Path
    expects_stacks: bool = False

    @property
    def output(self) -> str:
        """Everything printed so far, to either stream."""
        return self.output_path.read_text(encoding="utf-8", errors="replace")

    def signal(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    async def ended(self) -> tuple[int, float]:
        """The exit code, and how many seconds from now it took."""
        start = time.monotonic()
        async with asyncio.timeout(EXIT_S):
            code = await self.process.wait()
        return code, time.monotonic() - start

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def start(
    home: Home,
    port: int,
    token: str = TOKEN,
    guild_ready_s: float = 0.05,
    silence_s: float = SILENCE_S,
) -> BotProcess:
    """`guild_ready_s` is how long discord.py waits for more servers before it is ready, `silence_s`
    after how long without an answer to a heartbeat it connects anew."""
    number = len(list(home.path.glob("output-*")))
    output_path = home.path / f"output-{number}"
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home.path),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "default::ResourceWarning",
        "DISCORD_TOKEN": token,
        "CORPUS_DIR": str(home.corpus),
        "DATA_DIR": str(home.data),
    }
    with output_path.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.loopback.launcher"),
            *map(str, (port, guild_ready_s, silence_s)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=home.path,
            env=environment,
        )
    return BotProcess(process, output_path)
