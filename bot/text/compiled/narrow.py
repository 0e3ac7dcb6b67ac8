"""Text as one byte a character: folded, in an alphabet that holds all that a word is made of.

The bytes are Latin-1, but for the euro sign, which has a byte that Latin-1 leaves to a control
character. What no word holds is a space; a quotation mark of any shape is a straight one. Folding a
character does not depend on its neighbours as long as all that is left of them is in this alphabet:
nothing in it takes part in a canonical composition once combining marks are gone. A text that holds
another character is foreign, and left to the Tokeniser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.text.compiled.kernel import kernel
from bot.text.tokens import CURRENCY_SIGNS, fold, has_quotation

Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

EURO = 0x80
SPACE = " "
END = "\n"

FIRST_UNKNOWN = 0x3000
"""Code points from here on, ideographs above all, are foreign without a look at a table."""

MOST_CHARS = 3
"""What one character may unfold to, as the ligature "ffi" does; one of more is foreign."""

_FOREIGN = 0xFF  # in a row of the table, in place of the number of characters
_IN_WORDS = re.compile(rf"[^\W_]|[.,'%{CURRENCY_SIGNS}]")


class Lines(NamedTuple):
    """n texts, each with a byte after it that no word holds.

    text (N,) uint8, not writeable; starts (n + 1,) int64: text i is
    ``text[starts[i]:starts[i + 1] - 1]`` · words (N // 8,) uint64, the same memory, with room to
    read past the last text · foreign (n,) bool; what stands for such a text means nothing.
    """

    text: Bytes
    words: Words
    starts: Int64s
    foreign: Bools


def narrowed(texts: Sequence[str]) -> Lines:
    """`texts` in the narrow alphabet. Lone surrogates pass."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=starts[1:])
    foreign = np.zeros(len(texts), np.bool_)
    whole = END.join([*texts, _padding(int(starts[-1]))])
    if whole.isascii():
        text = np.frombuffer(whole.encode("ascii"), np.uint8)
    else:
        wide = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
        text = np.empty(MOST_CHARS * len(wide) // 8 * 8, np.uint8)
        length = narrow(wide, starts, folded_characters(), text, foreign)
        text = text[: length + len(_padding(length))]
        text.setflags(write=False)  # as the other's, so that the scanner is compiled once
    return Lines(text, text.view(np.uint64), starts, foreign)


def _padding(length: int) -> str:
    return END * (16 + -length % 8)  # eight bytes may be read from any, in words that are aligned


@cache
def folded_characters() -> Bytes:
    """(FIRST_UNKNOWN, 1 + MOST_CHARS) uint8: how many bytes stand for a code point, and these."""
    rows = np.zeros((FIRST_UNKNOWN, 1 + MOST_CHARS), np.uint8)
    for code in range(FIRST_UNKNOWN):
        folded = _narrow_characters(chr(code))
        if folded is None or len(folded) > MOST_CHARS:
            rows[code, 0] = _FOREIGN
        else:
            rows[code, : 1 + len(folded)] = [len(folded), *folded]
    rows.setflags(write=False)
    return rows


def _narrow_characters(char: str) -> bytes | None:
    if has_quotation(char):
        return b'"'
    kept = [each if _IN_WORDS.match(each) else SPACE for each in fold(char)]
    try:
        return bytes(EURO if each == "€" else ord(each) for each in kept)
    except ValueError:  # a letter of another alphabet
        return None


@kernel
def narrow(
    wide: npt.NDArray[np.uint32],
    starts: npt.NDArray[np.int64],
    table: Bytes,
    text: Bytes,
    foreign: npt.NDArray[np.bool_],
) -> int:
    """Write the code points `wide` into `text` and move `starts` along; gives the bytes written."""
    length = 0
    begin = starts[0]
    for line in range(len(foreign)):
        end = starts[line + 1]
        for at in range(begin, end):
            code = wide[at]
            if code < 0x80:
                text[length] = code
                length += 1
            elif code >= FIRST_UNKNOWN or table[code, 0] == _FOREIGN:
                foreign[line] = True
            else:
                for place in range(1, table[code, 0] + 1):
                    text[length] = table[code, place]
                    length += 1
        begin = end
        starts[line + 1] = length
    return length
