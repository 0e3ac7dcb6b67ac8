from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.stdin import MAX_LINE_BYTES, lines


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    os.close(reader)


async def read(chunks: list[bytes]) -> list[bytes]:
    reader, writer = os.pipe()

    def write() -> None:
        for chunk in chunks:
            os.write(writer, chunk)
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    found = [line async for line in lines(reader)]
    thread.join()
    os.close(reader)
    return found


@given(st.lists(st.binary(max_size=20).map(lambda raw: raw.replace(b"\r", b"")), max_size=6))
async def test_lines_are_those_between_line_feeds(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    expected = whole.split(b"\n")
    assert await read(chunks) == (expected if expected[-1] else expected[:-1])


async def test_a_carriage_return_belongs_to_the_end_of_a_line() -> None:
    assert await read([b"one\r\n\r\ntwo\r"]) == [b"one", b"", b"two"]


async def test_a_line_without_end_is_cut_and_the_next_is_whole() -> None:
    found = await read([b"x" * 200_000, b"y" * 200_000, b"\nshort\n", b"z" * 100_000])
    assert [len(line) for line in found] == [MAX_LINE_BYTES, 5, MAX_LINE_BYTES]


async def test_a_line_arrives_before_the_next_is_written(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    stream = lines(reader)
    for word in (b"first", b"second"):
        os.write(writer, word + b"\n")
        async with asyncio.timeout(5):
            assert await anext(stream) == word
    os.close(writer)
    async with asyncio.timeout(5):
        assert await anext(stream, None) is None
