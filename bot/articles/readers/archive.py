"""Zip archives: each file within is an article of its own, or is left out with a reason.

Nothing that an archive says of itself is believed: neither how many entries it has, nor how large
they are. Whatever an entry unpacks to is counted while it unpacks.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import replace
from hashlib import sha256

from bot.articles.decode import decode
from bot.articles.readers.extracted import Extracted, Found
from bot.articles.readers.kinds import kind_of, suffix_of, too_large, unsupported_sentence
from bot.articles.reject import RejectionError

MAX_MEMBERS = 2_000
"""Files in an archive, or parts of a document that is one."""

MAX_UNPACKED_BYTES = 200_000_000
"""Of all files of an archive together."""

MAX_NAME_CHARS = 250
"""Of a member's name, its folders included."""

MAX_SIGNATURES = 50_000
"""Entries that are so much as listed. Each has its signature somewhere in the archive, so that no
more than these can come to light, whatever the archive says."""

CHUNK_BYTES = 65_536

NO_ARCHIVE = "The file is no zip archive, or a damaged one."
DAMAGED = "Damaged: it cannot be unpacked."
TOO_MANY = f"More than {MAX_MEMBERS:,} files in the archive."
TOO_MUCH = f"Unpacks to more than {MAX_UNPACKED_BYTES / 1e6:g} MB."
TWICE = "The archive holds this name twice."
NESTED = "An archive within an archive."

_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # flags: encrypted, strongly encrypted, names masked
_UTF8 = 0x800  # flag: the name is in UTF-8

Read = Callable[[str, bytes], Iterable[tuple[str, Extracted]]]


def read_archive(data: bytes, read: Read) -> Iterator[Found]:
    """Every member in the archive's order, one unpacked at a time; folders, hidden files and what
    macOS adds are passed over.

    ``read(suffix, bytes)`` gives the articles of a member that is not plain text: their names,
    empty for the member itself, and what was extracted. It may raise RejectionError, which costs
    the archive no more than that member. Raises RejectionError when it is the archive that is bad.
    """
    archive = _opened(data)
    entries = [(info, name) for info in archive.infolist() if (name := _name(info)) is not None]
    if not entries:
        raise RejectionError("The archive holds no file.")
    if len(entries) > MAX_MEMBERS:
        raise RejectionError(TOO_MANY)
    if sum(info.file_size for info, name in entries if not _refusal(info, name)) > (
        MAX_UNPACKED_BYTES
    ):
        raise RejectionError(TOO_MUCH)
    names: set[str] = set()
    for info, name in entries:
        shown = _shown(name)
        twice = Found(shown, "", None, TWICE)
        for found in (twice,) if shown in names else _member(archive, info, name, shown, read):
            if found.member in names:
                found = replace(twice, member=_another(found.member, names))
            names.add(found.member)
            yield found


def entry_digest(extracted: Extracted) -> str:
    """In the stead of the SHA-256 of its bytes, which an entry of a feed shares with others: one
    that changes with what was extracted of it, and with nothing else."""
    return sha256(repr(extracted).encode("utf-8", "surrogatepass")).hexdigest()


def check_container(data: bytes) -> None:
    """Make sure that a document which is a zip archive can be unpacked safely by a library that
    believes what the archive says. Raises RejectionError."""
    if data.startswith(_OLE):
        raise RejectionError("Protected by a password, or of the format before 2007.")
    archive = _opened(data)
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise RejectionError(TOO_MANY)
    if sum(info.file_size for info in entries) > MAX_UNPACKED_BYTES:
        raise RejectionError(TOO_MUCH)
    if len({info.filename for info in entries}) < len(entries):
        raise RejectionError("Damaged: two of its parts have the same name.")
    for info in entries:
        if info.flag_bits & _ENCRYPTED:
            raise RejectionError("Encrypted.")
        for _ in _chunks(archive, info):
            pass


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.count(_ENTRY) > MAX_SIGNATURES:
        raise RejectionError(TOO_MANY)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError as error:
        raise RejectionError("A name in the archive is not valid UTF-8.") from error
    except MemoryError:
        raise
    except Exception as error:  # zipfile lets through whatever a damaged field leads to
        raise RejectionError(NO_ARCHIVE, detail=repr(error)) from error


def _name(info: zipfile.ZipInfo) -> str | None:
    """A member's name with forward slashes, whether or not it is one to use; None for what is
    passed over."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        with suppress(UnicodeError):  # where it is not UTF-8 unsaid, it is cp437 as it should be
            name = name.encode("cp437").decode("utf-8")
    name = name.replace("\\", "/")
    parts = name.split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    if name.endswith("/") or hidden or "__MACOSX" in parts:
        return None
    rooted = "/" if name.startswith("/") else ""
    return rooted + "/".join(part for part in parts if part not in ("", "."))


def _refusal(info: zipfile.ZipInfo, name: str) -> str | None:
    """Why a member is not even unpacked."""
    mode = info.external_attr >> 16
    kind = kind_of(name)
    if not name.isprintable():
        return "The file's name holds characters that cannot be shown."
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return "The file's name leads out of the archive."
    if len(name) > MAX_NAME_CHARS:
        return f"The file's name is longer than {MAX_NAME_CHARS} characters."
    if stat.S_ISLNK(mode):
        return "A link."
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "Not a regular file."
    if suffix_of(name) == ".zip":
        return NESTED
    if kind is None:
        return unsupported_sentence()
    if info.flag_bits & _ENCRYPTED:
        return "Encrypted."
    return too_large(name, info.file_size)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, shown: str, read: Read
) -> Iterator[Found]:
    if reason := _refusal(info, name):
        yield Found(shown, "", None, reason)
        return
    try:
        data = b"".join(_chunks(archive, info))
        digest = sha256(data).hexdigest()
        for inner, extracted in _read(suffix_of(name), data, read):
            if inner:
                yield Found(f"{shown}/{inner}", entry_digest(extracted), extracted)
            else:
                yield Found(shown, digest, extracted)
    except RejectionError as error:
        yield Found(shown, "", None, str(error))


def _read(suffix: str, data: bytes, read: Read) -> Iterable[tuple[str, Extracted]]:
    kind = kind_of(suffix)
    if kind is None or not kind.plain:
        return read(suffix, data)
    text, notes = decode(data)
    return (("", Extracted(text, kind=suffix, notes=notes)),)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member, a piece at a time, and none that it does not declare. Raises
    RejectionError when it is damaged or not what it declares to be."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RejectionError("Packed in a way that is not read.")  # nor bounded while it unpacks
    unbelieved = copy(info)
    unbelieved.file_size = info.file_size + 1
    size = 0
    try:
        with archive.open(unbelieved) as file:
            while chunk := file.read(min(CHUNK_BYTES, unbelieved.file_size - size)):
                size += len(chunk)
                if size > info.file_size:
                    break
                yield chunk
    except MemoryError:
        raise
    except Exception as error:  # as in _opened
        raise RejectionError(DAMAGED, detail=repr(error)) from error
    if size != info.file_size:
        raise RejectionError(DAMAGED)


def _shown(name: str) -> str:
    """A name that can be part of a path, also for one that cannot."""
    name = name if name.isprintable() else ascii(name)[1:-1]
    inner = [part for part in name.split("/") if part not in ("", "..")]
    return "/".join(inner)[:MAX_NAME_CHARS] or "?"


def _another(name: str, names: set[str]) -> str:
    number = 2
    while (other := f"{name} ({number})") in names:
        number += 1
    return other
