"""The whole product on the paragraphs of a corpus: building, reloading, asking, starting.

Files of PER_FILE paragraphs are written to a folder, a desk opens it, answers questions, and reads
it again once CHANGED_SHARE of the files were added or changed.
"""

from __future__ import annotations

import asyncio
import cProfile
import multiprocessing
import pstats
import resource
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from bench.speed.corpus import Stage
from bench.speed.lag import idle, lag_ms
from bench.speed.process import ROOT, first_line_s, resident_mb
from bench.tables import show
from bot.answer.answer import Question
from bot.desk import Desk
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog

DATA = "data"
PER_FILE = 50
CHANGED_SHARE = 0.01
QUESTIONS = 300
QUESTION_WORDS = (4, 11)
WARM_UP = 10
PROFILED = 60
DEAREST = 6
"""Modules that are named as those in which an answer spends most of its time."""

WAIT_S = 60.0

Figures = dict[str, object]


def measure(stage: Stage, folder: Path) -> Figures:
    """`folder` is made. Wall and CPU seconds are told with worker processes included."""
    corpus = folder / "corpus"
    for path in (corpus, folder / DATA):
        path.mkdir(parents=True)
    texts = list(stage.texts())
    write_articles(corpus, texts)
    asked = questions_of(texts)
    del texts
    result: Figures = {"files": len(list(corpus.iterdir()))}
    result |= asyncio.run(_measure(corpus, folder, asked))
    result["first_answer_s"] = _first_answer_s(corpus, folder / DATA, asked[0])
    return result


def tables(figures: Figures) -> None:
    values = [(name, value) for name, value in figures.items() if name != "where"]
    show("The product", ("figure", "value"), values)
    shares = figures["where"]
    assert isinstance(shares, dict)
    show("Where an answer spends its time", ("module", "share"), list(shares.items()))


@asynccontextmanager
async def _opened(corpus: Path, data: Path) -> AsyncIterator[Desk]:
    """The one place that knows how a desk is opened."""
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log) as desk,
    ):
        yield desk


async def _measure(corpus: Path, folder: Path, asked: list[str]) -> Figures:
    result: Figures = {}
    opened = _opened(corpus, folder / DATA)
    desks: list[Desk] = []

    async def build() -> None:
        desks.append(await opened.__aenter__())

    async def ask() -> None:
        result.update(await _asking(desk, asked))

    async def reload() -> None:
        report = await desk.reload()
        result["reload_files"] = len(report.added) + len(report.changed)

    result["lag_idle_p99_ms"], _ = await lag_ms(idle)
    result.update(await _timed("build", build))
    (desk,) = desks
    try:
        result["paragraphs"] = desk.status().paragraphs
        result["lag_ask_p99_ms"], result["lag_ask_max_ms"] = await lag_ms(ask)
        result["where"] = _where(desk, asked[:PROFILED])
        result["resident_mb"] = resident_mb()
        _change(corpus)
        result.update(await _timed("reload", reload))
        for kind in ("wall", "cpu"):
            part, whole = result[f"reload_{kind}_s"], result[f"build_{kind}_s"]
            assert isinstance(part, float)
            assert isinstance(whole, float)
            result[f"reload_share_{kind}"] = part / whole
    finally:
        await opened.__aexit__(None, None, None)
    return result


async def _asking(desk: Desk, asked: list[str]) -> Figures:
    """Wall milliseconds of `ask`, of the answer alone, and of what is around it (thread, log)."""
    whole, answering = [], []
    for turn, text in enumerate([*asked[:WARM_UP], *asked]):
        began = time.perf_counter()
        entry = await desk.ask(Question(text), TERMINAL)
        took = (time.perf_counter() - began) * 1000
        if turn >= WARM_UP:
            whole.append(took)
            answering.append(entry.answer.took_ms)
    around = np.subtract(whole, answering)
    found: Figures = {"questions": len(asked)}
    for name, times in (("ask", whole), ("answer", answering), ("around", around)):
        for share in (50, 90, 99):
            found[f"{name}_p{share}_ms"] = float(np.percentile(times, share))
    return found


async def _timed(name: str, work: Callable[[], Awaitable[None]]) -> Figures:
    began, began_cpu = time.perf_counter(), _cpu_s()
    p99, most = await lag_ms(work)
    took = time.perf_counter() - began
    await asyncio.to_thread(_without_children)
    most_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        f"{name}_largest_mb": most_mb,
        f"{name}_wall_s": took,
        f"{name}_cpu_s": _cpu_s() - began_cpu,
        f"lag_{name}_p99_ms": p99,
        f"lag_{name}_max_ms": most,
    }


def _cpu_s() -> float:
    """Of this process and of those children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _without_children() -> None:
    """Wait, for WAIT_S at most, until no worker is left: only then is its CPU told."""
    until = time.monotonic() + WAIT_S
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.02)


def _where(desk: Desk, asked: list[str]) -> dict[str, float]:
    """The dearest modules of this project and their shares of an answer's time.

    What runs in a library or in C counts to the module that called it, and as "elsewhere" where a
    library did. A profiler makes calls dear, so these are hints, not times.
    """
    profiler = cProfile.Profile()
    profiler.enable()
    for text in asked:
        desk.answer(Question(text))
    profiler.disable()
    spent: defaultdict[str, float] = defaultdict(float)
    entries = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, own, _, callers) in entries.items():
        if _module(file):
            spent[_module(file)] += own
        for (caller, _, _), (_, _, part, _) in callers.items():
            if not _module(file):
                spent[_module(caller) or "elsewhere"] += part
    total = sum(spent.values())
    dearest = sorted(spent.items(), key=lambda item: -item[1])[:DEAREST]
    return {module: own / total for module, own in dearest}


def _module(file: str) -> str:
    """The path below the project of one of its own files, else empty."""
    path = Path(file)
    inside = path.is_absolute() and path.is_relative_to(ROOT / "bot")
    return path.relative_to(ROOT).as_posix() if inside else ""


def _first_answer_s(corpus: Path, data: Path, question: str) -> float:
    command = [sys.executable, "-m", "bot", "ask", "--corpus", str(corpus), "--json", question]
    return first_line_s(command, {"DATA_DIR": str(data)})


def write_articles(corpus: Path, texts: list[str]) -> None:
    """Files of PER_FILE paragraphs each, ``000000.md`` and on."""
    for number in range(0, len(texts), PER_FILE):
        _write_file(corpus / f"{number // PER_FILE:06}.md", texts[number : number + PER_FILE])


def _write_file(path: Path, texts: list[str]) -> None:
    title = " ".join(texts[0].split()[:5]).strip(".")
    head = f'---\ntitle: "{title}"\ndate: 2019-03-04\n---\n\n'
    path.write_text(head + "\n\n".join(texts) + "\n", encoding="utf-8")


def _change(corpus: Path) -> None:
    """Of CHANGED_SHARE of the files, every second is a new one, the others get another ending."""
    files = sorted(corpus.iterdir())
    count = max(1, round(len(files) * CHANGED_SHARE))
    for number in range(count):
        source = files[number * len(files) // count]
        texts = source.read_text(encoding="utf-8").split("\n\n")[1:]
        turned = [" ".join(reversed(text.split())) for text in texts]
        if number % 2:
            _write_file(corpus / f"new-{number:06}.md", turned)
        else:
            _write_file(source, [*texts[:-1], turned[-1]])


def questions_of(texts: list[str]) -> list[str]:
    """Runs of words cut from paragraphs here and there."""
    chance = np.random.default_rng(4)
    asked: list[str] = []
    while len(asked) < QUESTIONS:
        words = texts[int(chance.integers(len(texts)))].replace(".", "").split()
        size = int(chance.integers(*QUESTION_WORDS))
        begin = int(chance.integers(max(1, len(words) - size + 1)))
        if sum(map(len, words[begin : begin + size])) > 2 * size:
            asked.append(" ".join(words[begin : begin + size])[:300])
    return asked
