"""A picture as a file: whole or not at all, and never over what is no picture file."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

from bot.errors import PictureError, QuestionError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"  # PNG specification, 5.2
NOTHING_TO_DRAW = "There is nothing to draw, so no picture was written."

_SEPARATOR = f"[{re.escape(os.sep + (os.altsep or ''))}]"


def picture_target(name: str | Path | None) -> Path | None:
    """The file to write, links followed; None when none is wanted.

    Raises QuestionError where it is plain from the start that nothing can be written there, or that
    something else than a picture would be lost.
    """
    if name is None:
        return None
    if not str(name).strip() or "\0" in str(name):
        raise QuestionError("--png needs the name of a file.")
    if str(name) == "-":
        raise QuestionError("--png needs the name of a file; a picture is not printed.")
    if re.split(_SEPARATOR, str(name))[-1] in ("", ".", ".."):
        raise QuestionError("--png names a folder; it needs the name of a file.")
    try:
        target = Path(name).expanduser().resolve()
        _refuse(target)
    except (OSError, RuntimeError) as error:
        raise QuestionError("--png names a file that cannot be written.", detail=repr(error)) from (
            error
        )
    return target


def _refuse(target: Path) -> None:
    if target.is_dir():
        raise QuestionError("--png names a folder; it needs the name of a file.")
    if target.exists() and not target.is_file():
        raise QuestionError("--png names something that is not an ordinary file.")
    if not target.parent.is_dir():
        raise QuestionError("--png names a file in a folder that does not exist.")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise QuestionError("--png names a file in a folder that may not be written to.")
    if target.exists() and not os.access(target, os.W_OK):
        raise QuestionError("--png names a file that may not be written to.")
    if target.exists() and not _is_picture(target):
        raise QuestionError("--png names a file that is no PNG picture, so it was left alone.")


def _is_picture(target: Path) -> bool:
    """An empty file counts as one: it may just have been made to hold the picture."""
    with target.open("rb") as file:
        return file.read(len(PNG_SIGNATURE)) in (b"", PNG_SIGNATURE)


def write_picture(target: Path, picture: bytes) -> None:
    """Write aside, then rename, so that an old picture stays until the new one is whole, which
    takes over its mode.

    Raises PictureError.
    """
    aside = target.with_name(f".refdesk-{secrets.token_hex(8)}.part")
    try:
        with aside.open("xb") as file:
            file.write(picture)
        if target.exists():
            aside.chmod(stat.S_IMODE(target.stat().st_mode))
        aside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise PictureError("The picture could not be written.", detail=repr(error)) from error
