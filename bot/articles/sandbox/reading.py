"""What the worker does with the bytes of one file: the reader of its kind, within a time."""

from __future__ import annotations

import codecs
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from types import FrameType
from xml.parsers.expat import ExpatError, ParserCreate

from bot.articles.decode import MAX_CONTROL_SHARE
from bot.articles.readers.archive import check_container, entry_digest, read_archive
from bot.articles.readers.extracted import Extracted, Found
from bot.articles.readers.kinds import MAX_SECONDS, kind_of, unsupported_sentence
from bot.articles.reject import RejectionError

MARGIN_SECONDS = 5.0
"""Before the time for an archive is up, the rest of it is left out."""

MAX_TEXT_CHARS = 5_000_000
"""Of one article; the same as of a plain file in ASCII."""

GAVE_UP = "The reader gave up on this file."
NO_FEED = "Neither an RSS nor an Atom feed."

NO_TEXT = "Not a text file."

_PAGES = (".html", ".htm", ".xhtml")
_FEEDS = (".rss", ".atom", ".xml")
_MARKUP = (*_PAGES, *_FEEDS)
_CONTROL = bytes([*range(9), *range(14, 27), 127])  # but for NUL, what decode() counts as well
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32 begins with either or with NUL
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
            yield _bounded(Found(name, entry_digest(extracted) if name else digest, extracted))
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
        yield _bounded(found)


def _seconds(suffix: str) -> float:
    kind = kind_of(suffix)
    return kind.max_seconds if kind else MAX_SECONDS


def _bounded(found: Found) -> Found:
    if found.extracted is None or len(found.extracted.text) <= MAX_TEXT_CHARS:
        return found
    return replace(found, extracted=None, reason=f"More than {MAX_TEXT_CHARS:,} characters.")


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
    if suffix in _MARKUP and not _is_text(data):
        raise RejectionError(NO_TEXT)
    if suffix in _PAGES:
        from bot.articles.readers.html import read_html

        return (("", read_html(data)),)
    if suffix == ".pdf":
        from bot.articles.readers.pdf import read_pdf

        return (("", read_pdf(data)),)
    if suffix == ".docx":
        check_container(data)
        from bot.articles.readers.docx import read_docx

        return (("", read_docx(data)),)
    if suffix == ".epub":
        check_container(data)
        from bot.articles.readers.epub import read_epub

        return (("", read_epub(data)),)
    if suffix in _FEEDS:
        if suffix == ".xml" and _root(data) not in _FEED_ROOTS:
            raise RejectionError(NO_FEED)
        from bot.articles.readers.feed import read_feed

        return read_feed(data)
    raise RejectionError(unsupported_sentence())


def _is_text(data: bytes) -> bool:
    """Told from the share of control characters, as decode() does of a plain file."""
    if data.startswith(_WIDE):
        return True
    return len(data) - len(data.translate(None, _CONTROL)) <= MAX_CONTROL_SHARE * len(data)


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
