"""All rules together: what may begin where, and the symbol of every word that they know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bot.text.dates.patterns import Compiler
from bot.text.dates.timex import Kind, Modifier
from bot.text.dates.words import PROPER

_FIRST_SYMBOL = 0xE000  # the private use area: no text holds its meaning already
OTHER = "\uf8fe"
BREAK = "\uf8ff"


class Value(NamedTuple):
    """What a rule makes of an expression; fields as in Timex. `end`, unless 0, is the place of the
    token at which the expression ends, when the rule looked further."""

    kind: Kind
    value: str
    modifier: Modifier = Modifier.NONE
    anchored: bool = False
    end: int = 0


NOTHING = Value(Kind.DATE, "")
"""What a rule makes of words that name no day of the calendar, so that no other rule reads a
part of them: "April 31"."""


def dated(
    value: str | None, modifier: Modifier = Modifier.NONE, anchored: bool = False
) -> Value | None:
    """A DATE, unless there is no value: the calendar does not reach so far."""
    return None if value is None else Value(Kind.DATE, value, modifier, anchored)


class Found(NamedTuple):
    """A match of a rule: places of tokens. `parts` are the caught items, each a pair of places."""

    start: int
    end: int
    parts: Mapping[str, tuple[int, int]]


Patterns = tuple[tuple[str, Callable[..., Value | None]], ...]


class Rule(NamedTuple):
    expression: re.Pattern[str]
    value: Callable[..., Value | None]


class Grammar:
    """`scan` finds the places where some rule matches, `rules` are by the symbol they begin with,
    `surfaces` maps each known word, as it may be written, to its symbol."""

    def __init__(self, families: Iterable[Patterns]) -> None:
        self._symbols: dict[str, str] = {}
        rules: defaultdict[str, list[Rule]] = defaultdict(list)
        sources = []
        for pattern, value in (each for family in families for each in family):
            source, firsts, optional = Compiler(self._symbol).compile(pattern)
            if optional:
                raise ValueError(f"may match nothing: {pattern!r}")
            rule = Rule(re.compile(source), value)
            for symbol in firsts:
                rules[symbol].append(rule)
            sources.append(re.sub(r"\(\?P<\w+>", "(?:", source))
        self.rules = {symbol: tuple(each) for symbol, each in rules.items()}
        self.scan = re.compile(f"(?=[{''.join(sorted(rules))}])(?:{'|'.join(sources)})")
        self.surfaces = {
            surface: symbol for word, symbol in self._symbols.items() for surface in _surfaces(word)
        }

    def _symbol(self, word: str) -> str:
        return self._symbols.setdefault(word, chr(_FIRST_SYMBOL + len(self._symbols)))

    def matches(self, symbols: str, place: int) -> list[tuple[Found, Rule]]:
        """What begins at `place`, the longest first, the earlier rule first among equals."""
        found = []
        for rule in self.rules.get(symbols[place], ()):
            match = rule.expression.match(symbols, place)
            if match is not None:
                found.append((match, rule))
        found.sort(key=lambda entry: -entry[0].end())
        return [(_found(match), rule) for match, rule in found]


def _found(match: re.Match[str]) -> Found:
    parts = {name: match.span(name) for name, part in match.groupdict().items() if part}
    return Found(match.start(), match.end(), parts)


def _surfaces(word: str) -> tuple[str, ...]:
    if word in PROPER:
        return (word.capitalize(), word.upper())
    return (word, word.capitalize(), word.upper())
