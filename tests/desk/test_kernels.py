"""The compiled kernel comes behind the first answers, and changes none of them."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from bot.answer.answer import Filters, Question
from bot.answer.respond import respond
from bot.answer.weights import shipped
from bot.desk.kernels import Kernels
from bot.search import fast
from bot.search.generations import Generations
from bot.search.snapshot import Snapshot
from bot.search.update import Limits, Order, update

pytest.importorskip("numba")

THINGS = ("crane", "ferry", "lighthouse", "pier", "tunnel", "warehouse")
QUESTIONS = (
    Question("Who painted the crane of Norrhaven?"),
    Question("What happened to the lighthouse in May?", limit=5),
    Question("the tunnel and the ferry", Filters(source="Quay Post")),
    Question("zeppelin"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fast, "COMPILED_FROM", 1)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(40):
        thing, other = THINGS[number % 6], THINGS[number * 7 % 5]
        head = f"---\nsource: {'Quay Post' if number % 3 else 'Harbour Ledger'}\n---\n\n"
        text = f"Sven Dahl painted the {thing} of Norrhaven in May.\n\nThe {other} was sold.\n"
        (corpus / f"{number:02}.md").write_text(head + text)
    return corpus


def served(root: Path, kernels: Kernels | None) -> Snapshot:
    found = Generations(root).newest()
    assert found is not None
    return found.snapshot((), kernels)


def loaded(root: Path) -> Snapshot:
    """With the kernel, once the thread that loads it is done."""
    snapshot = served(root, Kernels(at_once=True))
    for thread in threading.enumerate():
        if thread.name == "kernel":
            thread.join(120)
    return snapshot


def assert_same(one: Snapshot, other: Snapshot) -> None:
    for question in QUESTIONS:
        found, expected = (respond(each, question, shipped()) for each in (one, other))
        assert found.confidence == expected.confidence
        assert found.excerpts == expected.excerpts
        assert found.near_misses == expected.near_misses


@pytest.mark.parametrize("saved", [True, False], ids=["bounds saved", "bounds found later"])
def test_answers_are_the_same_with_the_kernel(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: bool
) -> None:
    root = tmp_path / "root"
    with monkeypatch.context() as patch:
        if not saved:
            patch.setattr(fast, "find_spec", lambda name: None)
        update(Order(folder, root))
    snapshot = loaded(root)
    assert (snapshot.base.kernel is not None) == saved
    assert_same(snapshot, served(root, None))
    for path in list(folder.iterdir())[::4]:
        path.unlink()
    (folder / "new.md").write_text("The tunnel of Norrhaven was painted by Ida Blom in May.\n")
    update(Order(folder, root, limits=Limits(merge_at_once=0)))
    grown = loaded(root)
    assert grown.delta is not None
    assert_same(grown, served(root, None))


def test_a_single_question_does_not_load_the_kernel(folder: Path, tmp_path: Path) -> None:
    update(Order(folder, tmp_path / "root"))
    kernels = Kernels()
    snapshot = served(tmp_path / "root", kernels)
    respond(snapshot, QUESTIONS[0], shipped())
    assert not kernels._ready.wait(0.5)
    for question in QUESTIONS * 2:
        respond(snapshot, question, shipped())
    assert kernels._ready.wait(120)
    assert_same(snapshot, served(tmp_path / "root", None))


def test_a_kernel_that_cannot_be_loaded_costs_no_answer(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> None:
        raise OSError("no room for code")

    monkeypatch.setattr("bot.search.blockmax.searcher.warm_up", broken)
    update(Order(folder, tmp_path / "root"))
    with caplog.at_level(logging.ERROR):
        snapshot = loaded(tmp_path / "root")
    assert "no room for code" in caplog.text
    assert_same(snapshot, served(tmp_path / "root", None))
