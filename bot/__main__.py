"""The command line: run (default) and the commands. Loads only what its command needs."""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from bot.console.arguments import (
    EXIT_CORPUS,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_LOG,
    EXIT_OK,
    EXIT_USAGE,
    parser,
)
from bot.console.clean import one_line
from bot.console.notes import log_to_standard_error, note_on_standard_error
from bot.console.output import OutputError, give_up_output, writing
from bot.console.record_arguments import REPORTS
from bot.errors import CorpusError, LogError, QuestionError, RefdeskError, SettingsError
from bot.settings import Settings, load

MAX_HANDLES = 65_536
"""Open files that the process asks for."""

_EXIT_CODES: tuple[tuple[type[RefdeskError], int], ...] = (
    (SettingsError, EXIT_USAGE),
    (QuestionError, EXIT_USAGE),
    (CorpusError, EXIT_CORPUS),
    (LogError, EXIT_LOG),
    (RefdeskError, EXIT_FAILED),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code; errors made on purpose are one line each."""
    _open_standard_streams()
    _allow_handles()
    code = EXIT_OK
    try:
        code = _obeyed(arguments)
        with writing():
            sys.stdout.flush()
    except OutputError as error:
        give_up_output()
        if not error.left:
            print(f"refdesk: {error}", file=sys.stderr)
            return code or EXIT_FAILED
    return code


def _obeyed(arguments: Sequence[str] | None) -> int:
    """Raises OutputError."""
    try:
        parsed = parser().parse_args(arguments)
        return _command(parsed, load(os.environ, Path(".env")))
    except RefdeskError as error:
        detail = f" ({one_line(error.detail)})" if error.detail else ""
        print(f"refdesk: {one_line(str(error))}{detail}", file=sys.stderr)
        return next(code for kind, code in _EXIT_CODES if isinstance(error, kind))
    except KeyboardInterrupt:
        print("refdesk: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED


def _command(parsed: argparse.Namespace, settings: Settings) -> int:
    if parsed.command in (None, "run"):
        return asyncio.run(_run(settings))
    note_on_standard_error()
    if parsed.command == "ask":
        return asyncio.run(_ask(parsed, settings))
    if parsed.command == "timeline":
        return asyncio.run(_timeline(parsed, settings))
    if parsed.command in ("article", "sources"):
        return asyncio.run(_reading(parsed, settings))
    if parsed.command == "corpus":
        from bot.console.check import check
        from bot.console.corpus.commands import obey

        if parsed.action in REPORTS:
            from bot.console.corpus.records import tell_records

            return tell_records(parsed, settings.log_path)
        if (code := obey(parsed, settings)) is not None:
            return code
        return check(parsed.folder or settings.corpus_dir, parsed.json)
    if parsed.command == "privacy":
        from bot.console.privacy import tell_privacy

        return tell_privacy(parsed, settings.log_path)
    from bot.console.recent import show_log

    return asyncio.run(show_log(settings.log_path, parsed.limit, parsed.json))


async def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.console.ask import ask_lines, ask_once
    from bot.console.options import Options
    from bot.console.stdin import lines

    folder = parsed.corpus or settings.corpus_dir
    options = Options(parsed.source, parsed.since, parsed.until, parsed.limit)
    if parsed.question == ["-"]:
        return await ask_lines(folder, settings.log_path, lines(sys.stdin.fileno()), options)
    text = _joined(parsed.question)
    return await ask_once(folder, settings.log_path, text, options, parsed.json)


async def _timeline(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.console.options import Options
    from bot.console.stdin import lines
    from bot.console.timeline import tell_lines, tell_once

    folder = parsed.corpus or settings.corpus_dir
    options = Options(
        source=parsed.source,
        since=parsed.since,
        until=parsed.until,
        events=parsed.events,
        order=parsed.order,
        png=parsed.png,
    )
    if parsed.topic == ["-"]:
        return await tell_lines(folder, settings.log_path, lines(sys.stdin.fileno()), options)
    text = _joined(parsed.topic)
    return await tell_once(folder, settings.log_path, text, options, parsed.json)


async def _reading(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.console.article import article_once, sources_once

    folder = parsed.corpus or settings.corpus_dir
    if parsed.command == "sources":
        return await sources_once(folder, settings.log_path, parsed.json)
    return await article_once(folder, settings.log_path, _joined(parsed.article), parsed.json)


def _joined(words: Sequence[str]) -> str:
    return " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


async def _run(settings: Settings) -> int:
    from bot.console.progress import progress_bar, progress_log
    from bot.desk import Desk
    from bot.desk.tending import tending
    from bot.log.retention import retaining
    from bot.log.sqlite import QueryLog

    if settings.discord_token:
        log_to_standard_error(settings.log_level)
    else:
        note_on_standard_error()
    told = progress_log() if settings.discord_token else progress_bar(sys.stderr)
    async with QueryLog.open(settings.log_path) as log, AsyncExitStack() as stack:
        with told as tell:
            desk = await stack.enter_async_context(
                Desk(
                    settings.corpus_dir,
                    data=settings.data_dir,
                    log=log,
                    progress=tell,
                    at_once=bool(settings.discord_token),
                    access=settings.collections_file,
                )
            )
        await stack.enter_async_context(retaining(log, settings.retention_days))
        if settings.discord_token:
            from bot.chat.client import run_bot

            async with tending(desk, settings):
                return await run_bot(desk, settings)
        if sys.stdin.isatty() and sys.stdout.isatty():
            from bot.console.shell import open_shell

            async with tending(desk, settings):
                await open_shell(desk, settings.data_dir)
        else:
            from bot.console.sample import answer_sample

            await answer_sample(desk)
    return EXIT_OK


def _allow_handles() -> None:
    """Every array of a mapped snapshot holds one, and several snapshots may be open at a time: more
    than the 1,024 that a shell allows unless it is asked."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_HANDLES if most == resource.RLIM_INFINITY else min(most, MAX_HANDLES)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _open_standard_streams() -> None:
    """A process may be started without them: nothing else may then take their numbers."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
