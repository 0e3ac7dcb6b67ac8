"""The regular expression of a word as an automaton, and the table of the surfaces it has met.

The functions that end in `_end` are the alternatives of `bot.text.tokens._WORD`, in the same order
and with the same backtracking, for text in the alphabet of `bot.text.compiled.narrow`. None looks
past a byte that no word holds, and one follows every line, so no bounds need be checked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bot.text.batch import Scanned
from bot.text.compiled.kernel import kernel
from bot.text.compiled.narrow import EURO, Bytes, Int64s, Lines, Words
from bot.text.tokens import CURRENCY_SIGNS

OTHER, COMMA, DOT, APOSTROPHE, PERCENT, CURRENCY, DIGIT, LETTER = range(8)  # kinds of bytes
_SIGNS = {",": COMMA, ".": DOT, "'": APOSTROPHE, "%": PERCENT, chr(EURO): CURRENCY}
_SIGNS |= dict.fromkeys(CURRENCY_SIGNS, CURRENCY)


def _kind(char: str) -> int:
    if char.isdecimal():
        return DIGIT
    return LETTER if char.isalnum() else _SIGNS.get(char, OTHER)


KINDS = np.array([_kind(chr(code)) for code in range(256)], np.uint8)
SMALL_S, CAPITAL_S, QUOTATION = ord("s"), ord("S"), ord('"')

SHORT = 7
"""Bytes of a surface that is its own key; of a longer one it is a hash, and all are compared."""

LONG = np.uint64(1 << 63)  # in the key of a longer one, and in no other
GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads keys over the slots
FULL = np.uint64(2**64 - 1)
HALF, ONE = np.uint64(32), np.uint64(1)


class Memory(NamedTuple):
    """The surfaces met so far, numbered from 0, in an open-addressing hash table.

    slots (S, 2) uint64, S a power of two: the key of a surface, and its number + 1, 0 in an empty
    slot · letters (B,) uint64, eight bytes of a surface each and zeros after the last · ends
    (S // 2 + 1,) int64: surface n is ``letters[ends[n]:ends[n + 1]]`` · used (1,) int64, how many
    surfaces there are.
    """

    slots: Words
    letters: Words
    ends: Int64s
    used: Int64s


@kernel
def scan(lines: Lines, line: int, found: Scanned, memory: Memory) -> int:
    """Scan from `line` on, up to a line that is foreign or that `memory` has no room for.

    Gives the number of that line. `found` is filled in step: its `starts` tell how far.
    """
    text, words, surfaces = lines.text, lines.words, found.surfaces
    slots, letters, ends = memory.slots, memory.letters, memory.ends
    length = found.starts[line]
    while line < len(lines.foreign) and not lines.foreign[line]:
        begin, end = lines.starts[line], lines.starts[line + 1]
        if not has_room(memory, end - begin):
            break
        quoted = False
        while begin < end:
            stop = word_end(text, begin)
            if stop > begin:
                number = number_of(words, begin, stop - begin, slots, letters, ends)
                if number < 0:  # apart, as the frequent case should stay small enough to inline
                    number = add(words, begin, stop - begin, memory)
                surfaces[length] = number
                length += 1
                begin = stop
            else:
                quoted |= text[begin] == QUOTATION
                begin += 1
        found.quoted[line] = quoted
        line += 1
        found.starts[line] = length
    return line


@kernel
def has_room(memory: Memory, size: int) -> bool:
    """Whether the words of `size` bytes of text fit in and half the slots stay empty."""
    count = memory.used[0]
    fits: bool = memory.ends[count] + size <= len(memory.letters)
    return fits and count + size < len(memory.ends)


@kernel
def word_end(text: Bytes, at: int) -> int:
    """Where the word that begins at `at` ends, `at` where none begins."""
    kind = KINDS[text[at]]
    if kind == LETTER:
        return acronym_end(text, at) if KINDS[text[at + 1]] == DOT else letters_end(text, at)
    if kind == DIGIT:
        return number_end(text, at)
    if kind == CURRENCY:
        return amount_end(text, at + 1) if KINDS[text[at + 1]] == DIGIT else at
    return at + 1 if kind == PERCENT else at


@kernel
def letters_end(text: Bytes, at: int) -> int:
    """Letters and digits, joined by apostrophes; `at` is at the first."""
    while True:
        while KINDS[text[at]] >= DIGIT:
            at += 1
        if KINDS[text[at]] != APOSTROPHE or KINDS[text[at + 1]] < DIGIT:
            return at
        at += 1


@kernel
def acronym_end(text: Bytes, at: int) -> int:
    """Single letters with dots between; where that fails the letter at `at` is a word."""
    after = at
    while KINDS[text[after]] == LETTER and KINDS[text[after + 1]] == DOT:
        after += 2
    is_letter = KINDS[text[after]] == LETTER
    if is_letter and KINDS[text[after + 1]] < DIGIT:
        return possessive_end(text, after + 1)
    if after == at + 2:  # a single pair, and the second letter is missing or begins a word
        return letters_end(text, at)
    return after if is_letter else possessive_end(text, after)


@kernel
def possessive_end(text: Bytes, at: int) -> int:
    """After an 's at `at` that ends a word, `at` where there is none."""
    if KINDS[text[at]] == APOSTROPHE:
        is_s = text[at + 1] in (SMALL_S, CAPITAL_S)
        if is_s and KINDS[text[at + 2]] < DIGIT:
            return at + 2
    return at


@kernel
def number_end(text: Bytes, at: int) -> int:
    """Digits with dots and commas between, digits with an 's, or a word that begins so."""
    after = digits_end(text, at)
    end = amount_end(text, after)
    if end > after:
        return end
    if KINDS[text[after]] == LETTER:
        return letters_end(text, at)
    return possessive_end(text, after)


@kernel
def amount_end(text: Bytes, at: int) -> int:
    """Digits, if any, and more of them after dots and commas."""
    at = digits_end(text, at)
    while (KINDS[text[at]] == DOT or KINDS[text[at]] == COMMA) and KINDS[text[at + 1]] == DIGIT:
        at = digits_end(text, at + 1)
    return at


@kernel
def digits_end(text: Bytes, at: int) -> int:
    while KINDS[text[at]] == DIGIT:
        at += 1
    return at


@kernel
def number_of(
    words: Words, begin: int, size: int, slots: Words, letters: Words, ends: Int64s
) -> np.int64:
    """The number of the surface of `size` bytes at `begin`, -1 where it is new."""
    key = key_of(words, begin, size)
    slot = first_slot(key, slots)
    while slots[slot, 1]:
        if slots[slot, 0] == key:
            number = np.int64(slots[slot, 1]) - 1
            if size <= SHORT or is_spelt(letters, ends, number, words, begin, size):
                return number
        slot = next_slot(slot, slots)
    return np.int64(-1)


@kernel
def add(words: Words, begin: int, size: int, memory: Memory) -> np.int64:
    """Give the next number to the surface of `size` bytes at `begin`."""
    number: np.int64 = memory.used[0]
    memory.used[0] += 1
    at = memory.ends[number]
    for done in range(0, size, 8):
        memory.letters[at] = eight_bytes(words, begin + done, size - done)
        at += 1
    memory.ends[number + 1] = at
    put(memory.slots, key_of(words, begin, size), number + 1)
    return number


@kernel
def put(slots: Words, key: np.uint64, value: np.int64) -> None:
    slot = first_slot(key, slots)
    while slots[slot, 1]:
        slot = next_slot(slot, slots)
    slots[slot, 0], slots[slot, 1] = key, value


@kernel
def key_of(words: Words, begin: int, size: int) -> np.uint64:
    if size <= SHORT:
        return eight_bytes(words, begin, size)
    key = LONG
    for at in range(0, size, 8):
        key = (key ^ eight_bytes(words, begin + at, size - at)) * GOLDEN
        key ^= key >> HALF
    return key | LONG


@kernel
def eight_bytes(words: Words, at: int, size: int) -> np.uint64:
    """The bytes at `at`, no more than `size`, zeros after them; `at` need not divide by eight."""
    shift = np.uint64(at % 8 * 8)
    low = words[at // 8] >> shift
    high = words[at // 8 + 1] << ONE << np.uint64(63) - shift  # in two steps: 64 would be too far
    found: np.uint64 = (low | high) & FULL >> np.uint64(64 - 8 * min(size, 8))
    return found


@kernel
def first_slot(key: np.uint64, slots: Words) -> np.uint64:
    return (key * GOLDEN >> HALF) & np.uint64(len(slots) - 1)


@kernel
def next_slot(slot: np.uint64, slots: Words) -> np.uint64:
    return (slot + ONE) & np.uint64(len(slots) - 1)


@kernel
def is_spelt(
    letters: Words, ends: Int64s, number: np.int64, words: Words, begin: int, size: int
) -> bool:
    at = ends[number]
    if ends[number + 1] - at != (size + 7) // 8:
        return False
    for done in range(0, size, 8):
        if letters[at] != eight_bytes(words, begin + done, size - done):
            return False
        at += 1
    return True


@kernel
def refill(old: Words, slots: Words) -> None:
    """Put what is in `old` slots into `slots`, which are more and empty."""
    for place in range(len(old)):
        if old[place, 1]:
            put(slots, old[place, 0], np.int64(old[place, 1]))
