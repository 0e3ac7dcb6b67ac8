"""Archives in this process: what the hostile ones leave open."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.readers import archive
from bot.articles.readers.archive import check_container, read_archive
from bot.articles.readers.extracted import Extracted
from bot.articles.reject import RejectionError
from bot.articles.sandbox import reading
from tests.articles.hostile.archives import damaged, encrypted, overlapping, twice, zipped

TEXT = b"The pier stays shut."


def pages(suffix: str, data: bytes) -> Iterable[tuple[str, Extracted]]:
    """A reader of one kind of page, and of feeds with two entries."""
    if data == b"bad":
        raise RejectionError("Bad.")
    names = ("first", "second") if suffix == ".rss" else ("",)
    return [(name, Extracted(data.decode())) for name in names]


def read(data: bytes) -> dict[str, str]:
    """The text of each member, or the reason."""
    found = list(read_archive(data, pages))
    assert len({each.member for each in found}) == len(found)
    return {each.member: each.extracted.text if each.extracted else each.reason for each in found}


def test_each_member_has_its_text_and_the_digest_of_its_bytes() -> None:
    data = zipped([("in/a.html", TEXT), ("b.txt", b"\xef\xbb\xbf" + TEXT)])
    page, text = read_archive(data, pages)
    assert (page.member, page.digest) == ("in/a.html", sha256(TEXT).hexdigest())
    assert text.extracted == Extracted(TEXT.decode(), kind=".txt")


def test_hidden_files_and_folders_are_passed_over() -> None:
    names = ("a/", ".b.txt", "c/.d/e.txt", "__MACOSX/a.txt", ".DS_Store", "f/a.txt")
    assert read(zipped((name, TEXT) for name in names)) == {"f/a.txt": TEXT.decode()}


def test_one_bad_member_costs_no_other() -> None:
    data = zipped([("a.html", b"bad"), ("b.txt", b"\0\1"), ("c.zip", b""), ("d.txt", TEXT)])
    assert read(data) == {
        "a.html": "Bad.",
        "b.txt": "Not a text file.",
        "c.zip": "An archive within an archive.",
        "d.txt": TEXT.decode(),
    }


def test_the_entries_of_a_feed_are_below_it() -> None:
    data = zipped([("a.rss", TEXT), ("a.rss/second", TEXT), ("a.rss/first.txt", TEXT)])
    assert list(read(data)) == [
        "a.rss/first",
        "a.rss/second",
        "a.rss/second (2)",
        "a.rss/first.txt",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\\b.txt", "a/b.txt"),
        ("./a//b.txt", "a/b.txt"),
        ("caf\xe9.txt", "caf\xe9.txt"),
        ("\u6771.txt", "\u6771.txt"),
    ],
)
def test_names_have_forward_slashes(written: str, shown: str) -> None:
    assert list(read(zipped([(written, TEXT)]))) == [shown]


def test_a_name_in_utf_8_that_is_not_said_to_be() -> None:
    name = "caf\xe9.txt"
    data = bytearray(zipped([(name, TEXT)]))
    for flags in (6, data.index(b"PK\1\2") + 8):
        data[flags + 1] &= ~0x08
    assert list(read(bytes(data))) == [name]


@given(st.text(min_size=1, max_size=40))
def test_no_name_leads_out(name: str) -> None:
    try:
        data = zipped([(name, TEXT), (f"x/{name}.txt", TEXT), ("ok.txt", TEXT)])
    except (UnicodeEncodeError, ValueError):
        return  # no archive has such a name
    for member, text in read(data).items():
        assert member.isprintable()
        assert not member.startswith("/")
        assert ".." not in member.split("/") or text != TEXT.decode()
        assert "" not in member.split("/")


@given(st.binary(max_size=300), st.integers(0, 400), st.binary(min_size=1, max_size=20))
def test_no_damage_does_more_than_reject(noise: bytes, at: int, over: bytes) -> None:
    whole = zipped([("a.txt", TEXT * 9), ("b.html", TEXT)])
    for data in (noise, b"PK\3\4" + noise, whole[:at] + over + whole[at + len(over) :]):
        with suppress(RejectionError):  # and no other
            read(data)
        with suppress(RejectionError):
            check_container(data)


@pytest.mark.parametrize("make", [damaged, encrypted, overlapping, twice])
def test_a_document_of_such_parts_is_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(RejectionError):
        check_container(make())


def test_a_sound_document_is_let_through() -> None:
    check_container(zipped([("[Content_Types].xml", b"<Types/>"), ("word/", b"")]))


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1_000)
    within = [("a.txt", b"a" * 500), ("b.txt", b"b" * 500), ("not read.bin", bytes(9_000))]
    assert len(read(zipped(within))) == 3
    with pytest.raises(RejectionError, match="Unpacks to more than"):
        read(zipped([*within, ("c.txt", b"c")]))


def test_a_member_that_takes_too_long_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def parts(_suffix: str, data: bytes) -> Iterable[tuple[str, Extracted]]:
        while data == b"slow":
            try:
                time.sleep(0.001)
            except Exception:
                continue
        return (("", Extracted(data.decode())),)

    monkeypatch.setattr(reading, "_parts", parts)
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.05)
    data = zipped([("a.html", b"slow"), ("b.html", TEXT)])
    slow, other = reading.read(".zip", data, "Too much.")
    assert slow.reason == "Takes longer than 0.05 s to read."
    assert other.extracted is not None


def test_a_reader_s_fault_is_told_apart_from_the_file_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def parts(suffix: str, data: bytes) -> Iterable[tuple[str, Extracted]]:
        errors = {b"deep": RecursionError(), b"large": MemoryError(), b"odd": KeyError("a")}
        raise errors[data]

    monkeypatch.setattr(reading, "_parts", parts)
    data = zipped([("a.html", b"deep"), ("b.html", b"large"), ("c.html", b"odd")])
    reasons = [each.reason for each in reading.read(".zip", data, "Too much.")]
    assert reasons == ["Nested too deeply to be read.", "Too much.", reading.GAVE_UP]
    with pytest.raises(MemoryError):
        list(reading.read(".html", b"large", "Too much."))


def test_the_entries_of_a_feed_change_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def parts(_suffix: str, data: bytes) -> Iterable[tuple[str, Extracted]]:
        return [(name, Extracted(name)) for name in data.decode().split()]

    monkeypatch.setattr(reading, "_parts", parts)
    first, second = (
        {each.member: each.digest for each in reading.read(".rss", data, "")}
        for data in (b"a b", b"b c")
    )
    assert first["b"] == second["b"]
    assert len({*first.values(), *second.values()}) == 3


def test_the_way_an_archive_is_packed_is_one_that_can_be_bounded() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("a.txt", TEXT)
    assert read(made.getvalue()) == {"a.txt": "Packed in a way that is not read."}
