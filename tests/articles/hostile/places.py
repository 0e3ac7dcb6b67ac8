"""What is no file, or not where it seems to be, or has a name that does harm."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.articles.hostile.kinds import PROSE, Hostile, file

_NAMES = (
    "a\nb.txt",
    "\u202etxt.txt",
    "@everyone.txt",
    "<@&1> [a](b).txt",
    "..txt.txt",
    "-rf.txt",
    "`a`|||a||.txt",
    "\x1b[2J.txt",
    "a//b".replace("//", "∕∕") + ".txt",
    "n" * 246 + ".txt",
    "\u200b.txt",
    "CON.txt",
    "a.txt ",
)


def names(folder: Path) -> None:
    for name in _NAMES:
        (folder / name).write_text(PROSE)


def no_unicode(folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt"))).write_text(PROSE)


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")
    os.mkfifo(folder / "a.pdf")


def sock(folder: Path) -> None:
    """Its path may be longer than a socket's can be, so that it is made elsewhere."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("a.txt")
    finally:
        os.chdir(here)


def endless(folder: Path) -> None:
    for number, target in enumerate(("/dev/zero", "/dev/urandom", "/proc/self/mem", "/dev/stdin")):
        (folder / f"{number}.txt").symlink_to(target)


def links_out(folder: Path) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text(PROSE)
    (folder / "a.txt").symlink_to(outside)
    (folder / "b.txt").symlink_to("/etc/passwd")
    (folder / "c").symlink_to("/")


def link_loops(folder: Path) -> None:
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "c").symlink_to(".")
    (folder / "d.txt").symlink_to("d.txt/e.txt")


def folders(folder: Path) -> None:
    for name in ("a.pdf", "b.txt", "c.zip"):
        (folder / name).mkdir()
        (folder / name / "in.txt").write_text(PROSE)


def deep(folder: Path) -> None:
    at = folder
    for _ in range(60):
        at = at / "d"
        at.mkdir()
    (at / "a.txt").write_text(PROSE)


def sparse(folder: Path) -> None:
    for name in ("a.txt", "a.pdf", "a.zip"):
        with (folder / name).open("wb") as made:
            made.truncate(10_000_000_000)


def forbidden(folder: Path) -> None:
    """To all but root."""
    (folder / "a.txt").write_text(PROSE)
    (folder / "a.txt").chmod(0)
    (folder / "d").mkdir(mode=0)


def many(folder: Path) -> None:
    for number in range(3_000):
        (folder / f"{number}.txt").touch()


PLACES = (
    Hostile("names that break lines, mention and mislead", names, "cannot be shown"),
    Hostile("a name that is no Unicode", no_unicode, "cannot be shown"),
    Hostile("pipes that nobody writes to", pipe, "Not a regular file"),
    Hostile("a socket", sock, "Not a regular file"),
    Hostile("links to endless devices", endless, "leads out"),
    Hostile("links that lead out", links_out, "leads out"),
    Hostile("links in a circle", link_loops, "leads nowhere"),
    Hostile("folders with names of files", folders, "article"),
    Hostile("folders 60 deep", deep, "folders deep"),
    Hostile("sparse files of 10 GB", sparse, "Larger than"),
    Hostile("files without permission", forbidden),
    Hostile("3,000 empty files", many, "The file is empty", quick=False),
    file("a program as text", "a.txt", lambda: b"MZ\x90\0" + bytes(range(256)) * 99, "Not a text"),
    file(
        "a picture as Markdown", "a.md", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Not a"
    ),
    file("a kind that nobody knows", "a.exe", lambda: b"MZ", "Unsupported kind"),
    file("an empty file", "a.docx", lambda: b"", "The file is empty"),
)
