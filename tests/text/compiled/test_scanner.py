"""The compiled scanner around its kernels: growth, foreign texts, warming up."""

from __future__ import annotations

from itertools import pairwise
from threading import Thread

import pytest

pytest.importorskip("numba")

from bot.text.batch import BatchTokeniser
from bot.text.compiled import CompiledScanner, warm_up
from bot.text.compiled.scanner import FIRST_SLOTS
from tests.text.test_batch import assert_reads_as_tokeniser


def spelt(scanner: CompiledScanner, surfaces: list[str], texts: list[str]) -> list[list[str]]:
    """The words of `texts` through their numbers; `surfaces` grows by what is met."""
    scanned, fresh = scanner.scan(texts)
    surfaces += fresh
    bounds = pairwise(scanned.starts)
    return [[surfaces[number] for number in scanned.surfaces[a:b]] for a, b in bounds]


def test_numbers_stand_for_the_surfaces_in_the_order_of_meeting() -> None:
    scanner, surfaces = CompiledScanner(), list[str]()
    texts = ["Dahl met €5 café", "Москва met Dahl", "new Ørsted’s", "Москва – again"]
    assert spelt(scanner, surfaces, texts) == [
        ["Dahl", "met", "€5", "cafe"],
        ["Москва", "met", "Dahl"],
        ["new", "Ørsted's"],
        ["Москва", "again"],
    ]
    # A foreign text numbers for itself: "met" and "Dahl" are there twice.
    assert surfaces == "Dahl met €5 cafe Москва met Dahl new Ørsted's again".split()
    assert spelt(scanner, surfaces, ["Dahl: Москва"]) == [["Dahl", "Москва"]]
    assert len(surfaces) == 10


@pytest.mark.parametrize("letter", ["x", "д"])
def test_it_grows_within_a_batch_and_over_batches(letter: str) -> None:
    scanner, surfaces = CompiledScanner(), list[str]()
    texts = [f"{letter}{n} and {letter}{n + 1}" for n in range(FIRST_SLOTS // 2)]
    expected = [text.split() for text in texts]
    half = len(texts) // 2
    assert spelt(scanner, surfaces, texts[:half]) == expected[:half]
    assert spelt(scanner, surfaces, texts) == expected
    assert len(surfaces) == FIRST_SLOTS // 2 + 2


def test_a_text_longer_than_all_its_room() -> None:
    text = " ".join(f"w{n}" for n in range(FIRST_SLOTS))
    assert spelt(CompiledScanner(), [], ["a b", text, "a"]) == [["a", "b"], text.split(), ["a"]]


def test_two_threads_with_a_tokeniser_each() -> None:
    warm_up()
    failed: list[BaseException] = []

    def work(seed: int) -> None:
        try:
            texts = [
                f"Dahl{n % (seed + 7)} said “no” to {n} and Москва{n % 3}" for n in range(2000)
            ]
            assert_reads_as_tokeniser(BatchTokeniser(True), texts)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=work, args=(seed,)) for seed in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
