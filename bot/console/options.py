"""Options as people type them, on the command line and in the interactive desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answer.answer import DEFAULT_LIMIT, MAX_LIMIT, Filters, Question
from bot.console.clean import clean
from bot.errors import QuestionError
from bot.status import SourceCount
from bot.text.calendar import parse_bound

NAMES = ("--source", "--since", "--until", "--limit")

_OPTION = re.compile(r"""(?<!\S)(--[a-z]+)(?:(?:\s*=\s*|\s+)("[^"]*"|'[^']*'|“[^”]*”|\S+))?""")


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed, not yet understood."""

    source: str | None = None
    since: str | None = None
    until: str | None = None
    limit: str | int = DEFAULT_LIMIT

    def question(self, text: str) -> Question:
        """Raises QuestionError for a date or limit that makes no sense."""
        since, until = _bound(self.since, "--since"), _bound(self.until, "--until")
        if since and until and since > until:
            raise QuestionError("--since lies after --until, so no article can fit.")
        source = (self.source or "").strip() or None
        return Question(text, Filters(source, since, until), _limit(self.limit))


def split(line: str) -> tuple[Options, str]:
    """Take the options out of a line of the interactive desk; the rest is the question.

    Raises QuestionError for an option that does not exist, comes twice or lacks its value.
    """
    options, given = Options(), set[str]()
    for match in _OPTION.finditer(line):
        name, value = match.groups()
        if name not in NAMES:
            raise QuestionError(f"There is no option {name}; there are {', '.join(NAMES)}.")
        if value is None or value.startswith("--"):
            raise QuestionError(f"{name} needs a value after it.")
        if name in given:
            raise QuestionError(f"{name} is given twice.")
        given.add(name)
        options = replace(options, **{name[2:]: value.strip("\"'“”")})
    return options, " ".join(_OPTION.sub(" ", line).split())


def unknown_source(name: str | None, sources: Sequence[SourceCount]) -> str | None:
    """A sentence for a source that no article names, else None."""
    known = {count.source.strip().casefold() for count in sources if count.source}
    if name is None or name.strip().casefold() in known:
        return None
    return f"No article names “{clean(name)}” as its source."


def _bound(text: str | None, name: str) -> date | None:
    if text is None or not text.strip():
        return None
    day = parse_bound(text, end=name == "--until")
    if day is None:
        raise QuestionError(f"{name} needs a date such as 2018, 2018-08 or 2018-08-17.")
    return day


def _limit(text: str | int) -> int:
    try:
        limit = int(text)
    except ValueError:
        limit = 0
    if not 1 <= limit <= MAX_LIMIT:
        raise QuestionError(f"--limit needs a whole number from 1 to {MAX_LIMIT}.")
    return limit
