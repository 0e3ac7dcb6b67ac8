"""Workers that do what one would that a file has taken over."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import pytest

from bot.articles.reject import RejectionError
from bot.articles.sandbox import GAVE_UP, Sandbox
from bot.articles.sandbox.wire import framed

FILE = bytes(90_000)

_ASKED = "import os, struct, sys, time\nfor _ in 'ab':\n" + (
    "    left = struct.unpack('>Q', os.read(0, 8))[0]\n"
    "    while left: left -= len(os.read(0, min(left, 65536)))\n"
)
"""What it does first: take a file."""


def captured(code: str) -> Sequence[str]:
    return (sys.executable, "-S", "-c", _ASKED + code)


def answering(payload: bytes) -> Sequence[str]:
    return captured(f"os.write(1, {payload!r})\ntime.sleep(9)")


def test_a_slow_file_is_given_up_and_the_next_one_read() -> None:
    with Sandbox(seconds=0.2, command=captured("time.sleep(9)")) as box:
        began = time.monotonic()
        with pytest.raises(RejectionError, match=r"^Takes longer than 0\.2 s to read\.$"):
            box.read("a.zip", FILE)
        assert time.monotonic() - began < 2
        assert box._worker is None


def test_a_worker_that_never_reads_does_not_hold_the_caller() -> None:
    sleeper = (sys.executable, "-S", "-c", "import time; time.sleep(9)")
    with (
        Sandbox(seconds=0.2, command=sleeper) as box,
        pytest.raises(RejectionError, match=r"0\.2 s"),
    ):
        box.read("a.zip", bytes(10_000_000))


def test_a_worker_that_dies_costs_one_file() -> None:
    with Sandbox(command=captured("os.abort()")) as box, pytest.raises(RejectionError) as caught:
        box.read("a.zip", FILE)
    assert str(caught.value) == GAVE_UP
    assert "-6" in caught.value.detail


_TEXT = b'{"text":"A barge.","reading":%s,"kind":".txt","declared":{"title":null,"date":null,'
_TEXT += b'"source":null,"authors":[],"url":null,"warnings":[],"notes":[]},"inferred_date":null,'
_FOUND = b'{"found":{"member":"%s","digest":"","reason":"%s","extracted":%s}}'


def blocks(value: bytes) -> bytes:
    reading = b'{"blocks":%s,"title":null,"marked_up":true}' % value
    return framed(_FOUND % (b"", b"", _TEXT % reading + b'"notes":[]}'))


@pytest.mark.parametrize(
    "payload",
    [
        b"garbage, and more of it",
        b"\xff" * 8 + b"x" * 99,
        framed(b"no JSON"),
        framed(b"[" * 100_000),
        framed(b"[]"),
        framed(b'{"found":7}'),
        framed(_FOUND % (b"", b"", b"null")),
        framed(_FOUND % (b"", b"", b'{"text":7}')),
        framed(_FOUND % (b"a\\nb", b"No.", b"null")),
        framed(_FOUND % (b"", b"x" * 999, b"null")),
        framed(_FOUND % (b"a", b"No.", b"null")) * 2 + framed(b"{}"),
        blocks(b"[[0,99,null,false]]"),
        blocks(b"[[-1,3,null,false]]"),
        blocks(b"[[0,3,null,false],[2,5,null,false]]"),
        blocks(b"[[0,2,null,false]]"),
        blocks(b"[[true,3,null,false]]"),
        blocks(b'[["0",3,null,false]]'),
        blocks(b"[7]"),
    ],
)
def test_an_answer_that_is_none_is_not_believed(payload: bytes) -> None:
    with Sandbox(seconds=5, command=answering(payload)) as box:
        with pytest.raises(RejectionError) as caught:
            box.read("a.zip", FILE)
        assert str(caught.value) == GAVE_UP
        assert box._worker is None


def test_what_a_worker_says_is_a_line_of_bounded_length() -> None:
    payload = framed(b'{"error":"%s\\n\\u0000\\u202e"}' % (b"a b" * 900))
    with Sandbox(command=answering(payload)) as box, pytest.raises(RejectionError) as caught:
        box.read("a.zip", FILE)
    assert len(str(caught.value)) <= 300
    assert str(caught.value).isprintable()


def test_half_a_character_does_not_come_through() -> None:
    whole = _TEXT.replace(b"A barge.", b"A \\ud800\\u0000.") % b"null" + b'"notes":[]}'
    payload = framed(_FOUND % (b"a.txt", b"", whole)) + framed(b"{}")
    with Sandbox(command=answering(payload)) as box:
        [found] = box.read("a.zip", FILE)
    assert found.extracted is not None
    assert found.extracted.text == "A \ufffd\ufffd."


def test_nothing_of_the_bot_reaches_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    names = "' '.join([*sorted(os.environ), os.getcwd(), str(os.getsid(0) == os.getpid())])"
    code = f"said = {names}\nbody = ('{{\"error\":\"' + said + '\"}}').encode()\n"
    code += "os.write(1, struct.pack('>Q', len(body)) + body)\ntime.sleep(9)"
    with Sandbox(command=captured(code)) as box, pytest.raises(RejectionError) as caught:
        box.read("a.zip", FILE)
    *kept, folder, own_session = str(caught.value).split()
    assert not {name for name in kept if name.startswith("DISCORD")}
    assert (folder, own_session) == ("/", "True")


def test_a_worker_that_left_just_then_is_replaced() -> None:
    code = 'body = b\'{"found":{"member":"","digest":"","reason":"No.","extracted":null}}\'\n'
    code += "for each in (body, b'{}'): os.write(1, struct.pack('>Q', len(each)) + each)\n"
    code += "os.read(0, 1)"  # the next file comes, and it goes
    with Sandbox(command=captured(code)) as box:
        assert box.read("a.zip", FILE) == box.read("a.zip", FILE)
