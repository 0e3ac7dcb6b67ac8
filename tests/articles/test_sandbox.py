"""The sandbox: its worker's life, and what it may not do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bot.articles.readers.extracted import Found
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
from tests.articles.hostile.archives import zipped

TEXT = "The pier stays shut. It opens in May."
ZIP = zipped([("in/a.md", TEXT.encode()), ("b.txt", b"Another text."), ("c.bin", b"\0")])


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


def worker(sandbox: Sandbox) -> int:
    """The id of the process that reads."""
    assert sandbox._worker is not None
    return sandbox._worker._process.pid


def test_members_of_an_archive_come_with_text_or_a_reason(sandbox: Sandbox) -> None:
    found = sandbox.read("news/march.ZIP", ZIP)
    assert [each.member for each in found] == ["in/a.md", "b.txt", "c.bin"]
    assert found[0].extracted is not None
    assert (found[0].extracted.text, found[0].extracted.kind) == (TEXT, ".md")
    assert found[2].extracted is None
    assert found[2].reason.startswith("Unsupported kind of file")


def test_one_worker_serves_many_files(sandbox: Sandbox) -> None:
    sandbox.read("a.zip", ZIP)
    first = worker(sandbox)
    with pytest.raises(RejectionError, match="no zip archive"):
        sandbox.read("a.zip", b"Hello")
    assert sandbox.read("a.zip", ZIP) == sandbox.read("b.zip", ZIP)
    assert worker(sandbox) == first


def test_it_starts_with_the_first_file_and_again_after_it_was_closed() -> None:
    box = Sandbox()
    assert box._worker is None
    with box:
        box.read("a.zip", ZIP)
        first = worker(box)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert box.read("a.zip", ZIP)
    box.close()


def test_a_worker_that_was_killed_is_replaced(sandbox: Sandbox) -> None:
    sandbox.read("a.zip", ZIP)
    assert sandbox._worker is not None
    os.kill(worker(sandbox), signal.SIGKILL)
    sandbox._worker._process.wait()
    assert sandbox.read("a.zip", ZIP)


def test_threads_may_share_one(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda number: sandbox.read(f"{number}.zip", ZIP), range(8)))
    assert all(each == found[0] for each in found)


def test_it_outlives_the_thread_that_started_it() -> None:
    with Sandbox() as box:
        first = threading.Thread(target=box.read, args=("a.zip", ZIP))
        first.start()
        first.join()
        before = worker(box)
        assert box.read("a.zip", ZIP)
        assert worker(box) == before


def _in_a_daemon(pipe: Connection) -> None:
    with Sandbox() as box:
        pipe.send([each.member for each in box.read("a.zip", ZIP)])


def test_it_works_in_a_process_that_may_have_no_children() -> None:
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_in_a_daemon, args=(theirs,), daemon=True)
    process.start()
    assert ours.recv() == ["in/a.md", "b.txt", "c.bin"]
    process.join()


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.exe", b"MZ", "Unsupported kind of file"),
        ("a.html", b"a" * 5_000_001, r"Larger than 5 MB \(5\.0 MB\)"),
        ("a.zip", b"", "The file is empty"),
        ("a.zip", zipped([]), "holds no file"),
    ],
)
def test_what_cannot_be_read_is_rejected(path: str, data: bytes, reason: str) -> None:
    with pytest.raises(RejectionError, match=reason), Sandbox() as box:
        box.read(path, data)


def test_a_file_that_needs_too_much_memory_is_given_up() -> None:
    reason = r"^Takes more than 0\.0037\d+ GB of memory to read\.$"
    with Sandbox(memory=4_000_000) as box, pytest.raises(RejectionError, match=reason):
        box.read("a.zip", zipped([("a.txt", b"a" * 4_900_000)]))


_HOLDER = """
import sys, threading
from bot.articles.sandbox import Sandbox
box = Sandbox(command=(sys.executable, "-c", sys.argv[1]))
threading.Thread(target=box.read, args=("a.zip", bytes(9)), daemon=True).start()
while box._worker is None: pass
print(box._worker._process.pid, flush=True)
sys.stdin.read()
"""
_BUSY = """
from bot.articles.sandbox import worker
import sys
sys.argv = ["", "1000000000"]
def read(*_):
    while True: pass
    yield
worker.read = read
worker.main()
"""


def test_a_busy_worker_ends_with_the_process_that_started_it() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, _BUSY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert holder.stdout is not None
    busy = int(holder.stdout.readline())
    until = time.monotonic() + 10
    while _cpu(busy) < 0.2 and time.monotonic() < until:
        time.sleep(0.02)
    holder.kill()
    holder.communicate()
    while Path(f"/proc/{busy}").exists() and _alive(busy) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _alive(busy)


def _stat(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _cpu(process: int) -> float:
    fields = _stat(process)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _alive(process: int) -> bool:
    try:
        return _stat(process)[0] != "Z"
    except OSError:
        return False


_LIMITS = """
import os, resource, socket, sys
from bot.articles.sandbox.limits import confine
confine(200_000_000)
told = []
for attempt in (
    lambda: bytearray(400_000_000),
    lambda: os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b"A"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: os.system("true"),
    lambda: [open("/dev/null") for _ in range(64)],
):
    try:
        attempt()
        told.append("done")
    except (MemoryError, OSError) as error:
        told.append(type(error).__name__)
print(*told, resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


def test_what_the_worker_takes_from_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LIMITS, str(tmp_path / "written")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        *("MemoryError", "OSError", "PermissionError", "PermissionError", "OSError", "0")
    ]


def test_without_a_process_the_file_is_to_be_read_again(tmp_path: Path) -> None:
    missing = (str(tmp_path / "nothing"),)
    with Sandbox(command=missing) as box, pytest.raises(RejectionError, match=r"^Cannot be read:"):
        box.read("a.zip", ZIP)


def test_found_is_plain(sandbox: Sandbox) -> None:
    [first, *_] = sandbox.read("a.zip", ZIP)
    assert isinstance(first, Found)
    assert len(first.digest) == 64
