"""The automaton against the regular expression, and the table of surfaces against a dict."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

pytest.importorskip("numba")

from bot.text.batch import BatchTokeniser, Scanned
from bot.text.compiled.automaton import (
    SHORT,
    Memory,
    add,
    eight_bytes,
    has_room,
    key_of,
    number_of,
    put,
    refill,
    scan,
    word_end,
)
from bot.text.compiled.narrow import narrowed
from bot.text.tokens import split
from tests.text.test_batch import TRICKY, assert_reads_as_tokeniser


def strings(alphabet: str, longest: int) -> list[str]:
    return [
        "".join(chars) for size in range(longest + 1) for chars in product(alphabet, repeat=size)
    ]


def words(text: str) -> Iterator[str]:
    lines = narrowed([text])
    at = 0
    while at < lines.starts[1]:
        end = word_end(lines.text, at)
        if end > at:
            yield lines.text[at:end].tobytes().decode("latin-1")
        at = max(end, at + 1)


@pytest.mark.parametrize(("alphabet", "longest"), [("aS1.,'$% ", 5), ("as.'", 7), ("1.,s'", 6)])
def test_every_short_string_is_read_as_tokeniser_reads_it(alphabet: str, longest: int) -> None:
    assert_reads_as_tokeniser(BatchTokeniser(True), strings(alphabet, longest))


def test_words_end_where_the_regular_expression_ends_them() -> None:
    for text in filter(str.isascii, TRICKY):
        assert list(words(text)) == split(text)


def memory(slots: int = 64, letters: int = 64) -> Memory:
    return Memory(
        np.zeros((slots, 2), np.uint64),
        np.zeros(letters, np.uint64),
        np.zeros(slots // 2 + 1, np.int64),
        np.zeros(1, np.int64),
    )


def find(text: str, known: Memory) -> int:
    lines = narrowed([text])
    return int(number_of(lines.words, 0, len(text), known.slots, known.letters, known.ends))


def learn(text: str, known: Memory) -> int:
    return int(add(narrowed([text]).words, 0, len(text), known))


@pytest.mark.parametrize("offset", range(8))
def test_eight_bytes_are_read_from_anywhere(offset: int) -> None:
    text = "." * offset + "abcdefghij"
    for size in range(1, 11):
        found = eight_bytes(narrowed([text]).words, offset, size)
        assert int(found) == int.from_bytes(b"abcdefghij"[: min(8, size)], "little")


def test_surfaces_of_any_length_are_told_apart() -> None:
    surfaces = ["a" * size for size in range(1, 26)] + ["a" * 7 + "b", "a" * 8 + "b", "b" * 16]
    known = memory(letters=200)
    assert {find(surface, known) for surface in surfaces} == {-1}
    assert [learn(surface, known) for surface in surfaces] == list(range(len(surfaces)))
    assert [find(surface, known) for surface in surfaces] == list(range(len(surfaces)))


def test_a_key_that_two_surfaces_share_is_not_enough() -> None:
    first, second, third = "Netherlandish", "Norrhavenish", "internationalisation"
    known = memory()
    for surface in (first, second, third):
        assert learn(surface, known) >= 0
    mixed_up = memory()._replace(letters=known.letters, ends=known.ends)
    for surface, wrong in ((first, 1), (second, 2), (third, 0)):
        assert len(surface) > SHORT
        put(mixed_up.slots, key_of(narrowed([surface]).words, 0, len(surface)), np.int64(wrong + 1))
    assert [find(surface, mixed_up) for surface in (first, second, third)] == [-1, -1, -1]


def test_a_larger_table_holds_what_the_smaller_held() -> None:
    known = memory()
    surfaces = [f"word{number}" for number in range(30)]
    for surface in surfaces:
        learn(surface, known)
    larger = known._replace(slots=np.zeros((256, 2), np.uint64))
    refill(known.slots, larger.slots)
    assert [find(surface, larger) for surface in surfaces] == list(range(30))


def test_scanning_stops_where_a_line_may_not_fit() -> None:
    lines = narrowed(["one two", "x" * 40, "three"])
    found = Scanned(np.zeros(99, np.int32), np.zeros(4, np.int64), np.zeros(3, np.bool_))
    small, large = memory(), memory(256, 256)
    assert not has_room(small, 41)
    assert scan(lines, 0, found, small) == 1
    assert found.starts.tolist() == [0, 2, 0, 0]
    assert scan(lines, 0, found, large) == 3
    assert found.starts.tolist() == [0, 2, 3, 4]
