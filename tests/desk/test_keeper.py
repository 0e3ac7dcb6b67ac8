from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.articles.edits import Edit, read_edits
from bot.articles.keeping import READ_ONLY, TakenError
from bot.desk import Desk
from bot.desk.building import Builder
from bot.desk.figures import figures
from bot.desk.keeper import reachable
from bot.errors import ClosingError, CorpusError, StaleError
from bot.search.update import Order, Tell, Update, update
from tests.desks import CRANES, FERRY, HERRING


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """Reloads read files in a thread here, which is quick."""

    async def run(builder: Builder, order: Order, tell: Tell) -> Update:
        return await asyncio.to_thread(update, replace(order, readers=0))

    monkeypatch.setattr(Builder, "run", run)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "cranes.md").write_text(CRANES, "utf-8")
    async with Desk(folder) as opened:
        yield opened


def titles(desk: Desk) -> list[str | None]:
    return [document.article.title for document in desk.corpus.documents]


async def test_what_is_added_serves_at_once_with_its_corrections(desk: Desk) -> None:
    edit = Edit(title="Herring", date=date(2020, 2, 3))
    kept = await desk.keeper.add("press", "../Herring.txt", HERRING.encode(), edit)
    assert kept.path == "press/Herring.txt"
    assert kept.report.added == ("press/Herring.txt",)
    assert titles(desk) == ["Three cranes for Norrhaven", "Herring"]
    assert read_edits(desk.folder) == {"press/Herring.txt": edit}
    assert await desk.keeper.taken("press/Herring.txt")
    assert await desk.keeper.collections() == ("press",)
    assert await desk.keeper.collections(frozenset(("press",))) == ()


async def test_a_file_is_replaced_only_on_purpose_and_keeps_its_corrections(desk: Desk) -> None:
    await desk.keeper.edit("cranes.md", Edit(title="Cranes"))
    with pytest.raises(TakenError):
        await desk.keeper.add("", "cranes.md", FERRY.encode())
    await desk.keeper.add("", "cranes.md", FERRY.encode(), replace=True)
    [document] = desk.corpus.documents
    assert document.article.title == "Cranes"
    assert "Ferry crews" in document.text


async def test_a_preview_tells_how_a_file_would_be_read_and_keeps_nothing(desk: Desk) -> None:
    [new] = await desk.keeper.preview("ferry.md", FERRY.encode(), "press")
    assert new.document is not None
    assert (new.path, new.document.article.title) == ("press/ferry.md", "Ferry strike ends")
    assert (new.same, new.alike, new.edit) == ((), (), Edit())
    [twin] = await desk.keeper.preview("twin.md", CRANES.encode())
    assert (twin.same, twin.alike) == (("cranes.md",), ())
    [alike] = await desk.keeper.preview("twin.md", CRANES.replace("old", "worn").encode())
    assert (alike.same, alike.alike) == ((), ("cranes.md",))
    [void] = await desk.keeper.preview("void.md", b"")
    assert (void.document, void.reason) == (None, "The file is empty.")
    with pytest.raises(CorpusError, match="Unsupported kind of file"):
        await desk.keeper.preview("run.exe", b"x")
    assert [path.name for path in desk.folder.iterdir()] == ["cranes.md"]


async def test_what_is_removed_stops_serving_and_can_be_brought_back(desk: Desk) -> None:
    await desk.keeper.add("", "ferry.md", FERRY.encode())
    gone, report = await desk.keeper.remove("ferry.md")
    assert report.removed == ("ferry.md",)
    assert await desk.keeper.removed(gone.token) == gone
    kept = await desk.keeper.undo(gone.token)
    assert (kept.path, kept.report.added) == ("ferry.md", ("ferry.md",))
    with pytest.raises(StaleError):
        await desk.keeper.undo(gone.token)


async def test_without_its_last_article_a_desk_could_not_serve(desk: Desk) -> None:
    with pytest.raises(CorpusError, match=r"Nothing was removed: The corpus holds no readable"):
        await desk.keeper.remove("cranes.md")
    assert (desk.folder / "cranes.md").read_text("utf-8") == CRANES
    assert titles(desk) == ["Three cranes for Norrhaven"]


async def test_many_changes_at_once_all_hold(desk: Desk) -> None:
    names = [f"ferry-{number}.md" for number in range(6)]
    await asyncio.gather(*(desk.keeper.add("", name, FERRY.encode()) for name in names))
    await asyncio.gather(*(desk.keeper.edit(name, Edit(title=name)) for name in names))
    assert titles(desk) == ["Three cranes for Norrhaven", *names]
    assert set(read_edits(desk.folder)) == set(names)


async def test_a_folder_that_cannot_be_written_serves_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bot.articles.keeping._put", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CorpusError, match=READ_ONLY):
        await desk.keeper.add("", "ferry.md", FERRY.encode())
    with pytest.raises(CorpusError, match=READ_ONLY):
        await desk.keeper.remove("cranes.md")
    assert titles(desk) == ["Three cranes for Norrhaven"]


async def test_once_the_desk_closes_nothing_is_changed_any_more(desk: Desk) -> None:
    await desk.keeper.close()
    with pytest.raises(ClosingError):
        await desk.keeper.add("", "ferry.md", FERRY.encode())


def test_what_is_hidden_is_as_if_it_were_not_there() -> None:
    assert reachable("press/a.md", frozenset(("other",))) == "press/a.md"
    for path in ("press/a.md", "press/march.zip//a.md"):
        with pytest.raises(CorpusError, match="There is no such article"):
            reachable(path, frozenset(("press",)))


def test_what_a_desk_takes_is_measured(tmp_path: Path) -> None:
    (tmp_path / "snapshots/1/x").mkdir(parents=True)
    (tmp_path / "snapshots/1/x/a").write_bytes(b"a" * 100)
    (tmp_path / "log.sqlite3-wal").write_bytes(b"a" * 10)
    taken = figures(tmp_path, tmp_path / "log.sqlite3")
    assert (taken.index, taken.log) == (100, 10)
    assert taken.memory > 1_000_000
