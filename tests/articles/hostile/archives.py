"""Zip archives that are larger than they say, lie, lead out or never end."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable

from tests.articles.hostile.kinds import PROSE, file

ZEROS = 1_000_000


def zipped(
    members: Iterable[tuple[str | zipfile.ZipInfo, bytes]], *, stored: bool = False
) -> bytes:
    data = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, content, method)
    return data.getvalue()


def deflated(size: int, window: int = -15) -> tuple[bytes, int]:
    """So many zeros, packed without ever holding them, and their checksum. A `window` of 15 puts
    zlib's head and tail around them."""
    packer, crc, zeros = zlib.compressobj(1, zlib.DEFLATED, window), 0, bytes(ZEROS)
    pieces = []
    for _ in range(size // ZEROS):
        pieces.append(packer.compress(zeros))
        crc = zlib.crc32(zeros, crc)
    return b"".join([*pieces, packer.flush()]), crc


def entry(
    name: bytes, packed: bytes, crc: int, size: int, *, flags: int = 0, method: int = 8
) -> bytes:
    """A local header and what follows it."""
    head = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0
    )
    return head + name + packed


def listed(name: bytes, packed: int, crc: int, size: int, at: int, *, method: int = 8) -> bytes:
    """A line of the list at an archive's end."""
    fields = (20, 20, 0, method, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0, at)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields) + name


def closed(entries: bytes, directory: bytes, count: int) -> bytes:
    count = min(count, 65_535)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(entries), 0)
    return entries + directory + end


def gigabyte() -> bytes:
    packed, crc = deflated(1_000 * ZEROS)
    first = entry(b"zeros.txt", packed, crc, 1_000 * ZEROS)
    directory = listed(b"zeros.txt", len(packed), crc, 1_000 * ZEROS, 0)
    return closed(first, directory, 1)


def lying() -> bytes:
    """Said to be a hundred bytes, and a gigabyte once unpacked."""
    packed, _ = deflated(1_000 * ZEROS)
    crc = zlib.crc32(bytes(100))
    first = entry(b"small.txt", packed, crc, 100)
    return closed(first, listed(b"small.txt", len(packed), crc, 100, 0), 1)


def overlapping() -> bytes:
    """Two thousand entries that are all the same four megabytes."""
    packed, crc = deflated(4 * ZEROS)
    name = b"0000.txt"
    first = entry(name, packed, crc, 4 * ZEROS)
    lines = (
        listed(b"%04d.txt" % number, len(packed), crc, 4 * ZEROS, 0) for number in range(1_999)
    )
    return closed(first, b"".join(lines), 1_999)


def flat() -> bytes:
    """Sixty members that are four megabytes of zeros each, none of them over its limit."""
    packed, crc = deflated(4 * ZEROS)
    entries, directory = b"", b""
    for number in range(60):
        name = b"%02d.txt" % number
        directory += listed(name, len(packed), crc, 4 * ZEROS, len(entries))
        entries += entry(name, packed, crc, 4 * ZEROS)
    return closed(entries, directory, 60)


def nested() -> bytes:
    """Six archives, each of sixteen of the next."""
    inner = zipped([("zeros.txt", bytes(ZEROS))])
    for _ in range(5):
        inner = zipped((f"{number:02}.zip", inner) for number in range(16))
    return inner


def crowded() -> bytes:
    """A list of two million entries, none of which is there."""
    line = listed(b"a", 0, 0, 0, 0, method=0)
    return closed(b"", line * 2_000_000, 65_535)


def crowd() -> bytes:
    return zipped(((f"{number}.txt", b"A") for number in range(2_500)), stored=True)


def liar64() -> bytes:
    """The long form of the list's end, which says that there is all there can be."""
    entries = entry(b"a.txt", b"A", zlib.crc32(b"A"), 1, method=0)
    directory = listed(b"a.txt", 1, zlib.crc32(b"A"), 1, 0, method=0)
    most = 2**63
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, most, most, most, most)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(entries) + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, 2**32 - 1, 2**32 - 1, 0)
    return entries + directory + end64 + locator + end


def link() -> bytes:
    info = zipfile.ZipInfo("out.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped([(info, b"/etc/passwd"), ("in.txt", PROSE.encode())])


def device() -> bytes:
    info = zipfile.ZipInfo("zero.txt")
    info.external_attr = (stat.S_IFCHR | 0o666) << 16
    return zipped([(info, b""), ("in.txt", PROSE.encode())])


def leading_out() -> bytes:
    names = ("../up.txt", "/etc/root.txt", "C:/windows.txt", "a/../../b.txt", "..\\up.txt")
    return zipped([*((name, PROSE.encode()) for name in names), ("in.txt", PROSE.encode())])


def odd_names() -> bytes:
    names = (
        "a\nb.txt",
        "\u202etxt.a.txt",
        "@everyone.txt",
        "n" * 400 + ".txt",
        "caf\xe9.txt",
        "\x1b",
    )
    return zipped((name, PROSE.encode()) for name in names)


def twice() -> bytes:
    text = PROSE.encode()
    crc = zlib.crc32(text)
    first = entry(b"a.txt", text, crc, len(text), method=0)
    line = listed(b"a.txt", len(text), crc, len(text), 0, method=0)
    return closed(first, line * 3, 3)


def encrypted() -> bytes:
    data = bytearray(zipped([("a.txt", PROSE.encode())]))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def unfinished() -> bytes:
    whole = zipped([("a.txt", PROSE.encode() * 50), ("b.txt", PROSE.encode())])
    return whole[: len(whole) // 2]


def damaged() -> bytes:
    data = bytearray(zipped([("a.txt", PROSE.encode() * 50), ("b.txt", PROSE.encode())]))
    data[60:70] = bytes(10)
    return bytes(data)


def unicode_lie() -> bytes:
    """A name said to be UTF-8 that is not."""
    data = bytearray(zipped([("\xe9\xe9.txt", PROSE.encode())]))
    name = "\xe9\xe9.txt".encode()
    return bytes(data).replace(name, b"\xff" * 4 + b".txt")


def bzip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", bytes(4 * ZEROS))
    return data.getvalue()


ARCHIVES = (
    file("zip of a gigabyte of zeros", "a.zip", gigabyte, r"Larger than 5 MB", quick=False),
    file("zip that says it is small", "a.zip", lying, "Damaged", quick=False),
    file("zip of overlapping entries", "a.zip", overlapping, "more than 200 MB"),
    file("flat zip bomb", "a.zip", flat, "more than 200 MB"),
    file("nested zip bomb", "a.zip", nested, "An archive within an archive"),
    file("zip that lists two million entries", "a.zip", crowded, "More than 2,000", quick=False),
    file("zip of 2,500 files", "a.zip", crowd, "More than 2,000"),
    file("zip64 that lies", "a.zip", liar64, "no zip archive"),
    file("zip with a link", "a.zip", link, r"A link\."),
    file("zip with a device", "a.zip", device, "Not a regular file"),
    file("zip whose names lead out", "a.zip", leading_out, "leads out of the archive"),
    file("zip with names of control characters", "a.zip", odd_names, "cannot be shown"),
    file("zip with a name thrice", "a.zip", twice, "this name twice"),
    file("encrypted zip", "a.zip", encrypted, "Encrypted"),
    file("half a zip", "a.zip", unfinished, "no zip archive"),
    file("zip with a damaged member", "a.zip", damaged, "Damaged"),
    file("zip whose name is no UTF-8", "a.zip", unicode_lie, "not valid UTF-8"),
    file("zip packed with bzip2", "a.zip", bzip, "Packed in a way"),
    file("empty zip", "a.zip", lambda: zipped(()), "holds no file"),
)
