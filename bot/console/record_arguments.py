"""What may be typed to see the log as moderators and people do, and to delete from it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

REPORTS = ("unanswered", "stats", "export")
DEFAULT_DAYS = 30
MAX_DAYS = 3_650
DEFAULT_GROUPS = 50
MAX_GROUPS = 10_000
MAX_USER_ID = 2**63 - 1
MAX_ID_CHARS = 20

WholeNumber = Callable[[int, int], Callable[[str], int]]


def add_reports(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], whole_number: WholeNumber
) -> None:
    """The commands of ``corpus`` that tell of the query log."""
    unanswered = actions.add_parser("unanswered", help="what people asked and did not get")
    _days(unanswered, whole_number)
    unanswered.add_argument(
        "--limit",
        type=whole_number(1, MAX_GROUPS),
        default=DEFAULT_GROUPS,
        metavar="N",
        help=f"at most so many questions, 1 to {MAX_GROUPS} (default {DEFAULT_GROUPS})",
    )
    unanswered.add_argument("--json", action="store_true", help="one JSON object instead of text")
    stats = actions.add_parser("stats", help="questions a day, what is refused, liked and quoted")
    _days(stats, whole_number)
    stats.add_argument("--png", metavar="FILE", help="also draw them into this file")
    stats.add_argument("--json", action="store_true", help="one JSON object instead of text")
    export = actions.add_parser("export", help="what was asked, as a file")
    export.add_argument("file", metavar="FILE", help="a new file, or - for standard output")
    export.add_argument("--since", metavar="D", help="asked not before: 2018, 2018-08, 2018-08-17")
    export.add_argument("--until", metavar="D", help="asked not after, in the same forms")
    export.add_argument(
        "--format", choices=("csv", "jsonl"), default="csv", help="a table, or JSON Lines"
    )
    export.add_argument(
        "--people",
        action="store_true",
        help="with the ids of people and channels and the details of errors",
    )


def add_privacy(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command that does for one person what /privacy does."""
    privacy = commands.add_parser(
        "privacy", help="what is stored about one person; export it, make it anonymous"
    )
    privacy.add_argument("user_id", type=_user_id, metavar="USER_ID", help="as Discord has it")
    does = privacy.add_mutually_exclusive_group()
    does.add_argument("--export", metavar="FILE", help="all of it as JSON Lines; - prints it")
    does.add_argument(
        "--delete", action="store_true", help="take the person out of all rows, for good"
    )


def _user_id(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= MAX_ID_CHARS:
        number = int(text)
        if 0 < number <= MAX_USER_ID:
            return number
    raise argparse.ArgumentTypeError("must be an id of Discord, a number of about 18 digits")


def _days(command: argparse.ArgumentParser, whole_number: WholeNumber) -> None:
    command.add_argument(
        "--days",
        type=whole_number(1, MAX_DAYS),
        default=DEFAULT_DAYS,
        metavar="N",
        help=f"of the last days, 1 to {MAX_DAYS} (default {DEFAULT_DAYS})",
    )
