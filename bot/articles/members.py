"""Paths of articles that share a file: ``press/march.zip//talks/day-two.html``.

No path of a file holds two slashes in a row, so that a folder called ``march.zip`` is no archive.
"""

from __future__ import annotations

SEPARATOR = "//"

TOP = ""
"""The collection of the files that are in no folder."""


def member_path(file: str, member: str) -> str:
    """The path of an article; `member` is empty where the file is the article."""
    return f"{file}{SEPARATOR}{member}" if member else file


def file_of(path: str) -> str:
    """The file that holds the article at `path`."""
    return path.partition(SEPARATOR)[0]


def member_of(path: str) -> str:
    """The name within the file, empty where the file is the article."""
    return path.partition(SEPARATOR)[2]


def collection_of(path: str) -> str:
    """The top-level folder that an article lies in, or TOP."""
    folder, slash, _ = file_of(path).partition("/")
    return folder if slash else TOP


Hidden = frozenset[str]
"""Collections that somebody may not see."""

NOTHING_HIDDEN: Hidden = frozenset()
