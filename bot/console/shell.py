"""The interactive desk: questions and commands, one a line, until /quit."""

from __future__ import annotations

import difflib
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.styles import Style

from bot.answer.wording import plural
from bot.console.answers import show_answer
from bot.console.article import show_article_paged
from bot.console.clean import clean, one_line
from bot.console.completer import DeskCompleter
from bot.console.corpus.finding import article_named
from bot.console.events import show_timeline
from bot.console.options import TIMELINE_NAMES, split, unknown_source
from bot.console.picture import NOTHING_TO_DRAW, picture_target, write_picture
from bot.console.progress import progress_bar
from bot.console.screen import Screen
from bot.console.sources import show_holdings
from bot.desk import Desk
from bot.desk.holdings import holdings
from bot.errors import RefdeskError
from bot.log.entries import TERMINAL

HISTORY_NAME = "terminal-history"  # within DATA_DIR

HELP = """\
/ask QUESTION     answer with sentences quoted from the articles; a line without / asks too
/timeline TOPIC   the dated events of a topic
/article TITLE    read an article, found by its title or path
/sources          the outlets, folders and latest articles
/status           the corpus, and how the desk is
/reload           read the corpus folder again
/help             this list
/quit             leave, as Ctrl-D does

Before or after a question or topic:
  --source NAME   only from this outlet, "in quotes" if it has blanks
  --since DATE    not before, and
  --until DATE    not after: 2018, 2018-08 or 2018-08-17
  --limit N       of a question, at most so many quotes, 1 to 30
  --events N      of a topic, at most so many events, 3 to 40
  --order ORDER   of a topic, oldest, newest or weight first
  --png FILE      of a topic, also a picture"""

logger = logging.getLogger(__name__)


class SafeHistory(FileHistory):
    """Goes on in memory when the file cannot be read or written."""

    def load_history_strings(self) -> list[str]:
        try:
            return list(super().load_history_strings())
        except OSError as error:
            logger.warning("the history of questions cannot be read: %s", error)
            return []

    def store_string(self, string: str) -> None:
        try:
            super().store_string(string)
        except OSError as error:
            logger.warning("the history of questions cannot be kept: %s", error)


class Shell:
    """Runs commands on one desk and one screen; `run` returns when the person leaves."""

    def __init__(self, desk: Desk, screen: Screen, session: PromptSession[str]) -> None:
        self._desk = desk
        self._screen = screen
        self._session = session
        self._commands: dict[str, Callable[[str], Awaitable[None]]] = {
            "/ask": self._ask,
            "/timeline": self._timeline,
            "/article": self._article,
            "/sources": self._sources,
            "/status": self._status,
            "/reload": self._reload,
            "/help": self._help,
        }

    async def run(self) -> None:
        """What fails behind the desk goes to the log, as everywhere: prompt_toolkit's own handler
        would stop the line that is being typed."""
        names = (*self._commands, "/quit")
        completer = DeskCompleter(names, self._source_names)
        prompt = FormattedText([("class:prompt", "refdesk> ")])
        while True:
            try:
                line = await self._session.prompt_async(
                    prompt, completer=completer, set_exception_handler=False
                )
            except KeyboardInterrupt:
                self._screen.line("Nothing asked. Ctrl-D or /quit leaves.", "dim")
                continue
            except EOFError:
                break
            if line.strip() in ("/quit", "/exit"):
                break
            await self._obey(line.strip())
        self._screen.line("Goodbye.", "dim")

    async def _obey(self, line: str) -> None:
        name, _, rest = line.partition(" ") if line.startswith("/") else ("/ask", "", line)
        command = self._commands.get(name)
        try:
            if not line:
                return
            if command is None:
                self._unknown(name)
            else:
                await command(rest)
        except RefdeskError as error:
            self._screen.line(one_line(str(error)), "red")

    def _unknown(self, name: str) -> None:
        near = difflib.get_close_matches(name, [*self._commands, "/quit"], n=1)
        hint = f"Did you mean {near[0]}?" if near else "/help lists the commands."
        self._screen.line(f"There is no command {clean(name)}. {hint}", "red")

    async def _ask(self, rest: str) -> None:
        options, text = split(rest)
        question = options.question(text)
        if self._knows(question.filters.source):
            logged = await self._desk.ask(question, TERMINAL)
            self._screen.line()
            show_answer(self._screen, logged.answer)

    async def _timeline(self, rest: str) -> None:
        options, text = split(rest, TIMELINE_NAMES)
        topic, target = options.topic(text), picture_target(options.png)
        if not self._knows(topic.filters.source):
            return
        timeline = (await self._desk.timeline(topic, TERMINAL)).timeline
        self._screen.line()
        show_timeline(self._screen, timeline)
        if target is None:
            return
        picture = await self._desk.picture(timeline)
        if picture is not None:
            write_picture(target, picture)
        drawn = NOTHING_TO_DRAW if picture is None else f"Drawn into {clean(str(target))}."
        self._screen.line(drawn, "dim")

    def _knows(self, source: str | None) -> bool:
        """Whether articles of this outlet exist; says so if not."""
        missing = unknown_source(source, self._desk.sources())
        if missing:
            self._screen.line(f"{missing} /sources lists those there are.", "yellow")
        return not missing

    async def _sources(self, _: str) -> None:
        show_holdings(self._screen, holdings(self._desk.snapshot, self._desk.folder))

    async def _article(self, rest: str) -> None:
        if not rest.strip():
            self._screen.line("Name an article by its title or path: /article TITLE", "yellow")
            return
        await show_article_paged(self._screen, article_named(self._desk, rest), self._more)

    async def _more(self) -> bool:
        """Not kept in the history of questions."""
        asking = PromptSession[str](input=self._session.input, output=self._session.output)
        try:
            said = "Enter for more, q to leave: "
            typed = await asking.prompt_async(said, set_exception_handler=False)
        except (EOFError, KeyboardInterrupt):
            return False
        return typed.strip().lower() not in ("q", "quit", "/quit")

    async def _status(self, _: str) -> None:
        status = self._desk.status()
        self._screen.line(
            f"Refdesk {status.version}: {plural(status.articles, 'article')}, "
            f"{plural(status.paragraphs, 'paragraph')}, {status.undated:,} undated, "
            f"{status.untitled:,} untitled, {plural(len(status.rejected), 'file')} rejected."
        )
        for rejection in status.rejected:
            self._screen.line(f"{clean(rejection.path)}: {clean(rejection.reason)}", first="  ")
        lost = f" Not logged: {plural(status.log_lost, 'answer')}." if status.log_lost else ""
        error = f" {one_line(status.log_error)}" if status.log_error else ""
        self._screen.line(f"{plural(status.answers, 'answer')} since the start.{lost}{error}")

    async def _reload(self, _: str) -> None:
        with progress_bar(sys.stderr) as tell:
            report = await self._desk.reload(tell)
        self._screen.line(
            f"{plural(report.articles, 'article')}, {plural(report.paragraphs, 'paragraph')}: "
            f"{len(report.added)} added, {len(report.changed)} changed, "
            f"{len(report.removed)} removed, {len(report.rejected)} rejected."
        )
        if report.access_error:
            self._screen.line(one_line(report.access_error), "yellow")
        for rejection in report.rejected:
            self._screen.line(f"{clean(rejection.path)}: {clean(rejection.reason)}", first="  ")

    async def _help(self, _: str) -> None:
        for line in HELP.splitlines():
            self._screen.line(line)

    def _source_names(self) -> list[str]:
        return [count.source for count in self._desk.sources() if count.source]


async def open_shell(desk: Desk, data_dir: Path) -> None:
    """Greet and serve the terminal of this process."""
    screen = Screen(sys.stdout)
    status = desk.status()
    screen.line(
        f"Refdesk {status.version}: {plural(status.articles, 'article')}, "
        f"{plural(status.paragraphs, 'paragraph')}. Ask a question, or /help.",
        "bold",
    )
    if status.rejected:
        left_out = plural(len(status.rejected), "file")
        screen.line(f"Left out: {left_out}; /status says why.", "yellow")
    await Shell(desk, screen, _session(data_dir, screen.plain)).run()


def _session(data_dir: Path, plain: bool) -> PromptSession[str]:
    history: History = InMemoryHistory()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        history = SafeHistory(str(data_dir / HISTORY_NAME))
    except OSError as error:
        logger.warning("the history of questions cannot be kept: %s", error)
    style = Style.from_dict({"prompt": "" if plain else "bold ansicyan"})
    return PromptSession(
        history=history,
        auto_suggest=AutoSuggestFromHistory(),
        style=style,
        complete_while_typing=False,
    )
