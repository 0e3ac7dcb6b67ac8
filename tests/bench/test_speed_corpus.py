"""The corpora of the speed bench: made ones, and folders of text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bench.speed import corpus, found, made
from bench.speed.corpus import Stage, stage
from bot.text.tokens import Tokeniser, split

from .made import data


@pytest.fixture(autouse=True, scope="module")
def fewer_words() -> Iterator[None]:
    """The whole vocabulary takes half a second to spell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "VOCABULARY", 20_000)
        yield


@pytest.fixture(scope="module")
def made_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("made")
    stage(folder, 300, None)
    return Stage(folder)


def test_the_same_seed_gives_the_same_paragraphs() -> None:
    one, again = list(made.paragraphs(40)), list(made.paragraphs(40))
    assert one == again
    assert len(one) == len(set(one)) == 40
    assert not set(one) & set(made.paragraphs(40, seed=2))


def test_made_words_are_plain_and_all_survive_the_tokeniser() -> None:
    words = made.words(20_000)
    assert len(set(words)) == 20_000
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    terms = [Tokeniser().terms(word) for word in words[:3_000]]
    assert all(len(found) == 1 for found in terms)


def test_stemming_joins_some_made_words() -> None:
    words = made.words(20_000)
    tokeniser = Tokeniser()
    stems = {term for word in words for term in tokeniser.terms(word)}
    assert 0.8 * len(words) < len(stems) < 0.98 * len(words)


def test_made_text_is_like_text(made_stage: Stage) -> None:
    texts = list(made_stage.texts())
    lengths = np.diff(made_stage.starts())
    assert 50 < lengths.mean() < 70
    assert lengths.std() > 15
    assert all(text[0].isupper() and text.endswith(".") for text in texts)
    counts = np.sort(np.bincount(made_stage.ids()))[::-1]
    assert counts[0] > 5 * counts[20] > 20


def test_neighbours_share_a_topic() -> None:
    texts = [set(text.lower().split()) for text in made.paragraphs(160)]
    within = [len(texts[n] & texts[n + 1]) for n in range(0, 160, made.ARTICLE)]
    across = [len(texts[n] & texts[n - 1]) for n in range(made.ARTICLE, 160, made.ARTICLE)]
    assert np.mean(within) > np.mean(across) + 1


def test_the_files_of_a_stage_agree(made_stage: Stage) -> None:
    vocabulary, ids, starts = made_stage.vocabulary(), made_stage.ids(), made_stage.starts()
    terms = [line.split() for line in made_stage.terms()]
    assert len(terms) == len(starts) - 1 == 300
    assert [[vocabulary[i] for i in ids[a:b]] for a, b in pairwise(starts)] == terms
    assert [Tokeniser().terms(text) for text in made_stage.texts()] == terms
    assert all(
        len(split(t)) == len(line) for t, line in zip(made_stage.texts(), terms, strict=True)
    )


def test_further_paragraphs_are_new(made_stage: Stage) -> None:
    more = made_stage.more()
    assert len(more) == 3
    assert not set(more) & set(made_stage.terms())


def test_queries_hold_terms_of_the_corpus(made_stage: Stage) -> None:
    queries = made_stage.queries()
    known = set(made_stage.vocabulary())
    assert len(queries) == corpus.QUERIES
    assert all(1 <= len(query) <= 12 and set(query) <= known for query in queries)
    lines = [f" {line} " for line in made_stage.terms()]
    cut = [q for q in queries[:60] if any(f" {' '.join(q)} " in line for line in lines)]
    assert 20 <= len(cut) <= 45


def test_a_folder_of_text_is_read_and_never_repeated(tmp_path: Path) -> None:
    data(tmp_path)
    (tmp_path / "notes.md").write_text("# Head\n\nfive words make\na paragraph\n\ntoo short\n")
    texts = found.paragraphs(tmp_path, 1_000)
    assert len(texts) == len(set(texts)) == 41
    assert "five words make a paragraph" in texts
    some = found.paragraphs(tmp_path, 10)
    assert len(some) == 10
    assert set(some) <= set(texts)
    assert some == found.paragraphs(tmp_path, 10)


def test_questions_of_collections_are_asked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data(tmp_path / "data")
    monkeypatch.setattr(corpus, "MIN_PARAGRAPHS", 10)
    (tmp_path / "stage").mkdir()
    told = stage(tmp_path / "stage", 1_000, tmp_path / "data")
    assert told["paragraphs"] == 40
    questions = found.questions(tmp_path / "data")
    assert told["questions"] == len(questions) > 40
    queries = Stage(tmp_path / "stage").queries()
    assert Tokeniser().terms(questions[0]) in queries
    assert len(Stage(tmp_path / "stage").more()) == 10
