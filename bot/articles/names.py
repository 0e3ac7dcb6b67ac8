"""Names of files and folders that people give, made safe to write into the corpus folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from bot.articles.members import SEPARATOR, TOP
from bot.articles.readers.kinds import supported, unsupported_sentence
from bot.errors import CorpusError
from bot.text.unseen import plain

MAX_STEM_BYTES = 120
"""Of a file's name without its suffix, or of a collection's, in UTF-8."""

NO_NAME = "The file has no name that can be kept: give it one of letters and digits."
NO_COLLECTION = "A collection is one folder: give it a name of letters and digits, without “/”."

_EDGES = " .-_~"
_NOT_IN_NAME = re.compile(r'[/\\:*?"<>|]+')


def safe_name(name: str) -> str:
    """The name of a file that somebody uploaded, as it may be written: its last part, in Unicode's
    form C, on one line, without what cannot be shown or steers a shell or another system, not
    hidden, at most MAX_STEM_BYTES long without its suffix, which is put into lower case.

    Raises CorpusError when nothing is left of it, or when files of its kind are not read.
    """
    last = re.split(r"[/\\]", plain(name))[-1]
    suffix = PurePosixPath(last).suffix
    stem = _safe(last[: len(last) - len(suffix)])
    if not supported(f"a{suffix}"):
        raise CorpusError(unsupported_sentence())
    if not stem:
        raise CorpusError(NO_NAME)
    return stem + suffix.lower()


def safe_collection(name: str) -> str:
    """The name of a top-level folder, new or not, as it may be written; blank is TOP.

    Raises CorpusError when it is no name of one folder, also where it would only be safe after a
    change: a folder that is there must not be missed by a letter.
    """
    if not name.strip():
        return TOP
    stripped = name.strip()
    if _safe(stripped) != stripped:
        raise CorpusError(NO_COLLECTION)
    return stripped


def place_for(name: str, collection: str = TOP) -> str:
    """The path, relative to the corpus folder, at which an uploaded file is kept. Raises
    CorpusError, see `safe_name` and `safe_collection`."""
    folder = safe_collection(collection)
    return f"{folder}/{safe_name(name)}" if folder else safe_name(name)


def checked(path: str) -> str:
    """`path` if it can be that of a file within the folder: relative, of parts that are neither
    empty, hidden nor upward. Raises CorpusError."""
    if SEPARATOR in path:
        raise CorpusError("An article within a file cannot be changed alone.")
    parts = path.split("/")
    if "\0" in path or "\\" in path or any(not part or part.startswith(".") for part in parts):
        raise CorpusError("There is no such file among the articles.", detail=repr(path))
    return path


def _safe(text: str) -> str:
    """Cut to MAX_STEM_BYTES at a character; empty when nothing is left."""
    line = unicodedata.normalize("NFC", plain(_NOT_IN_NAME.sub(" ", text)))
    shown = "".join(each for each in line if each.isprintable())
    kept = " ".join(shown.split()).strip(_EDGES)
    cut = kept.encode("utf-8", "ignore")[:MAX_STEM_BYTES].decode("utf-8", "ignore").rstrip(_EDGES)
    return cut if any(each.isalnum() for each in cut) else ""
