"""Feeds from a real server on this machine, which does what servers do and what none should."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot import __version__
from bot.articles.article import Provenance
from bot.articles.document import document_of_extracted
from bot.articles.readers.extracted import Extracted, Found
from bot.articles.readers.front_matter import Declared
from bot.articles.readers.text import read_text
from bot.articles.sandbox import Sandbox
from bot.desk.feed_fetching import MAX_FEED_BYTES, Fetched, Fetcher, FetchError
from bot.desk.feed_files import host_folder, keep_entries, page
from bot.desk.feed_state import NAME, FeedState, FeedStates
from bot.desk.feeds import DAY_SECONDS, FeedPoller
from bot.errors import CorpusError

PATIENCE_S = 10.0

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Quay Post</title><link>https://quay.example/</link>
<item><title>Cranes &amp; hooks arrive</title><link>https://quay.example/cranes</link>
<guid>c1</guid><pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate>
<description>&lt;p&gt;The cranes came to Norrhaven on Monday, it &amp;lt;b&amp;gt; said.&lt;/p&gt;
&lt;script&gt;alert("x")&lt;/script&gt;&lt;p&gt;They lift “forty” tonnes.&lt;/p&gt;
</description></item>
<item><title>Ferry strike ends</title><link>https://quay.example/ferry</link><guid>f1</guid>
<description>Ferry crews ended their strike after nine days.</description></item>
</channel></rss>
"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers every request with the next of `answers`, or the last one; keeps what was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answers: list[Handler] = []
        self.under_way = self.most_under_way = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, dict(request.headers)))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            handler = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            return await handler(request)
        finally:
            self.under_way -= 1


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found = Server("")
    app = web.Application()
    app.router.add_get("/{path:.*}", found.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    found.address = f"http://{host}:{port}/feed"
    yield found
    await runner.cleanup()


def says(status: int = 200, body: str | bytes = RSS, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body.encode() if isinstance(body, str) else body

    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=data, headers=named)

    return handler


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - what is waited for is on the disk, or in a server
            await asyncio.sleep(0.01)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


@asynccontextmanager
async def polling(server: Server, root: Path, every_s: float = 0.05) -> AsyncIterator[FeedPoller]:
    data = root.parent / "data"
    poller = FeedPoller([server.address], folder=root, data=data, every_s=every_s, first_s=0.0)
    async with poller:
        yield poller


def state_of(root: Path) -> dict[str, Any]:
    value = json.loads((root.parent / "data" / NAME).read_text("utf-8"))
    [state] = value["feeds"].values()
    return dict(state)


def files(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "feeds" / "127.0.0.1").glob("*.html"))


# one look


async def fetched(server: Server, timeout_s: float = 5.0, **known: str) -> Fetched:
    async with Fetcher(timeout_s=timeout_s) as fetcher:
        return await fetcher.fetch(server.address, known.get("etag", ""), known.get("modified", ""))


async def test_a_feed_is_asked_for_by_name_and_only_if_it_changed(server: Server) -> None:
    when = "Mon, 04 Mar 2019 10:00:00 GMT"
    server.answers = [says(ETag='"1"', Last_Modified=when), says(304, b"")]
    first = await fetched(server)
    assert (first.data, first.etag, first.modified) == (RSS.encode(), '"1"', when)
    second = await fetched(server, etag=first.etag, modified=first.modified)
    assert second.data is None
    (_, plain), (_, conditional) = server.asked
    assert plain["User-Agent"].startswith(f"Refdesk/{__version__} ")
    assert "If-None-Match" not in plain
    assert conditional["If-None-Match"] == '"1"'
    assert conditional["If-Modified-Since"] == when


async def test_packed_feeds_are_unpacked_and_bombs_are_not(server: Server) -> None:
    server.answers = [
        says(body=gzip.compress(RSS.encode()), Content_Encoding="gzip"),
        says(body=gzip.compress(b"0" * 100_000_000, 1), Content_Encoding="gzip"),
        says(body=gzip.compress(RSS.encode())[:-20], Content_Encoding="gzip"),
        says(body=b"no gzip", Content_Encoding="gzip"),
        says(body=b"a", Content_Encoding="br"),
    ]
    assert (await fetched(server)).data == RSS.encode()
    for reason in ("larger than 5 MB", "ends in the middle", "not packed as", "not asked for"):
        with pytest.raises(FetchError, match=reason):
            await fetched(server)


async def test_a_body_without_end_is_not_read_to_it(server: Server) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 100_000)
            sent += 100_000

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.02)

    server.answers = [endless, slow]
    with pytest.raises(FetchError, match="larger than"):
        await fetched(server)
    assert sent < 4 * MAX_FEED_BYTES
    with pytest.raises(FetchError, match="longer than"):
        await fetched(server, timeout_s=0.2)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/again", "more than 5 times"),
        ("file:///etc/passwd", "no web address"),
        ("ftp://a.example/", "no web address"),
        ("http://[::1", "no web address"),
    ],
)
async def test_redirects_end_and_stay_on_the_web(server: Server, target: str, reason: str) -> None:
    server.answers = [says(302, b"", Location=target)]
    with pytest.raises(FetchError, match=reason):
        await fetched(server)


async def test_only_a_move_for_good_is_one(server: Server) -> None:
    server.answers = [says(301, b"", Location="/a"), says(308, b"", Location="/b"), says()]
    assert (await fetched(server)).moved == server.address.replace("/feed", "/b")
    server.answers = [says(301, b"", Location="/a"), says(302, b"", Location="/b"), says()]
    assert (await fetched(server)).moved == server.address.replace("/feed", "/a")
    server.answers = [says(307, b"", Location="/a"), says(301, b"", Location="/b"), says()]
    assert (await fetched(server)).moved is None


async def test_a_server_says_how_long_to_wait(server: Server) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    for retry_after, least, most in (
        ("120", 120, 120),
        (later, 590, 600),
        ("soon", 0, 0),
        ("-5", 0, 0),
    ):
        server.answers = [says(429, b"", Retry_After=retry_after)]
        with pytest.raises(FetchError, match="HTTP status 429") as raised:
            await fetched(server)
        assert least <= raised.value.retry_after <= most


async def test_one_thing_at_a_time_is_asked_of_a_host(server: Server) -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.03)
        return web.Response(text=RSS)

    server.answers = [slow]
    async with Fetcher() as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"{server.address}{n}", "", "") for n in range(4)))
    assert server.most_under_way == 1


# entries as files


def entry(member: str, text: str, **declared: Any) -> Found:
    extracted = Extracted(text, read_text(text, 0), ".html", Declared(**declared))
    return Found(member, "0" * 64, extracted)


def test_a_page_reads_as_what_it_was_made_of() -> None:
    text = 'He said: “<b>5 & 6</b>”.\n\nShort.\n\nThe "second" paragraph ends.'
    declared = Declared(
        title='A "title" & <more>',
        source="Quay's <Post>",
        authors=("Ida Blom", "Åke “Ö” Ek"),
        url="https://quay.example/a?b=1&c=%22",
    )
    made = page(Extracted(text, read_text(text, 0), ".html", declared))
    with Sandbox() as sandbox:
        [found] = sandbox.read("a.html", made)
    assert found.extracted is not None
    document = document_of_extracted("feeds/a.html", found.digest, found.extracted)
    paragraphs = [document.slice(each.span) for each in document.paragraphs]
    assert paragraphs == [" ".join(part.split()) for part in text.split("\n\n")]
    article = document.article
    assert (article.title, article.source) == (declared.title, declared.source)
    assert (article.authors, article.url) == (declared.authors, declared.url)
    assert article.provenance["title"] is Provenance.DECLARED


def test_entries_are_kept_rewritten_and_left_alone(root: Path) -> None:
    address = "https://Quay.example:8080/rss"
    home = root / "feeds" / "quay.example"
    first = entry("2019-03-04-cranes-aaaaaa", "Three cranes came.", url="https://q.example/1")
    other = entry("bbbbbb", "Ferry crews went home.")
    written, keys = keep_entries(root, address, [first, other], ())
    assert written == len(keys) == len(list(home.iterdir())) == 2
    [name] = [path.name for path in home.glob("2019-03-04-cranes-*.html")]
    assert keep_entries(root, address, [first, other], keys) == (0, keys)

    changed = entry("2019-03-04-four-aaaaaa", "Four cranes came.", url="https://q.example/1")
    assert keep_entries(root, address, [changed], keys) == (1, keys[:1])
    assert b"Four cranes" in (home / name).read_bytes()
    assert len(list(home.iterdir())) == 2, "what a feed no longer has stays"

    (home / name).unlink()
    assert keep_entries(root, address, [first], keys)[0] == 0, "what was removed stays so"
    assert keep_entries(root, address, [first], ())[0] == 1


def test_two_entries_of_one_address_are_two(root: Path) -> None:
    same = [
        entry(f"cranes-{mark}", f"Text {mark}.", url="https://q.example/")
        for mark in ("aaaaaa", "bbbbbb")
    ]
    assert keep_entries(root, "https://q.example/rss", same, ())[0] == 2


def test_a_folder_that_cannot_be_written_is_said(root: Path) -> None:
    (root / "feeds").write_text("no folder", "utf-8")
    with pytest.raises(CorpusError):
        keep_entries(root, "https://q.example/rss", [entry("aaaaaa", "Text.")], ())


@pytest.mark.parametrize(
    ("address", "folder"),
    [
        ("https://Quay.Example/rss", "quay.example"),
        ("http://[::1]:80/a", "1"),
        ("http://bücher.example/", "xn--bcher-kva.example"),
        ("http://../x", "feed"),
    ],
)
def test_the_folder_of_a_host_is_a_plain_name(address: str, folder: str) -> None:
    assert host_folder(address) == folder


# the poller


async def test_entries_become_articles_and_unchanged_feeds_cost_nothing(
    server: Server, root: Path
) -> None:
    server.answers = [says(ETag='"1"'), says(304, b"")]
    async with polling(server, root):
        await until(lambda: len(server.asked) >= 3)
    [cranes, ferry] = files(root)
    assert cranes.startswith("2019-03-04-cranes-hooks-arrive-")
    assert ferry.startswith("ferry-strike-ends-")
    made = (root / "feeds" / "127.0.0.1" / cranes).read_text("utf-8")
    assert "<p>They lift “forty” tonnes.</p>" in made
    assert "alert" not in made
    assert server.asked[-1][1]["If-None-Match"] == '"1"'


async def test_the_state_survives_a_restart(server: Server, root: Path) -> None:
    server.answers = [says(ETag='"1"')]
    async with polling(server, root):
        await until(lambda: (root.parent / "data" / NAME).exists())
    asked = len(server.asked)
    server.answers = [says(304, b"")]
    async with polling(server, root):
        await until(lambda: len(server.asked) > asked)
    assert server.asked[-1][1]["If-None-Match"] == '"1"'


async def test_a_feed_is_not_asked_before_it_is_due(server: Server, root: Path) -> None:
    server.answers = [says()]
    async with polling(server, root, every_s=600.0):
        await until(lambda: (root.parent / "data" / NAME).exists())
    async with polling(server, root, every_s=600.0):
        await asyncio.sleep(0.15)
    assert len(server.asked) == 1
    assert 500 < state_of(root)["due"] - time.time() < 700


async def test_failures_are_said_once_a_reason_and_waited_for_longer_and_longer(
    server: Server, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bad = "<html><body>Not a feed, but a page about one.</body></html>"
    server.answers = [says(500, b""), says(500, b""), says(200, bad), says()]
    began = time.monotonic()
    async with polling(server, root, every_s=0.02):
        await until(lambda: "is well again" in caplog.text)
        assert time.monotonic() - began >= 0.02 * (2 + 4 + 8) * 0.9
    warned = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert len(warned) == 2
    assert "HTTP status 500; trying again later" in warned[0]
    assert "Not an RSS or Atom feed" in warned[1]
    assert len(files(root)) == 2


async def test_no_wait_is_longer_than_a_day(server: Server, root: Path) -> None:
    server.answers = [says(503, b"", Retry_After="99999999")]
    async with polling(server, root, every_s=60.0):
        await until(lambda: (root.parent / "data" / NAME).exists())
    state = state_of(root)
    assert state["failures"] == 1
    assert DAY_SECONDS - 60 < state["due"] - time.time() <= DAY_SECONDS


async def test_a_feed_that_is_gone_is_asked_no_more(
    server: Server, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers = [says(410, b"")]
    async with polling(server, root):
        await until(lambda: (root.parent / "data" / NAME).exists())
        await asyncio.sleep(0.2)
    async with polling(server, root):
        await asyncio.sleep(0.1)
    assert len(server.asked) == 1
    assert caplog.text.count("gone for good") == 2


async def test_a_feed_that_has_moved_is_asked_where_it_is(
    server: Server, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers = [says(301, b"", Location="/new"), says()]
    async with polling(server, root):
        await until(lambda: len(server.asked) >= 4)
    assert [path for path, _ in server.asked[:4]] == ["/feed", "/new", "/new", "/new"]
    assert caplog.text.count("has moved for good") == 1


async def test_what_is_no_feed_never_is_one(server: Server, root: Path) -> None:
    server.answers = [says(301, b"", Location="/portal"), says(200, "<html>Log in</html>")]
    async with polling(server, root):
        await until(lambda: (root.parent / "data" / NAME).exists())
    assert state_of(root)["address"] == ""
    assert not (root / "feeds").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
async def test_a_read_only_folder_is_said_in_one_line(
    server: Server, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers = [says()]
    root.chmod(0o500)
    try:
        async with polling(server, root, every_s=0.01):
            await until(lambda: len(server.asked) >= 3)
    finally:
        root.chmod(0o700)
    assert caplog.text.count("cannot be written to") == 1


async def test_a_folder_that_cannot_take_entries_is_said_in_one_line(
    server: Server, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (root / "feeds").write_text("no folder", "utf-8")
    server.answers = [says(ETag='"1"')]
    async with polling(server, root, every_s=0.01):
        await until(lambda: len(server.asked) >= 3)
    assert caplog.text.count("trying again later") == 1
    assert "If-None-Match" not in server.asked[-1][1], "what was not kept is asked for again"


async def test_closing_is_quick_while_a_feed_is_slow(server: Server, root: Path) -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    server.answers = [slow]
    async with polling(server, root):
        await until(lambda: server.asked)
        began = time.monotonic()
    assert time.monotonic() - began < 1.0


# the state


@pytest.mark.parametrize(
    "damage",
    [
        *("", "[]", '{"version": 1}', "\0" * 50),
        '{"version": 1, "folder": "F", "feeds": {"a": 3}}',
        '{"version": 1, "folder": "F", "feeds": {"a": {"due": "soon"}}}',
    ],
)
def test_a_damaged_state_is_set_aside(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / NAME
    path.write_text(damage.replace('"F"', json.dumps(str(tmp_path))), "utf-8")
    assert FeedStates(path, tmp_path).load(["a"]) == {"a": FeedState()}
    [aside] = tmp_path.iterdir()
    assert aside.name.startswith(f"{NAME}.damaged-")
    assert "damaged" in caplog.text


def test_a_state_is_of_one_folder_and_of_the_feeds_that_are_set(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    states = FeedStates(tmp_path / "data" / NAME, tmp_path)
    states.load(["a", "b"])["a"].etag = '"1"'
    states.save()
    again = FeedStates(tmp_path / "data" / NAME, tmp_path)
    assert again.load(["a", "c"]) == {"a": FeedState(etag='"1"'), "c": FeedState()}
    elsewhere = FeedStates(tmp_path / "data" / NAME, tmp_path / "other")
    assert elsewhere.load(["a"]) == {"a": FeedState()}
    assert [path.name for path in (tmp_path / "data").iterdir()] == [NAME]
