"""A text as tokens and as the string of their symbols."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from bot.text.dates.grammar import BREAK, OTHER, Found

_TOKEN = re.compile(
    r"""[ap]\.\s?m\b\.? | [AP]\.\s?M\b\.?
      | [^\W\d_]\w*
      | [0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?(?!\w)
      | [0-9]{1,2}\\?/[0-9]{1,2}\\?/(?:[0-9]{4}|[0-9]{2})(?![\w/])
      | [0-9]{1,2}-[0-9]{1,2}-[0-9]{4}(?![\w-])
      | [0-9]+(?:,[0-9]{3}(?![0-9])|[.:][0-9]+)*\w*
      | ['’‘](?:s|S|ll|re|ve|d|m|t|[0-9]{2}s?)\b
      | \n\s*\n
      | [^\w\s]|_""",
    re.VERBOSE,
)
_DASHES = dict.fromkeys("–—−‐‑", "-")
_QUOTES = {"’": "'", "‘": "'", "`": "'"}
_SHAPES = (
    (re.compile(r"0[1-9]"), "<05>"),
    (re.compile(r"[1-9]|1[0-2]"), "<12>"),
    (re.compile(r"1[3-9]|2[0-4]"), "<24>"),
    (re.compile(r"2[5-9]|3[01]"), "<31>"),
    (re.compile(r"[3-9][0-9]|00"), "<99>"),
    (re.compile(r"[12][0-9]{3}"), "<1998>"),
    (re.compile(r"0[0-9][0-5][0-9]"), "<0930>"),
    (re.compile(r"[0-9]{3,}|[0-9]{1,3}(?:,[0-9]{3})+"), "<big>"),
    (re.compile(r"[0-9]{1,6}\.[0-9]{1,3}"), "<1.5>"),
    (re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)"), "<22nd>"),
    (re.compile(r"[3-9][0-9](?:st|nd|rd|th)"), "<99th>"),
    (re.compile(r"(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]"), "<9:30>"),
    (re.compile(r"(?:0?[1-9]|1[0-2])(?:[:.][0-5][0-9])?[ap]m", re.IGNORECASE), "<9am>"),
    (re.compile(r"[12][0-9]{2}0s"), "<1990s>"),
    (re.compile(r"[1-9]0s"), "<90s>"),
    (re.compile(r"['’‘][1-9]0s"), "<'90s>"),
    (re.compile(r"['’‘][0-9]{2}"), "<'98>"),
    (re.compile(r"[0-9]{4}-.*"), "<iso>"),
    (re.compile(r"[0-9]{1,2}(?:\\?/|-).*"), "<1/2/98>"),
)
_LONGEST_NUMBER = 32  # characters; more digits are no date and no count


class Reading:
    """`words` are the tokens as written; `symbols` has one character for each of them."""

    def __init__(self, text: str, surfaces: Mapping[str, str]) -> None:
        self.text = text
        self.words: list[str] = _TOKEN.findall(text)
        known = surfaces.get
        self.symbols = "".join([known(word) or _symbol(word, surfaces) for word in self.words])

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each token stands in the text."""
        return [found.span() for found in _TOKEN.finditer(self.text)]

    def lower(self, place: int) -> str:
        """The token at `place` in lower case, any dash as "-"; "" outside the text."""
        word = self.words[place] if 0 <= place < len(self.words) else ""
        return _DASHES.get(word) or word.lower()

    def caught(self, found: Found, name: str) -> str:
        """What the item `name` of a pattern matched, in lower case, tokens joined by a space."""
        start, end = found.parts.get(name, (0, 0))
        return " ".join(self.words[start:end]).lower()


def _symbol(word: str, surfaces: Mapping[str, str]) -> str:
    first = word[0]
    if first.isalpha():
        return OTHER
    if first.isspace():
        return BREAK
    if first in _DASHES:
        return surfaces["-"]
    if first in "'’‘`" and len(word) <= 2:
        plain = "'" + word[1:].lower()
        return surfaces.get(plain, OTHER)
    if len(word) <= _LONGEST_NUMBER:
        for shape, name in _SHAPES:
            if shape.fullmatch(word):
                return surfaces.get(name, OTHER)
    return OTHER
