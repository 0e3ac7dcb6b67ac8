from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from bot.articles.article import Corpus, Document
from bot.articles.decode import MAX_FILE_BYTES
from bot.articles.library import CorpusDiff, diff, read_document, scan
from bot.errors import CorpusError

TEXT = "The pier stays shut. It opens in May."


def put(root: Path, path: str, text: str = TEXT) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def paths(corpus: Corpus) -> list[str]:
    return [document.article.path for document in corpus.documents]


def reasons(corpus: Corpus) -> dict[str, str]:
    return {rejection.path: rejection.reason for rejection in corpus.rejected}


def test_files_are_found_in_every_folder_and_ordered_by_path(tmp_path: Path) -> None:
    for path in ("b.txt", "a/z.md", "a/b/c.TXT", "a.txt"):
        put(tmp_path, path, f"{TEXT} This is {path}.")
    corpus = scan(tmp_path)
    assert paths(corpus) == ["a.txt", "a/b/c.TXT", "a/z.md", "b.txt"]
    assert corpus.rejected == ()


def test_hidden_things_are_skipped_and_other_kinds_rejected(tmp_path: Path) -> None:
    for path in (".git/a.txt", ".a.txt", "a.txt", "notes.png", "README", "pier.md~"):
        put(tmp_path, path)
    corpus = scan(tmp_path)
    assert paths(corpus) == ["a.txt"]
    assert list(reasons(corpus)) == ["README", "notes.png", "pier.md~"]
    assert all("only .txt, .md" in reason for reason in reasons(corpus).values())


def test_bad_files_are_rejected_and_the_rest_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path, "good.txt")
    put(tmp_path, "empty.txt", "")
    put(tmp_path, "front.md", "---\ntitle: [\n---\nText is here.")
    put(tmp_path, "large.txt", "x" * (MAX_FILE_BYTES + 1))
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    corpus = scan(tmp_path)
    assert paths(corpus) == ["good.txt"]
    assert list(reasons(corpus)) == [
        "binary.txt",
        "empty.txt",
        "front.md",
        "gone.txt",
        "large.txt",
        "pipe.txt",
    ]
    assert reasons(corpus)["pipe.txt"] == "Not a regular file."
    assert reasons(corpus)["gone.txt"] == "A link that leads nowhere."
    assert "5 MB" in reasons(corpus)["large.txt"]
    assert not any("\n" in reason or str(tmp_path) in reason for reason in reasons(corpus).values())
    assert sum(record.levelno == logging.WARNING for record in caplog.records) == 6


def test_links_that_lead_out_are_rejected_and_loops_end(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    put(root, "in/a.txt")
    put(tmp_path, "secret.txt")
    put(tmp_path, "other/b.txt")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "out").symlink_to(tmp_path / "other")
    (root / "in" / "loop").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "same.txt").symlink_to(root / "in" / "a.txt")
    corpus = scan(root)
    assert paths(corpus) == ["in/a.txt", "same.txt"]
    assert reasons(corpus) == {
        "out": "A link that leads out of the folder.",
        "out.txt": "A link that leads out of the folder.",
        "self.txt": "A link that leads nowhere.",
    }


def test_the_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    put(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert paths(scan(tmp_path / "link")) == ["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    put(tmp_path, "good.txt")
    put(tmp_path, "a.txt").chmod(0)
    put(tmp_path, "shut/b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        corpus = scan(tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert paths(corpus) == ["good.txt"]
    assert list(reasons(corpus)) == ["a.txt", "shut"]


def test_an_error_of_ours_in_one_file_does_not_stop_the_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt", "The quay is open.")

    def fails_on_a(path: str, data: bytes) -> Document:
        if path == "a.txt":
            raise ZeroDivisionError("oh")
        return read_document(path, data)

    monkeypatch.setattr("bot.articles.files.read_document", fails_on_a)
    corpus = scan(tmp_path)
    assert paths(corpus) == ["b.txt"]
    assert reasons(corpus) == {"a.txt": "The file could not be understood."}
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("name", ["tab\there.txt", "bidi\u202e.txt", b"latin\xe9.txt"])
def test_names_that_cannot_be_shown_are_rejected(tmp_path: Path, name: str | bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text(TEXT)
    corpus = scan(tmp_path)
    assert corpus.documents == ()
    assert len(corpus.rejected) == 1
    assert corpus.rejected[0].path.isprintable()
    corpus.rejected[0].path.encode()


def test_an_unchanged_file_keeps_its_document(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt", "The quay is open.")
    old = scan(tmp_path)
    put(tmp_path, "b.txt", "The quay is shut.")
    new = scan(tmp_path, old)
    assert new.documents[0] is old.documents[0]
    assert new.documents[1].article.digest != old.documents[1].article.digest
    assert new.documents[1].text == "The quay is shut."


def test_a_diff_names_what_changed(tmp_path: Path) -> None:
    for path in ("same.txt", "changed.txt", "removed.txt"):
        put(tmp_path, path, f"This is {path}, as it was.")
    old = scan(tmp_path)
    put(tmp_path, "changed.txt", "This is another text.")
    put(tmp_path, "added.txt")
    (tmp_path / "removed.txt").unlink()
    assert diff(old, scan(tmp_path, old)) == CorpusDiff(
        added=("added.txt",), changed=("changed.txt",), removed=("removed.txt",)
    )
    assert diff(old, old) == CorpusDiff((), (), ())


def test_files_of_the_same_content_are_noted_until_one_goes(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    both = scan(tmp_path)
    assert [document.notes for document in both.documents] == [(), ("Same content as a.txt.",)]
    (tmp_path / "a.txt").unlink()
    assert [document.notes for document in scan(tmp_path, both).documents] == [()]


@pytest.mark.parametrize("name", ["nothing", "file.txt"])
def test_no_folder_is_an_error_without_a_path_of_the_machine(tmp_path: Path, name: str) -> None:
    put(tmp_path, "file.txt")
    with pytest.raises(CorpusError) as caught:
        scan(tmp_path / name)
    assert str(tmp_path) not in str(caught.value)
    assert name in caught.value.detail


def test_an_empty_folder_gives_an_empty_corpus(tmp_path: Path) -> None:
    assert scan(tmp_path) == Corpus()
