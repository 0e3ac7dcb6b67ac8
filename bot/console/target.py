"""Where an export goes: standard output, or a new file that is there once it is whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.console.output import writing
from bot.errors import QuestionError

OWNER_ONLY = 0o600
"""The mode of the file: it tells of people."""


@contextmanager
def target(name: str) -> Iterator[BinaryIO]:
    """`-` is standard output. Whatever is raised within leaves no file.

    Raises QuestionError for a file that is there already or cannot be written, and OutputError.
    """
    if name == "-":
        with writing():
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    place, aside = _place(name)
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as error:
        raise QuestionError("That file cannot be written.", detail=repr(error)) from error
    try:
        with writing():
            with os.fdopen(descriptor, "wb") as file:
                yield file
            os.link(aside, place)  # which never takes the place of a file that has come meanwhile
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def _place(name: str) -> tuple[Path, Path]:
    if not name.strip() or "\0" in name:
        raise QuestionError("That is no name of a file.")
    place = Path(name).expanduser()
    if os.path.lexists(place):
        raise QuestionError("There is a file of that name already, so it was left alone.")
    return place, place.with_name(f".refdesk-{secrets.token_hex(8)}.part")
