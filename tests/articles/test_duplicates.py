from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.articles.duplicates import near_duplicates

DRAW = random.Random(7)
VOCABULARY = [f"word{number}" for number in range(5_000)]


def paragraph(words: int = 60) -> list[str]:
    return DRAW.choices(VOCABULARY, k=words)


def changed(words: list[str], times: int) -> list[str]:
    copy = list(words)
    for at in DRAW.sample(range(len(copy)), times):
        copy[at] = f"new{DRAW.random()}"
    return copy


def labels(*texts: list[str] | str) -> list[int]:
    joined = [text if isinstance(text, str) else " ".join(text) for text in texts]
    return [int(label) for label in near_duplicates(joined)]


def test_case_and_punctuation_do_not_matter() -> None:
    assert labels("The pier, shut.", "the PIER shut", "The pier opened.") == [0, 0, 2]


def test_near_copies_share_a_label_and_others_do_not() -> None:
    originals = [paragraph() for _ in range(300)]
    copies = [changed(words, 4) for words in originals]
    found = labels(*originals, *copies)
    assert found == [*range(300), *range(300)]


def test_a_shortened_copy_is_a_copy_and_a_short_quotation_is_none() -> None:
    words = paragraph()
    assert labels(words, words[:35], words[20:30]) == [0, 0, 2]


def test_half_a_paragraph_in_common_is_not_enough() -> None:
    words = paragraph()
    assert labels(words, words[:30] + paragraph(30)) == [0, 1]


def test_short_paragraphs_must_be_equal() -> None:
    assert labels(
        "The pier stays shut until May",
        "The pier stays shut until June",
        "the pier stays shut until may",
    ) == [0, 1, 0]


def test_a_chain_of_small_changes_does_not_join_its_ends() -> None:
    chain = [paragraph()]
    for step in range(12):
        copy = list(chain[-1])
        copy[step * 5 : step * 5 + 5] = paragraph(5)
        chain.append(copy)
    found = labels(*chain)
    assert found[0] == found[1]
    assert found[0] != found[-1]
    for label in set(found):
        members = [at for at, own in enumerate(found) if own == label]
        assert members[-1] - members[0] <= 5


def test_two_halves_of_one_paragraph_are_not_copies_of_each_other() -> None:
    words = paragraph()
    found = labels(words, words[:30], words[30:])
    assert found[1] != found[2]


def test_many_copies_of_one_paragraph_are_one_group() -> None:
    words = paragraph()
    assert set(labels(*[changed(words, 1) for _ in range(500)])) == {0}


def test_a_stock_phrase_joins_nothing() -> None:
    phrase = "the minister said at a briefing on friday that".split()
    texts = [phrase + paragraph(30) for _ in range(200)]
    assert labels(*texts) == list(range(200))


def test_paragraphs_without_words_are_left_alone() -> None:
    assert labels("", "…", "—") == [0, 1, 2]
    assert near_duplicates([]).tolist() == []


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=30).map(" ".join), max_size=30))
def test_labels_name_the_first_of_their_group(texts: list[str]) -> None:
    found = near_duplicates(texts).tolist()
    assert len(found) == len(texts)
    for at, label in enumerate(found):
        assert label <= at
        assert found[label] == label
        if texts[at]:
            assert found[texts.index(texts[at])] == label
