"""The command line: what may be typed after ``python -m bot``."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import __version__
from bot.answer.answer import DEFAULT_LIMIT, MAX_LIMIT, MAX_QUESTION_CHARS, MIN_QUESTION_CHARS
from bot.answer.event import DEFAULT_EVENTS, MAX_EVENTS, MIN_EVENTS, Order
from bot.console.corpus_arguments import add_keeping
from bot.console.record_arguments import add_privacy, add_reports

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_CORPUS = 3
EXIT_LOG = 4
EXIT_INTERRUPTED = 130

DEFAULT_LOG_LIMIT = 20
MAX_LOG_LIMIT = 100_000

_EXIT_CODES = f"""\
exit codes:
  {EXIT_OK}    done; a refusal is an answer too
  {EXIT_FAILED}    a picture could not be drawn or written, the output could not be written, the bot
       could not stay connected, or something unexpected
  {EXIT_USAGE}    the command, its options, the question or a setting makes no sense
  {EXIT_CORPUS}    the folder of articles cannot be read, or holds no article
  {EXIT_LOG}    the query log cannot be read
  {EXIT_INTERRUPTED}  interrupted
"""


def parser() -> argparse.ArgumentParser:
    """Every command of the terminal with its options; `run` is what no command means."""
    root = argparse.ArgumentParser(
        prog="refdesk",
        description="Answers questions with sentences quoted from your own articles.",
        epilog="Without a command: run.\n\n" + _EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"Refdesk {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    commands.add_parser(
        "run",
        help="the Discord bot with DISCORD_TOKEN set, else the interactive desk (default)",
        description="Runs the Discord bot if DISCORD_TOKEN is set, else the interactive desk; "
        "with no terminal attached, answers one sample question.",
    )
    _add_ask(commands)
    _add_timeline(commands)
    _add_reading(commands)
    _add_corpus(commands)
    _add_log(commands)
    add_privacy(commands)
    return root


def _add_ask(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ask = commands.add_parser(
        "ask",
        help="answer a question, or one a line from standard input",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ask.add_argument(
        "question",
        nargs="+",
        help=f"{MIN_QUESTION_CHARS} to {MAX_QUESTION_CHARS} characters; "
        "- reads one question a line and writes one JSON object a line",
    )
    _add_filters(ask, "articles")
    ask.add_argument(
        "--limit",
        type=_whole_number(1, MAX_LIMIT),
        default=DEFAULT_LIMIT,
        metavar="N",
        help=f"at most so many quotes, 1 to {MAX_LIMIT} (default {DEFAULT_LIMIT})",
    )
    ask.add_argument("--json", action="store_true", help="one JSON object instead of text")


def _add_timeline(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    timeline = commands.add_parser(
        "timeline",
        help="the dated events of a topic, or of one topic a line from standard input",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    timeline.add_argument(
        "topic",
        nargs="+",
        help=f"{MIN_QUESTION_CHARS} to {MAX_QUESTION_CHARS} characters; "
        "- reads one topic a line and writes one JSON object a line",
    )
    _add_filters(timeline, "events")
    timeline.add_argument(
        "--events",
        type=_whole_number(MIN_EVENTS, MAX_EVENTS),
        default=DEFAULT_EVENTS,
        metavar="N",
        help=f"at most so many, {MIN_EVENTS} to {MAX_EVENTS} (default {DEFAULT_EVENTS})",
    )
    timeline.add_argument(
        "--order",
        choices=[order.value for order in Order],
        default=Order.OLDEST.value,
        help="which event comes first in text; JSON is always in date order",
    )
    timeline.add_argument("--png", metavar="FILE", help="also draw the timeline into this file")
    timeline.add_argument("--json", action="store_true", help="one JSON object instead of text")


def _add_filters(command: argparse.ArgumentParser, dated: str) -> None:
    """`dated` is what --since and --until bound."""
    command.add_argument("--corpus", type=Path, metavar="DIR", help="instead of CORPUS_DIR")
    command.add_argument("--source", metavar="S", help="only articles of this outlet")
    command.add_argument(
        "--since", metavar="D", help=f"{dated} not before: 2018, 2018-08 or 2018-08-17"
    )
    command.add_argument("--until", metavar="D", help=f"{dated} not after, in the same forms")


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    article = commands.add_parser("article", help="read an article, word for word")
    article.add_argument("article", nargs="+", metavar="ARTICLE", help="its path, or its title")
    sources = commands.add_parser("sources", help="the outlets, folders and latest articles")
    for command in (article, sources):
        command.add_argument("--corpus", type=Path, metavar="DIR", help="instead of CORPUS_DIR")
        command.add_argument("--json", action="store_true", help="one JSON object instead of text")


def _add_corpus(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    corpus = commands.add_parser("corpus", help="look at the folder of articles, and change it")
    actions = corpus.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser(
        "check",
        help="every article with its fields, what is quotable, and what was rejected and why",
    )
    check.add_argument("folder", type=Path, metavar="DIR", nargs="?", help="default: CORPUS_DIR")
    check.add_argument("--json", action="store_true", help="one JSON object instead of text")
    add_keeping(actions)
    add_reports(actions, _whole_number)


def _add_log(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    log = commands.add_parser("log", help="what was asked lately, latest first")
    log.add_argument(
        "--limit",
        type=_whole_number(1, MAX_LOG_LIMIT),
        default=DEFAULT_LOG_LIMIT,
        metavar="N",
        help=f"at most so many, 1 to {MAX_LOG_LIMIT} (default {DEFAULT_LOG_LIMIT})",
    )
    log.add_argument("--json", action="store_true", help="one JSON object a line instead of text")


class _whole_number:  # noqa: N801 - argparse shows the name
    def __init__(self, least: int, greatest: int) -> None:
        self._least = least
        self._greatest = greatest

    def __call__(self, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 10:
            number = int(text)
            if self._least <= number <= self._greatest:
                return number
        raise argparse.ArgumentTypeError(
            f"must be a whole number from {self._least} to {self._greatest}"
        )
