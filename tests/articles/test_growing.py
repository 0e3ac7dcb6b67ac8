"""Near copies among new paragraphs and earlier ones, and in ranges of hashes."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import pairs
from bot.articles.duplicates import Labels, labels, near_duplicates
from bot.articles.shingles import Shingles, shingled


def drawn(seed: int, count: int) -> list[str]:
    """Paragraphs many of which are near copies, parts or joins of others."""
    draw = Random(seed)
    words = [f"w{number}" for number in range(draw.choice([8, 60, 400]))]
    base = [draw.choices(words, k=draw.randint(0, 40)) for _ in range(draw.randint(1, 9))]
    texts = []
    for _ in range(count):
        own = list(draw.choice(base))
        for _ in range(draw.choice([0, 0, 1, 3, 6]) if own else 0):
            own[draw.randrange(len(own))] = draw.choice(words)
        own = own[draw.randint(0, 10) :] if draw.random() < 0.3 else own
        texts.append(" ".join(own + draw.choice(base) if draw.random() < 0.2 else own))
    return texts


SEEDS = st.integers(0, 10_000)


def alike(one: set[int], other: set[int]) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 0.3 * len(long) and len(short & long) >= 0.6 * len(short)


def check(texts: list[str], label: Labels, new: int) -> None:
    """Every new member is a near copy of the first members of its group, or the same words."""
    found = shingled(texts)
    members: dict[int, list[int]] = {}
    for number, head in enumerate(label.tolist()):
        group = members.setdefault(head, [])
        if not group:
            assert head == number
        same = [each for each in group if found.whole[each] == found.whole[number]]
        if not same:
            own = set(found.of(number).tolist())
            if number >= new:
                assert all(alike(own, set(found.of(each).tolist())) for each in group[:12])
            group.append(number)
    for one in range(new, len(texts)):
        for other in range(one):
            if found.whole[one] == found.whole[other] != 0:
                assert label[one] == label[other]


@given(SEEDS, st.integers(0, 60), st.integers(0, 30))
def test_new_paragraphs_join_earlier_ones(seed: int, count: int, added: int) -> None:
    texts = drawn(seed, count + added)
    before = near_duplicates(texts[:count])
    earlier, new = shingled(texts[:count]), shingled(texts[count:])
    found = labels(new, earlier, before)
    assert found.dtype == np.int32
    assert found.shape == (added,)
    check(texts, np.concatenate([before, found]), count)
    halves = [shingled(texts[: count // 2]), shingled(texts[count // 2 : count])]
    assert labels(new, halves, before).tolist() == found.tolist()


@given(SEEDS, st.integers(1, 8))
def test_grown_paragraph_by_paragraph_it_comes_to_the_same(seed: int, count: int) -> None:
    """As long as no shingle stands in so many paragraphs that only the first are paired."""
    texts = drawn(seed, count)
    grown = np.zeros(0, np.int32)
    for at in range(count):
        found = labels(shingled(texts[at : at + 1]), shingled(texts[:at]), grown)
        grown = np.concatenate([grown, found])
    assert grown.tolist() == near_duplicates(texts).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_ranges_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = drawn(seed, 80)
    new, earlier = shingled(texts[50:]), shingled(texts[:50])
    whole = near_duplicates(texts)
    grown = labels(new, earlier, whole[:50])
    monkeypatch.setattr(pairs, "MAX_HASHES", 100)
    monkeypatch.setattr(pairs, "MAX_PAIRS", 50)
    monkeypatch.setattr(pairs, "SLICE_PARAGRAPHS", 7)
    assert near_duplicates(texts).tolist() == whole.tolist()
    assert labels(new, earlier, whole[:50]).tolist() == grown.tolist()
    assert len(set(whole.tolist())) < 80


def test_arrays_may_be_read_only_maps(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("maps")
    texts = drawn(3, 60)
    found = shingled(texts)
    for name in ("hashes", "starts", "whole"):
        np.save(folder / f"{name}.npy", getattr(found, name))
    mapped = Shingles(
        *(np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("hashes", "starts", "whole"))
    )
    before = labels(mapped)
    assert before.tolist() == near_duplicates(texts).tolist()
    again = labels(shingled(texts[::-1]), mapped, before)
    wordless = [not text for text in texts[::-1]]
    assert [head < 60 for head in again] == [not each for each in wordless]
