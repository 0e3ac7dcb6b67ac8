"""One polite look at a feed: a conditional GET that is bounded in time, size and redirects."""

from __future__ import annotations

import asyncio
import zlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot import __version__
from bot.articles.decode import MAX_FILE_BYTES

USER_AGENT = f"Refdesk/{__version__} (reads feeds now and then)"

MAX_FEED_BYTES = MAX_FILE_BYTES
"""Of a feed, as it comes and unpacked."""

TIMEOUT_SECONDS = 20.0
"""For one request, from the first byte to the last."""

MAX_REDIRECTS = 5
MAX_AT_ONCE = 4
"""Requests under way, each to another host."""

_PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_ELSEWHERE = (*_PERMANENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
)
_CHUNK = 65_536


class FetchError(Exception):
    """The feed could not be had, for a reason in one line; `retry_after` seconds are asked for."""

    def __init__(self, reason: str, *, retry_after: float = 0.0, gone: bool = False) -> None:
        super().__init__(reason)
        self.retry_after, self.gone = retry_after, gone


@dataclass(frozen=True, slots=True)
class Fetched:
    """`data` is None where nothing has changed. `moved` is where the feed is from now on."""

    data: bytes | None
    etag: str = ""
    modified: str = ""
    moved: str | None = None


class Fetcher:
    """Open with ``async with``. Asks one host for one thing at a time."""

    def __init__(self, *, timeout_s: float = TIMEOUT_SECONDS) -> None:
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._at_once = asyncio.Semaphore(MAX_AT_ONCE)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # it unpacks a whole chunk, however large that becomes
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"},
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def fetch(self, address: str, etag: str, modified: str) -> Fetched:
        """The feed, if it is another than the one that came with `etag` and `modified`. Raises
        FetchError."""
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in headers.items() if value}
        moved: str | None = None
        permanent = True
        for _ in range(MAX_REDIRECTS + 1):
            found = await self._hop(address, asked, moved)
            if isinstance(found, Fetched):
                return found
            status, address = found
            permanent = permanent and status in _PERMANENT
            moved = address if permanent else moved
        raise FetchError(f"redirects more than {MAX_REDIRECTS} times")

    async def _hop(
        self, address: str, headers: dict[str, str], moved: str | None
    ) -> Fetched | tuple[int, str]:
        """What is there, or the kind of redirect and where it leads."""
        host = _host(address)
        try:
            async with (
                self._at_once,
                self._hosts[host],
                self._session.get(address, headers=headers, allow_redirects=False) as response,
            ):
                if response.status in _ELSEWHERE:
                    return response.status, _target(address, response)
                _check(response)
                unchanged = response.status == HTTPStatus.NOT_MODIFIED
                return Fetched(
                    None if unchanged else await _body(response),
                    response.headers.get("ETag", ""),
                    response.headers.get("Last-Modified", ""),
                    moved,
                )
        except TimeoutError:
            raise FetchError(f"takes longer than {self._timeout.total:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            told = isinstance(error, OSError)  # of others the words may hold the address
            reason = str(error) if told else type(error).__name__
            raise FetchError(f"cannot be reached: {reason}") from error


def public(address: str) -> str:
    """An address for a log: names and tokens in it may be secret."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


def _host(address: str) -> str:
    """Raises FetchError for what is no web address."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.hostname
    raise FetchError("leads to what is no web address")


def _target(address: str, response: aiohttp.ClientResponse) -> str:
    try:
        target = urljoin(address, response.headers.get("Location", ""))
    except ValueError:
        target = ""
    _host(target)
    return target


def _check(response: aiohttp.ClientResponse) -> None:
    status = response.status
    if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        return
    retry_after = _seconds(response.headers.get("Retry-After", ""))
    raise FetchError(
        f"HTTP status {status}", retry_after=retry_after, gone=status == HTTPStatus.GONE
    )


def _seconds(retry_after: str) -> float:
    """Either form of Retry-After (RFC 9110, 10.2.3); 0 for anything else."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Raises FetchError when there is too much of it, as it comes or unpacked."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"is packed in a way that was not asked for: {encoding[:20]!r}")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding.endswith("gzip") else None
    came, data = 0, bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        came += len(chunk)
        try:
            room = MAX_FEED_BYTES + 1 - len(data)
            data += unpacker.decompress(chunk, max(1, room)) if unpacker else chunk
        except zlib.error as error:
            raise FetchError("is not packed as it says") from error
        if max(came, len(data)) > MAX_FEED_BYTES:
            raise FetchError(f"is larger than {MAX_FEED_BYTES / 1e6:g} MB")
    if unpacker and not unpacker.eof:
        raise FetchError("ends in the middle")
    return bytes(data)
