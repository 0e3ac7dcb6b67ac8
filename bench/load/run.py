"""Rising rates of /ask against ``python -m bot``: what it acknowledges, how soon, and what is lost.

Interactions are sent on a schedule, whether the bot keeps up or not, each from another person. The
time of an acknowledgement is from the sending over the gateway to the arrival of the callback. An
interaction is lost when it gets no final answer, or when an answer was shown without a log row.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from bench.load.discord import LoadDiscord
from bench.loopback.launcher import SILENCE_S
from bench.speed.process import ROOT
from bench.speed.product import questions_of
from bench.tables import finish, show
from bot.articles.library import scan

RATES = (50, 100, 150, 200, 250, 300, 350, 400)
"""Interactions a second."""

STEP_S = 6.0
"""How long each rate lasts."""

SETTLE_S = 15.0
"""How long what was sent may take to be answered before it counts as lost."""

WARM_UP = 100
START_S = 60.0
GUILD_READY_S = 0.05
ACK_BAR_MS, RATE_BAR = 250.0, 200.0
SAMPLE = ROOT / "corpus"

COLUMNS = (
    *("sent_per_s", "acked_per_s", "ack_p50_ms", "ack_p99_ms", "answer_p99_ms", "cpu_ms", "lost"),
)
"""`cpu_ms` is what the bot's process uses of the processors for one interaction: unlike the times,
it is the same on a busy machine."""

Row = dict[str, float]


def run(
    corpus: Path | None, rates: Sequence[int] | None, profile: Path | None, as_json: bool
) -> bool:
    """Whether the bars are reached. `profile` is a file for what a profiler says of the bot, which
    then is slower."""
    folder = (SAMPLE if corpus is None else corpus).resolve()
    profile = profile and profile.resolve()
    documents = scan(folder).documents
    texts = [doc.slice(each.span) for doc in documents for each in doc.paragraphs]
    with tempfile.TemporaryDirectory(prefix="load-") as made:
        rows, lost = asyncio.run(
            _measure(Path(made), folder, questions_of(texts), rates or RATES, profile)
        )
    cells = [[f"{row[name]:,.{int(name == 'cpu_ms')}f}" for name in COLUMNS] for row in rows]
    show(f"Interactions, {len(texts):,} paragraphs", COLUMNS, cells)
    kept = [row for row in rows if row["ack_p99_ms"] <= ACK_BAR_MS and not row["lost"]]
    best = max((row["acked_per_s"] for row in kept), default=0.0)
    print(f"within an acknowledgement p99 of {ACK_BAR_MS:.0f} ms: {best:,.0f} a second")
    print(f"lost (no answer, or an answer without a log row): {lost:,}")
    finish({"best_per_s": best, "lost": lost, "rates": rows}, as_json)
    return best >= RATE_BAR * 0.99 and not lost


async def _measure(
    home: Path, corpus: Path, questions: list[str], rates: Sequence[int], profile: Path | None
) -> tuple[list[Row], int]:
    rows: list[Row] = []
    async with LoadDiscord() as discord, _bot(home, corpus, discord.port, profile) as bot:
        async with asyncio.timeout(START_S):
            await discord.ready.wait()
        await _send(discord, questions, 20.0, WARM_UP / 20.0)
        await _settled(discord)
        for rate in rates:
            first = len(discord.asked)
            began, began_cpu = time.monotonic(), _cpu_s(bot.pid)
            await _send(discord, questions, rate, STEP_S)
            took = time.monotonic() - began
            await _settled(discord)
            spent = (_cpu_s(bot.pid) - began_cpu) * 1000 / (len(discord.asked) - first)
            rows.append(_row(discord, first, took) | {"cpu_ms": spent})
        bot.terminate()
        await bot.wait()
    return rows, _lost(home / "data" / "log.sqlite3", discord)


async def _send(discord: LoadDiscord, questions: list[str], rate: float, seconds: float) -> None:
    began, first = time.monotonic(), len(discord.asked)
    for number in range(round(rate * seconds)):
        wait = began + number / rate - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        await discord.ask(questions[(first + number) % len(questions)])


async def _settled(discord: LoadDiscord) -> None:
    end = time.monotonic() + SETTLE_S
    while time.monotonic() < end and any(True for _ in discord.unanswered()):  # noqa: ASYNC110
        await asyncio.sleep(0.05)


def _cpu_s(process: int) -> float:
    """What a process has used of the processors; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _row(discord: LoadDiscord, first: int, took: float) -> Row:
    asked = list(discord.asked.values())[first:]
    acks = [(each.acked - each.sent) * 1000 for each in asked if each.acked is not None]
    answers = [(each.answered - each.sent) * 1000 for each in asked if each.answered is not None]
    last = max((each.acked for each in asked if each.acked is not None), default=0.0)
    lost = sum(each.answered is None or bool(each.told) for each in asked)
    return {
        "sent_per_s": len(asked) / took,
        "acked_per_s": len(acks) / max(took, last - asked[0].sent),
        "ack_p50_ms": float(np.percentile(acks or [np.inf], 50)),
        "ack_p99_ms": float(np.percentile(acks or [np.inf], 99)),
        "answer_p99_ms": float(np.percentile(answers or [np.inf], 99)),
        "lost": float(lost),
    }


def _lost(path: Path, discord: LoadDiscord) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        kept = set(connection.execute("SELECT user_id, question FROM answers"))
    lost = 0
    for asked in discord.asked.values():
        if asked.answered is None or asked.told or (asked.user_id, asked.question) not in kept:
            lost += 1
            if lost <= 3:
                print(f"lost: {asked}", file=sys.stderr)
    return lost


@asynccontextmanager
async def _bot(
    home: Path, corpus: Path, port: int, profile: Path | None
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": "loopback.token",
        "CORPUS_DIR": str(corpus),
        "DATA_DIR": str(home / "data"),
        "ASKS_PER_MINUTE": "600",
        "GUILD_ASKS_PER_MINUTE": "6000",
        "LOG_LEVEL": "WARNING",
    }
    profiled = ["-m", "cProfile", "-o", str(profile)] if profile else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *profiled, "-m", "bench.loopback.launcher"),
        *map(str, (port, GUILD_READY_S, SILENCE_S)),
        cwd=home,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
