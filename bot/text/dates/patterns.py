"""The language that the rules are written in, compiled to regular expressions over symbols.

Every word that some pattern knows has a symbol of its own: one character. A text becomes the string
of its symbols, and a pattern a regular expression over such strings, so that white space, line
breaks and the spelling of dashes and apostrophes are out of the way before any rule looks.

A pattern is a line of items: a word ("ago"), a mark (","), a class of `words.CLASSES` or of SHAPES
or a name of PARTS in capitals, or several of them joined by "|". "ITEM?" may be missing, "[...]"
may be missing as a whole, "( ... )" groups; within both, " | " parts alternatives. "name:ITEM"
and "name:( ... )" catch what was matched; a class or a part that stands alone is caught under its
own name, in lower case, the first time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.text.dates.words import CLASSES

SHAPES = {
    "HOURNUM": ("<12>",),
    "DAYNUM": ("<12>", "<24>", "<31>", "<05>", "<22nd>"),
    "DAYORD": ("<22nd>",),
    "NTH": ("<22nd>", "<99th>"),
    "FOURDIGITS": ("<1998>",),
    "DIGITS": ("<12>", "<24>", "<31>", "<99>", "<1998>", "<0930>", "<big>", "<1.5>"),
    "HHMM": ("<1998>", "<0930>"),
    "CLOCK": ("<9:30>",),
    "CLOCKWORD": ("<9am>",),
    "ISODATE": ("<iso>",),
    "SLASHDATE": ("<1/2/98>",),
    "DECADENUM": ("<1990s>",),
    "SHORTDECADE": ("<90s>",),
    "QUOTEDECADE": ("<'90s>",),
    "QUOTEYEAR": ("<'98>",),
}
"""Classes of tokens that hold digits, by their shape; `reading` tells the shapes apart."""

PARTS = {
    "MONTH": "( LONGMONTH | SHORTMONTH .? )",
    "WEEKDAY": "( LONGDAY | SHORTDAY .? )",
    "COUNT": "( DIGITS MULTIPLE? | ( TENS [-? ONES] | SMALL ) MULTIPLE? [and ONES] )",
    "WORDYEAR": "( nineteen|eighteen|twenty ( TENS [-? ONES] | TEENS ) | two thousand SMALL? )",
    "YEAR": "( FOURDIGITS | WORDYEAR )",
    "ANYUNIT": "( UNIT | UNITS )",
}
_ITEM = re.compile(r"(?:([a-z]+):)?(?:[\[(]|([^\s\[\]()?]+)(\?)?)|[\])]\??")
_NAMED = frozenset((*CLASSES, *SHAPES, *PARTS))


class Compiled(NamedTuple):
    """`source` is a regular expression; `firsts` are the symbols that a match may begin with, and
    `optional` says that it may be empty."""

    source: str
    firsts: frozenset[str]
    optional: bool


class Compiler:
    """Compiles one pattern; `symbol` gives the symbol of a word."""

    def __init__(self, symbol: Callable[[str], str]) -> None:
        self._symbol = symbol
        self._caught: set[str] = set()

    def compile(self, pattern: str, catch: bool = True) -> Compiled:
        items = list(_ITEM.finditer(pattern))[::-1]
        compiled = self._choice(items, catch)
        if items:
            raise ValueError(f"a bracket too many in {pattern!r}")
        return compiled

    def _choice(self, items: list[re.Match[str]], catch: bool) -> Compiled:
        """Alternatives up to the closing bracket, which is left; `items` are last first."""
        branches = [self._sequence(items, catch)]
        while items and items[-1][2] == "|":
            items.pop()
            branches.append(self._sequence(items, catch))
        return Compiled(
            f"(?:{'|'.join(branch.source for branch in branches)})",
            frozenset().union(*(branch.firsts for branch in branches)),
            any(branch.optional for branch in branches),
        )

    def _sequence(self, items: list[re.Match[str]], catch: bool) -> Compiled:
        source, firsts, optional = "", frozenset[str](), True
        while items and items[-1][0][0] not in "|])":
            item = items.pop()
            if item[0][-1] in "[(":
                part = self._choice(items, catch)
                if item[1]:
                    part = part._replace(source=f"(?P<{item[1]}>{part.source})")
                if items.pop()[0] in ("]", ")?"):
                    part = Compiled(f"{part.source}?", part.firsts, True)
            else:
                part = self._item(item, catch)
            source += part.source
            if optional:
                firsts |= part.firsts
            optional = optional and part.optional
        return Compiled(source, firsts, optional)

    def _item(self, item: re.Match[str], catch: bool) -> Compiled:
        name = item[1] or (item[2].lower() if item[2] in _NAMED else "")
        names = item[2].split("|")
        parts = [self.compile(PARTS[part], catch=False) for part in names if part in PARTS]
        symbols = frozenset(self._symbol(word) for each in names for word in _words(each))
        choices = [part.source for part in parts]
        if symbols:
            choices.append(f"[{''.join(sorted(symbols))}]")
        source = "|".join(choices)
        if catch and name and name not in self._caught:
            self._caught.add(name)
            source = f"(?P<{name}>{source})"
        elif len(choices) > 1:
            source = f"(?:{source})"
        if item[3]:
            source = f"(?:{source})?"
        firsts = symbols.union(*(part.firsts for part in parts))
        return Compiled(source, firsts, bool(item[3]))


def _words(name: str) -> tuple[str, ...]:
    """The words of a class or shape; a word that is none of them is itself."""
    if name in PARTS:
        return ()
    if name in CLASSES or name in SHAPES:
        return CLASSES.get(name) or SHAPES[name]
    if name.isupper():
        raise ValueError(f"no class or part is called {name}")
    return (name,)
