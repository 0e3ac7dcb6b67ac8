"""Files that hold many articles, and articles that were corrected, in a growing index."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from bot.articles import files
from bot.articles import folder as folder_module
from bot.articles.article import Article
from bot.articles.edits import NAME, Edit, keep_edit
from bot.search import batches
from bot.search.generations import Generations
from bot.search.snapshot import Snapshot
from bot.search.update import Limits, Order, Update, update

APART = Limits(merge_at_once=0)
MERGED = Limits()
CRANE = b"The crane of Norrhaven fell on 12 May 2019. Nobody was hurt by it."
FERRY = b"The ferry of Norrhaven sank in the harbour. Its crew swam ashore."
PIER = b"The pier of Norrhaven stays shut until June. The mayor said so."


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return data.getvalue()


class Desk:
    """One folder and its generations."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.root, self._limits = path / "corpus", limits
        self.root.mkdir()
        self._order = Order(self.root, path / "snapshots", limits=limits, readers=0)

    def write(self, name: str, data: bytes) -> None:
        (self.root / name).write_bytes(data)

    def update(self) -> Update:
        return update(self._order)

    @property
    def snapshot(self) -> Snapshot:
        found = Generations(self._order.root).newest()
        assert found is not None
        return found.snapshot()

    def article(self, path: str) -> Article:
        return next(each.article for each in self.snapshot.documents if each.article.path == path)

    def texts(self) -> dict[str, str]:
        return {document.article.path: document.text for document in self.snapshot.documents}


@pytest.fixture(params=[APART, MERGED], ids=["apart", "merged"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(folder_module, "RACY_NS", 0)
    return Desk(tmp_path, request.param)


def test_every_member_of_an_archive_is_an_article(desk: Desk) -> None:
    desk.write("a.txt", PIER)
    desk.write("press.zip", packed(crane=CRANE, ferry=FERRY))
    assert desk.update().added == ("a.txt", "press.zip//crane.txt", "press.zip//ferry.txt")
    assert desk.texts()["press.zip//ferry.txt"] == FERRY.decode()


def test_only_members_that_changed_are_told(desk: Desk) -> None:
    desk.write("press.zip", packed(crane=CRANE, ferry=FERRY))
    desk.update()
    desk.write("press.zip", packed(ferry=FERRY + b" It rained.", pier=PIER))
    done = desk.update()
    assert (done.added, done.changed, done.removed) == (
        ("press.zip//pier.txt",),
        ("press.zip//ferry.txt",),
        ("press.zip//crane.txt",),
    )
    assert sorted(desk.texts()) == ["press.zip//ferry.txt", "press.zip//pier.txt"]
    assert desk.update().number == done.number


def test_an_archive_that_goes_takes_its_members_along(desk: Desk) -> None:
    desk.write("a.txt", PIER)
    desk.write("press.zip", packed(crane=CRANE))
    desk.update()
    (desk.root / "press.zip").unlink()
    assert desk.update().removed == ("press.zip//crane.txt",)
    assert sorted(desk.texts()) == ["a.txt"]


def test_a_member_that_is_none_stays_rejected_until_its_archive_changes(desk: Desk) -> None:
    desk.write("press.zip", packed(crane=CRANE, empty=b""))
    [rejected] = desk.update().rejected
    assert rejected.path == "press.zip//empty.txt"
    assert desk.update().rejected == (rejected,)
    desk.write("press.zip", packed(crane=CRANE, empty=PIER))
    assert desk.update().rejected == ()


def test_an_archive_that_cannot_be_read_is_one_rejection(desk: Desk) -> None:
    desk.write("a.txt", PIER)
    desk.write("press.zip", packed(crane=CRANE)[:-30])
    done = desk.update()
    assert done.added == ("a.txt",)
    assert [each.path for each in done.rejected] == ["press.zip"]


def test_a_folder_may_be_called_like_an_archive(desk: Desk) -> None:
    (desk.root / "press.zip").mkdir()
    desk.write("press.zip/crane.txt", CRANE)
    assert desk.update().added == ("press.zip/crane.txt",)
    assert desk.update().number == 1


def test_a_correction_is_applied_without_a_change_of_the_file(desk: Desk) -> None:
    desk.write("a.txt", PIER)
    desk.write("b.txt", CRANE)
    desk.update()
    keep_edit(desk.root, "a.txt", Edit("The pier", "Quay Post", date(2019, 3, 4)))
    assert desk.update().changed == ("a.txt",)
    edited = desk.article("a.txt")
    assert (edited.title, edited.source, edited.date) == ("The pier", "Quay Post", date(2019, 3, 4))
    keep_edit(desk.root, "a.txt", None)
    assert desk.update().changed == ("a.txt",)
    assert desk.article("a.txt").title is None


def test_a_correction_survives_that_its_file_is_added_again(desk: Desk) -> None:
    desk.write("a.txt", PIER)
    desk.write("b.txt", CRANE)
    keep_edit(desk.root, "a.txt", Edit(title="The pier"))
    desk.update()
    (desk.root / "a.txt").unlink()
    desk.update()
    desk.write("a.txt", FERRY)
    desk.update()
    assert desk.article("a.txt").title == "The pier"


def test_a_member_can_be_corrected(desk: Desk) -> None:
    desk.write("press.zip", packed(crane=CRANE, ferry=FERRY))
    desk.update()
    keep_edit(desk.root, "press.zip//ferry.txt", Edit(title="The ferry"))
    assert desk.update().changed == ("press.zip//ferry.txt",)
    titles = {each.article.path: each.article.title for each in desk.snapshot.documents}
    assert titles == {"press.zip//crane.txt": None, "press.zip//ferry.txt": "The ferry"}


def test_only_what_was_corrected_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    for name in "abc":
        desk.write(f"{name}.txt", CRANE + name.encode() * 3)
    desk.update()
    real = files.read_bytes

    def spy(root: Path, path: str) -> bytes:
        read.append(path)
        return real(root, path)

    monkeypatch.setattr(batches, "read_bytes", spy)
    keep_edit(desk.root, "b.txt", Edit(title="The crane"))
    desk.update()
    desk.update()
    assert read == ["b.txt"]


def test_a_damaged_sidecar_takes_no_correction_back(desk: Desk) -> None:
    desk.write("a.txt", PIER)
    keep_edit(desk.root, "a.txt", Edit(title="The pier"))
    desk.update()
    (desk.root / NAME).write_text("{")
    done = desk.update()
    assert (done.changed, [each.path for each in done.rejected]) == ((), [NAME])
    assert desk.article("a.txt").title == "The pier"
    (desk.root / NAME).write_text(json.dumps({"articles": {}}))
    assert desk.update().changed == ("a.txt",)
