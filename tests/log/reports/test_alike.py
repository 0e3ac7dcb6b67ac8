"""Which questions are one: by their words, whatever the order and the forms of these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.log.reports.alike import MIN_JACCARD, Alike, Terms, jaccard, terms_of
from bot.text.tokens import Tokeniser

words = st.sampled_from("ferry mill goat bridge wheel honey river strike crane gauge".split())
sets = st.frozensets(words, min_size=1, max_size=8)


def terms(text: str) -> Terms:
    return terms_of(Tokeniser(), text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("When does the ferry sail?", "when do ferries SAIL"),
        ("Who repaired the mill?", "the repairing of mills"),
        ("What is it?", "what  is it?"),
    ],
)
def test_wordings_of_one_question_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_questions_without_a_term_stand_for_themselves() -> None:
    assert terms("who is he?") != terms("what is it?")
    assert terms("?!")


def test_a_leader_is_joined_by_what_is_similar_and_by_nothing_else() -> None:
    ferry, fuller, other = map(
        terms, ("ferry strike Norrhaven", "ferry strike in Norrhaven harbour", "ferry prices rise")
    )
    alike = Alike([ferry, fuller, other])
    assert [alike.join(each) for each in (ferry, fuller, other, ferry)] == [0, 0, 1, 0]
    assert alike.find(terms("a goat")) is None


@given(st.lists(sets, max_size=12), sets)
def test_the_most_similar_leader_is_found_as_by_comparing_with_all(
    asked: list[Terms], sought: Terms
) -> None:
    alike = Alike(asked)
    leaders: list[Terms] = []
    for each in asked:
        if alike.join(each) == len(leaders):
            leaders.append(each)
    similar = [jaccard(sought, leader) for leader in leaders]
    best = max(similar, default=0.0)
    assert alike.find(sought) == (similar.index(best) if best >= MIN_JACCARD else None)
