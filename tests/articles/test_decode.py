from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.decode import CP1252_NOTE, MAX_FILE_BYTES, decode
from bot.articles.reject import RejectionError

TEXT = "“Talks” – über\r\nTrümmer…\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_utf_is_read_without_its_mark_and_line_endings_stay(data: bytes) -> None:
    assert decode(data) == (TEXT, ())


def test_windows_text_is_read_with_a_note() -> None:
    assert decode("“Talks” – 5 €".encode("cp1252")) == ("“Talks” – 5 €", (CP1252_NOTE,))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "white space"),
        (codecs.BOM_UTF8 + b"\n", "white space"),
        ("\u2028\u00a0".encode(), "white space"),
        (b"PK\x03\x04\x00\x00rest of an archive", "Not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "Not a text file"),
        (b"abc\x01\x02\x03\x04" * 20, "Not a text file"),
        (b"one\ntwo \x81 three", "line 2"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfa", "UTF-8"),
        (b"x" * (MAX_FILE_BYTES + 1), "Larger than 5 MB"),
    ],
)
def test_what_is_no_text_is_rejected_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(RejectionError, match=reason) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


def test_a_file_of_the_greatest_size_is_read() -> None:
    assert len(decode(b"x" * MAX_FILE_BYTES)[0]) == MAX_FILE_BYTES


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_rejected(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except RejectionError:
        return
    assert text.strip()
    assert "\x00" not in text
