"""The batch tokeniser: for every sentence what Tokeniser gives, whichever scanner reads."""

from __future__ import annotations

import random
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.batch import Batch, BatchTokeniser
from bot.text.tokens import MAX_WORD_CHARS, SentenceMark, Tokeniser, Tokens

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
BACKENDS = [pytest.param(False, id="python"), pytest.param(True, id="compiled", marks=needs_numba)]
both_backends = pytest.mark.parametrize("compiled", BACKENDS)

TRICKY = """
U.S. U.S.'s U.S.’s u.s.a.'S a.b.c a.b.cd a.b x.y x.yz A.B A.B. J.P.Morgan A.'s A.1 A.1.B 1.A a_b.c
1,000.5 1,000. 1.5bn 1,00 12,345,678 3rd 21st 1990s 1990's 1990’s 2019s 4'S 4's5 4'sa 4't 007 5G
$1.2bn $12 $ $$5 €3 £1,000 ¥5.5. $x $1,000,000.00's 10% %% 100%'s O'Neill's O’Neill’s ministers'
'tis rock'n'roll a'b'c' ''a don't it's I’m '' ' 's S's covid-19 Sino-U.S. snake_case _ __a_1
café Zürich naïve Ørsted Straße cafe\u0301 ﬁne ﬃ Ｕ．Ｓ． ½ 1½ ² x² ™ № … “ ” « » „ – — \u200b
\u00ad \ufeff \x80 \x00 ŉ ʼn ＇ ＂ ʻ ´ ¨a µ Ⅷ ⅷ ℃ ﷺ 中美 2018年 A.中 ア 각 ᄀ\u1161\u11a8 경제
Москва д.а. Ελλάδα ١٢٣ १२ 🚢 in In at from to near said Said because due according the The of Monday
May three Percent Dahl DAHL Norrhaven talks met Netherlandish antidisestablishmentarianism
""".split()
ALPHABETS = [
    "aSs1.'",
    "ab1.,'’$€£%-_ ",
    'aé\u0301ø€\x80“"’ʼ… –½ﬁ中д',
    "각ᄀ\u1161\u11a8a' \u3099か",
]
JOINTS = st.sampled_from(
    [" ", "", ", ", ". ", "\n", "-", "'", " “", "” ", "—", "\u00a0", "\t", "_"]
)
MIXTURES = st.lists(st.tuples(st.sampled_from(TRICKY), JOINTS), max_size=10).map(
    lambda pairs: "".join(word + joint for word, joint in pairs)
)
TEXTS = st.one_of(MIXTURES, st.text(max_size=30), *(st.text(a, max_size=12) for a in ALPHABETS))


def read(tokeniser: BatchTokeniser, batch: Batch) -> list[Tokens]:
    """A batch as a list of what `Tokeniser.sentence` gives."""
    terms = [tokeniser.terms[number] for number in batch.ids.tolist()]
    marks, starts = batch.marks.tolist(), batch.starts.tolist()
    return [
        Tokens(terms[begin:end], marks[begin:end], sentence)
        for (begin, end), sentence in zip(
            pairwise(starts), batch.sentence_marks.tolist(), strict=True
        )
    ]


def assert_reads_as_tokeniser(tokeniser: BatchTokeniser, texts: Sequence[str]) -> None:
    one_by_one = Tokeniser()
    expected = [one_by_one.sentence(text) for text in texts]
    found = read(tokeniser, tokeniser.sentences(texts))
    assert len(found) == len(texts)
    for text, theirs, ours in zip(texts, expected, found, strict=True):
        assert ours == theirs, repr(text)


@both_backends
@settings(max_examples=200)
@given(texts=st.lists(TEXTS, max_size=6))
def test_a_batch_holds_what_tokeniser_gives(compiled: bool, texts: list[str]) -> None:
    assert_reads_as_tokeniser(BatchTokeniser(compiled), texts)


@both_backends
def test_two_tricky_words_in_a_row(compiled: bool) -> None:
    pairs = [one + other for one in TRICKY for other in TRICKY]
    assert_reads_as_tokeniser(BatchTokeniser(compiled), pairs)


@both_backends
@given(before=st.lists(TEXTS, max_size=4), texts=st.lists(TEXTS, max_size=4))
def test_what_was_read_before_changes_nothing_but_numbers(
    compiled: bool, before: list[str], texts: list[str]
) -> None:
    used = BatchTokeniser(compiled)
    used.sentences(before)
    used.texts(before)
    terms = list(used.terms)
    assert_reads_as_tokeniser(used, texts)
    assert used.terms[: len(terms)] == terms


@both_backends
@given(texts=st.lists(TEXTS, max_size=5))
def test_texts_hold_what_tokeniser_gives(compiled: bool, texts: list[str]) -> None:
    tokeniser = BatchTokeniser(compiled)
    ids, starts = tokeniser.texts(texts)
    found = [
        [tokeniser.terms[number] for number in ids[begin:end]]
        for begin, end in pairwise(starts.tolist())
    ]
    assert found == list(map(Tokeniser().terms, texts))


@both_backends
@given(texts=st.lists(TEXTS, max_size=6))
def test_terms_are_numbered_as_they_are_met_and_have_the_surfaces_of_tokeniser(
    compiled: bool, texts: list[str]
) -> None:
    tokeniser, one_by_one = BatchTokeniser(compiled), Tokeniser()
    tokeniser.sentences(texts)
    met = dict.fromkeys(term for text in texts for term in one_by_one.terms(text))
    assert tokeniser.terms == list(met)
    assert tokeniser.surfaces == [one_by_one.surfaces[term] for term in met]


@needs_numba
@given(st.lists(st.lists(TEXTS, max_size=4), max_size=3))
def test_both_scanners_give_the_same_arrays(batches: list[list[str]]) -> None:
    python, compiled = BatchTokeniser(False), BatchTokeniser(True)
    for texts in batches:
        one, other = python.sentences(texts), compiled.sentences(texts)
        for field in Batch.__dataclass_fields__:
            ours, theirs = getattr(one, field), getattr(other, field)
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs)
    assert (python.terms, python.surfaces) == (compiled.terms, compiled.surfaces)


@both_backends
def test_arrays_of_no_text_and_of_empty_texts(compiled: bool) -> None:
    tokeniser = BatchTokeniser(compiled)
    nothing, empty = tokeniser.sentences([]), tokeniser.sentences(["", "the", "“"])
    assert nothing.starts.tolist() == [0]
    assert empty.starts.tolist() == [0, 0, 0, 0]
    assert empty.sentence_marks.tolist() == [0, 0, SentenceMark.SPEECH]
    for batch in (nothing, empty):
        arrays = (batch.ids, batch.marks, batch.starts, batch.sentence_marks)
        assert [str(array.dtype) for array in arrays] == ["int32", "uint8", "int64", "uint8"]


@both_backends
def test_lone_surrogates_pass(compiled: bool) -> None:
    assert_reads_as_tokeniser(BatchTokeniser(compiled), ["ship\ud83d ahoy", "\udc80Dahl’s"])


@both_backends
def test_a_run_of_letters_is_indexed_by_its_beginning(compiled: bool) -> None:
    tokeniser = BatchTokeniser(compiled)
    tokeniser.sentences(["x" * 100_000, "é" * 100_000, "д" * 100_000])
    assert [len(term) for term in tokeniser.terms] == [MAX_WORD_CHARS] * 3


@both_backends
def test_many_words_in_many_batches(compiled: bool) -> None:
    choice = random.Random(5)
    words = [f"{choice.choice('aBcDé')}{number:x}'s" for number in range(20_000)]
    tokeniser = BatchTokeniser(compiled)
    for at in range(0, len(words), 4_000):
        line = " ".join(choice.choices(words[: at + 1000], k=500))
        assert_reads_as_tokeniser(tokeniser, [*words[at : at + 4_000], line])


def test_without_being_told_it_is_compiled_where_it_can_be() -> None:
    assert_reads_as_tokeniser(BatchTokeniser(), ["Dahl met Dahl in Norrhaven."])
