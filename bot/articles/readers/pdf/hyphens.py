"""Words that a line end broke, put together again.

At a line's end a hyphen between a letter and a lower-case letter was either brought by the line end
or belongs to the word. In this order:

1. before "and", "or" and "to" it stays, and a blank follows: "two- and three-year terms";
2. the word that the document has elsewhere within a line tells, with or without the hyphen; if it
   has both, the more frequent;
3. after a number, a single letter or capitals alone it stays ("12-year", "e-mail", "US-led"), and
   so it does after a name that occurs elsewhere without it ("Lima-based");
4. a soft hyphen (U+00AD) or a true one (U+2010) goes, if the document has none within a line; and
   where at least two such end lines, an ordinary hyphen stays;
5. before and after the few words that mostly make compounds, in _FIRST and _SECOND, it stays;
6. otherwise it goes.

Before a capital or a figure it stays and no blank follows ("Anglo-American", "1914-18"), and so do
a dash, a stroke and an underscore that have no blank before them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from bot.articles.readers.pdf.shapes import Line

SOFT, TRUE = "\u00ad", "\u2010"
BROKEN = re.compile(r"[^\W_][-\u00ad\u2010]\Z")
"""A word at a line's end that may go on in the next line."""

_TOKEN = re.compile(r"[^\W_]+(?:[-\u00ad\u2010][^\W_]+)*")
_LAST = re.compile(r"([^\W_]+)[-\u00ad\u2010]\Z")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_CLOSED = re.compile(r"[^\W_][\u2013\u2014/_]\Z")
_OPENS_CLOSED = re.compile(r"[\u2013\u2014][^\W_]|-[^\W\d_]{3}")
_HYPHENS = re.compile("[\u00ad\u2010]")
_FIRST_WORDS = """
self well one two three four five six seven eight nine twenty thirty forty fifty sixty seventy
eighty ninety cross half vice
"""
_SECOND_WORDS = """
based led year years hour hours week weeks mile miles owned backed funded friendly minded elect
century known looking speaking term scale level range third thirds tech
"""
_FIRST = frozenset(_FIRST_WORDS.split())
_SECOND = frozenset(_SECOND_WORDS.split())
_TEENS = re.compile(r"(?:t?een|ty|fold|some)")
_PREFIXES = frozenset("non pre mis sub over under inter dis out un re de be fore".split())


def goes_on_in_lower_case(line: Line) -> bool:
    first = line.words[0].text.lstrip("\"'“‘([«")
    return first[:1].islower()


class Mender:
    """Puts lines together to paragraphs. `mended` counts the hyphens taken out."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """`lines` are all of the document's, in reading order: its vocabulary."""
        self.mended = 0
        self._words: Counter[str] = Counter()
        self._signs: set[str] = set()
        self._ends: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = [word.text for word in line.words]
            inner = words[broken : -1 if BROKEN.search(words[-1]) else None]
            broken = BROKEN.search(words[-1]) is not None
            self._ends[words[-1][-1:]] += 1
            for token in _TOKEN.findall(" ".join(inner)):
                self._signs.update(_HYPHENS.findall(token))
                self._learn(_HYPHENS.sub("-", token))

    def _learn(self, token: str) -> None:
        """Count a word; a name as it is written, too, and of a chain of words its links."""
        parts = token.lower().split("-")
        self._words["-".join(parts)] += 1
        if token[0].isupper():
            self._words[token] += 1
        if len(parts) > 2:
            self._words.update("-".join(link) for link in pairwise(parts))

    def text(self, lines: Iterable[Line]) -> str:
        """The words of a paragraph's lines, apart by one blank."""
        parts: list[str] = []
        for line in lines:
            words = [word.text for word in line.words]
            if not parts:
                parts = words
                continue
            self._join(parts, words)
        return _shown(" ".join(part for part in parts if part))

    def _join(self, parts: list[str], words: list[str]) -> None:
        """Add a line's words to those before it."""
        last, first = parts[-1], words[0]
        if BROKEN.search(last) and first[:1].isalnum():
            if first[0].islower():
                if _FIRST_LETTERS.match(first)[0] in ("and", "or", "to"):  # type: ignore[index]
                    parts += words
                    return
                if not self._belongs(last, first):
                    self.mended += 1
                    last = last[:-1]
            parts[-1:] = [last + first, *words[1:]]
        elif (_CLOSED.search(last) and first[:1].isalnum()) or (
            _OPENS_CLOSED.match(first) and last[-1].isalnum()
        ):
            parts[-1:] = [last + first, *words[1:]]
        else:
            parts += words

    def _belongs(self, last: str, first: str) -> bool:
        """Whether a hyphen at a line's end is the word's own."""
        before, after = _LAST.search(last), _FIRST_LETTERS.match(first)
        if not before or not after:
            return True
        left, right, sign = before[1], after[0].lower(), last[-1]
        whole = _TOKEN.findall(last[:-1])[-1]
        joined = self._words[left.lower() + right] + self._words[whole.lower() + right]
        apart = self._words[f"{left.lower()}-{right}"] + self._words[f"{whole.lower()}-{right}"]
        if joined != apart:
            return apart > joined
        if left[-1].isdigit() or len(left) == 1 or (left.isupper() and len(left) > 1):
            return True
        if left[0].isupper() and self._words[left] > 0 and self._words[right] > 0:
            return True
        if sign in (SOFT, TRUE) and sign not in self._signs:
            return False
        if sign == "-" and any(self._ends[s] > 1 and s not in self._signs for s in (SOFT, TRUE)):
            return True
        if left.lower() in _FIRST and not _TEENS.match(right):
            return True
        if "-" in whole and self._words[left.lower()] > 0:
            return True
        return right in _SECOND and len(left) > 2 and left.lower() not in _PREFIXES


def _shown(text: str) -> str:
    """A soft hyphen within a line is painted as a hyphen, so that is what it is."""
    return text.replace(SOFT, "-")
