"""Options as people type them, on the command line and in the interactive desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answer.answer import DEFAULT_LIMIT, MAX_LIMIT, Filters, Question
from bot.answer.event import DEFAULT_EVENTS, MAX_EVENTS, MIN_EVENTS, Order, Topic
from bot.console.clean import clean
from bot.desk.status import SourceCount
from bot.errors import QuestionError
from bot.text.calendar import parse_bound

_FILTERS = ("--source", "--since", "--until")
ASK_NAMES = (*_FILTERS, "--limit")
TIMELINE_NAMES = (*_FILTERS, "--events", "--order", "--png")
ORDERS = tuple(order.value for order in Order)

_OPTION = re.compile(r"""(?<!\S)(--[a-z]+)(?:(?:\s*=\s*|\s+)("[^"]*"|'[^']*'|“[^”]*”|\S+))?""")


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed, not yet understood."""

    source: str | None = None
    since: str | None = None
    until: str | None = None
    limit: str | int = DEFAULT_LIMIT
    events: str | int = DEFAULT_EVENTS
    order: str = Order.OLDEST.value
    png: str | None = None

    def question(self, text: str) -> Question:
        """Raises QuestionError for a date or limit that makes no sense."""
        return Question(text, self._filters(), _number(self.limit, "--limit", 1, MAX_LIMIT))

    def topic(self, text: str) -> Topic:
        """As `question`; `png` is no part of a topic."""
        events = _number(self.events, "--events", MIN_EVENTS, MAX_EVENTS)
        return Topic(text, self._filters(), events, _order(self.order))

    def _filters(self) -> Filters:
        since, until = _bound(self.since, "--since"), _bound(self.until, "--until")
        if since and until and since > until:
            raise QuestionError("--since lies after --until, so nothing can fit.")
        return Filters((self.source or "").strip() or None, since, until)


def split(line: str, names: Sequence[str] = ASK_NAMES) -> tuple[Options, str]:
    """Take the options out of a line of the interactive desk; the rest is the question or topic.

    Raises QuestionError for an option that does not exist, comes twice or lacks its value.
    """
    options, given = Options(), set[str]()
    for match in _OPTION.finditer(line):
        name, value = match.groups()
        if name not in names:
            raise QuestionError(f"There is no option {name}; there are {', '.join(names)}.")
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


def _number(text: str | int, name: str, least: int, greatest: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if not least <= number <= greatest:
        raise QuestionError(f"{name} needs a whole number from {least} to {greatest}.")
    return number


def _order(text: str) -> Order:
    try:
        return Order(text.strip().lower())
    except ValueError as error:
        raise QuestionError(f"--order needs one of {', '.join(ORDERS)}.") from error
