from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.alignment import Days, Score, aligned_rouge, date_score, mean
from bench.rouge import Rouge

ROUGE = Rouge()
ZERO = Score(0.0, 0.0)
WORDS = "crane ferry pier windmill shipyard brewery tannery sawmill rowboat chapel".split()
OTHERS = "quarry foundry archive nursery orchard theatre".split()
DATES = st.integers(0, 40).map(lambda days: date(2019, 12, 20) + timedelta(days=days))


def january(**days: str) -> dict[date, list[str]]:
    return {date(2020, 1, int(day[1:])): text.split(" | ") for day, text in days.items()}


def timelines(words: list[str]) -> st.SearchStrategy[dict[date, list[str]]]:
    sentence = st.lists(st.sampled_from(words), min_size=2, max_size=6).map(" ".join)
    return st.dictionaries(DATES, st.lists(sentence, min_size=1, max_size=3), max_size=6)


def scores(predicted: Days, reference: Days) -> tuple[float, ...]:
    one, two = aligned_rouge(predicted, reference, ROUGE)
    return one.precision, one.recall, two.precision, two.recall


def test_two_days_by_hand() -> None:
    """Day 1 goes to day 2 (one day off, all words shared: cost 1/2 * 0), day 5 to day 5 (cost 0).

    ROUGE-1: (1/2 * 3 + 1 * 2) / (3 + 3) = 7/12 both ways, for "down" is a stop word.
    ROUGE-2: (1/2 * 2 + 1 * 1) / (2 + 2) = 1/2 both ways.
    """
    predicted = january(d1="red crane falls", d5="green ferry | sinks")
    reference = january(d2="red crane falls", d5="green ferry burns down")
    assert scores(predicted, reference) == pytest.approx((7 / 12, 7 / 12, 1 / 2, 1 / 2))


def test_many_may_share_a_partner() -> None:
    """Both predicted days go to day 1, with weights 1 and 1/2; the other way day 1 to day 1.

    Precision (2 + 1/2 * 2) / 4 = 3/4, recall 2/2; the one bigram: (1 + 1/2) / 2 = 3/4 and 1.
    """
    predicted = january(d1="red crane", d2="red crane")
    reference = january(d1="red crane")
    assert scores(predicted, reference) == pytest.approx((3 / 4, 1, 3 / 4, 1))


def test_partners_are_chosen_by_raw_words() -> None:
    """Day 2 shares "fell" of three raw words with day 1 and "The Crane" with day 3, so goes to day
    3, where only "crane" counts: precision 1/2 * 1 / 2. Recall: day 1 finds "crane fell" and day 3
    "crane" in day 2: (1/2 * 2 + 1/2 * 1) / 4. Bigrams: 0/1, and 1/2 * 1 / 2.
    """
    predicted = january(d2="The Crane fell")
    reference = january(d1="the crane fell", d3="The Crane rose")
    assert scores(predicted, reference) == pytest.approx((1 / 4, 3 / 8, 0, 1 / 4))


def test_of_equally_cheap_partners_the_earliest_is_taken() -> None:
    """Both cost 1/2 * 1/2, but only "green" is a word that counts."""
    predicted = january(d2="the green")
    assert scores(predicted, january(d3="a green", d1="the blue"))[0] == 0.0
    assert scores(predicted, january(d1="a green", d3="the blue"))[0] == pytest.approx(1 / 2)


def test_a_far_day_counts_little() -> None:
    """Nine days off: weight 1/10."""
    assert scores(january(d1="red crane"), january(d10="red crane")) == pytest.approx((0.1,) * 4)


def test_nothing_predicted_scores_nothing() -> None:
    reference = january(d1="red crane")
    assert aligned_rouge({}, reference, ROUGE) == (ZERO, ZERO)
    assert aligned_rouge(reference, {}, ROUGE) == (ZERO, ZERO)
    assert aligned_rouge(january(d1="the"), reference, ROUGE) == (ZERO, ZERO)
    assert date_score([], reference) == ZERO
    assert ZERO.f1 == 0.0


def test_dates_by_hand() -> None:
    """Two of three predicted days are among four."""
    score = date_score(january(d1="", d2="", d9=""), january(d1="", d2="", d3="", d4=""))
    assert (score.precision, score.recall) == pytest.approx((2 / 3, 2 / 4))
    assert score.f1 == pytest.approx(4 / 7)


def test_f1_of_means_is_not_the_mean_of_f1() -> None:
    """(1 + 0) / 2 and (0 + 1) / 2, so F1 is 1/2, though each F1 is 0."""
    assert mean([Score(1.0, 0.0), Score(0.0, 1.0)]).f1 == pytest.approx(0.5)
    found = mean([Score(0.5, 0.2), Score(0.1, 0.6)])
    assert (found.precision, found.recall) == pytest.approx((0.3, 0.4))
    with pytest.raises(ZeroDivisionError):
        mean([])


@given(st.sets(DATES, min_size=1, max_size=6), st.data())
def test_a_timeline_against_itself_is_perfect(days: set[date], data: st.DataObject) -> None:
    sentence = st.lists(st.sampled_from(OTHERS), min_size=1, max_size=5).map(" ".join)
    one = {day: [word, data.draw(sentence)] for day, word in zip(days, WORDS, strict=False)}
    assert scores(one, one) == pytest.approx((1, 1, 1, 1))
    assert date_score(one, one).f1 == 1.0


@given(timelines(WORDS), timelines(OTHERS))
def test_timelines_without_a_word_in_common_score_nothing(one: Days, other: Days) -> None:
    assert aligned_rouge(one, other, ROUGE) == (ZERO, ZERO)


@given(timelines(WORDS), timelines(WORDS[:5]))
def test_the_other_way_round_precision_is_recall(one: Days, other: Days) -> None:
    there, back = aligned_rouge(one, other, ROUGE), aligned_rouge(other, one, ROUGE)
    for ours, theirs in zip(there, back, strict=True):
        assert (ours.precision, ours.recall) == pytest.approx((theirs.recall, theirs.precision))
        assert all(0.0 <= value <= 1.0 for value in (ours.precision, ours.recall, ours.f1))
    assert date_score(one, other).f1 == pytest.approx(date_score(other, one).f1)
    assert 0.0 <= date_score(one, other).f1 <= 1.0
