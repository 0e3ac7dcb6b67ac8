"""What the worker does with the bytes of one file: the reader of its kind, within a time."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from types import FrameType
from xml.parsers.expat import ExpatError, ParserCreate

from bot.articles.readers.archive import check_container, read_archive
from bot.articles.readers.extracted import Extracted, Found
from bot.articles.readers.kinds import MAX_SECONDS, kind_of, unsupported_sentence
from bot.articles.reject import RejectionError
from bot.articles.sandbox.wire import dumped, packed

MARGIN_SECONDS = 5.0
"""Before the time for an archive is up, the rest of it is left out."""

MAX_TEXT_CHARS = 5_000_000
"""Of one article; the same as of a plain file in ASCII."""

GAVE_UP = "The reader gave up on this file."
NO_FEED = "Neither an RSS nor an Atom feed."

_FEED_ROOTS = ("rss", "feed", "RDF")
_ROOT_BYTES = 65_536  # room for comments and declarations before the first element

Parts = Iterable[tuple[str, Extracted]]


class _TimeUpError(BaseException):
    """Not an Exception, so that no library takes it for a fault of the file's."""


def read(suffix: str, data: bytes, memory_sentence: str) -> Iterator[Found]:
    """Every article of a file, as they are read. Raises RejectionError when the file is bad as a
    whole; a fault of the reader's is one, but for a lack of memory."""
    if suffix != ".zip":
        digest = sha256(data).hexdigest()
        for name, extracted in _guarded(suffix, data):
            yield _found(name, digest, extracted, feed=bool(name))
        return
    until = time.monotonic() + _seconds(suffix) - MARGIN_SECONDS

    def member(suffix: str, data: bytes) -> Parts:
        seconds = min(MAX_SECONDS, until - time.monotonic())
        if seconds <= 0:
            raise RejectionError("There was no time left to read it.")
        try:
            with _time_limit(seconds):
                return tuple(_guarded(suffix, data))
        except _TimeUpError:
            raise RejectionError(f"Takes longer than {seconds:.2g} s to read.") from None
        except MemoryError:
            raise RejectionError(memory_sentence) from None

    for found in read_archive(data, member):
        if found.extracted is None:
            yield found
        else:
            yield _found(found.member, found.digest, found.extracted)


def _seconds(suffix: str) -> float:
    kind = kind_of(suffix)
    return kind.max_seconds if kind else MAX_SECONDS


def _found(name: str, digest: str, extracted: Extracted, *, feed: bool = False) -> Found:
    """An entry of a feed has a digest of its own, so that one changes without the others."""
    if len(extracted.text) > MAX_TEXT_CHARS:
        return Found(name, digest, None, f"More than {MAX_TEXT_CHARS:,} characters.")
    found = Found(name, digest, extracted)
    return Found(name, sha256(dumped(packed(found))).hexdigest(), extracted) if feed else found


def _guarded(suffix: str, data: bytes) -> Parts:
    try:
        return _parts(suffix, data)
    except (RejectionError, MemoryError):
        raise
    except RecursionError as error:
        raise RejectionError("Nested too deeply to be read.") from error
    except Exception as error:  # whatever a library makes of a file that is not what it should be
        raise RejectionError(GAVE_UP, detail=repr(error)) from error


def _parts(suffix: str, data: bytes) -> Parts:
    """Each reader is loaded with its libraries when the first file of its kind comes."""
    if suffix in (".html", ".htm", ".xhtml"):
        from bot.articles.readers.html import read_html

        return (("", read_html(data)),)
    if suffix == ".pdf":
        from bot.articles.readers.pdf import read_pdf

        return (("", read_pdf(data)),)
    if suffix == ".docx":
        from bot.articles.readers.docx import read_docx

        check_container(data)
        return (("", read_docx(data)),)
    if suffix == ".epub":
        from bot.articles.readers.epub import read_epub

        check_container(data)
        return (("", read_epub(data)),)
    if suffix in (".rss", ".atom", ".xml"):
        from bot.articles.readers.feed import read_feed

        if suffix == ".xml" and _root(data) not in _FEED_ROOTS:
            raise RejectionError(NO_FEED)
        return read_feed(data)
    raise RejectionError(unsupported_sentence())


def _root(data: bytes) -> str | None:
    """The name of an XML file's outermost element, without its namespace."""
    names: list[str] = []
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: names.append(name)
    with suppress(ExpatError, ValueError):  # what stands before a mistake counts
        parser.Parse(data[:_ROOT_BYTES])
    return names[0].rpartition(" ")[2] if names else None


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TimeUpError

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
