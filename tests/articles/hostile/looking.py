"""What comes of a folder, by the way that every file of a corpus goes."""

from __future__ import annotations

from pathlib import Path

from bot.articles.article import Document, Rejection
from bot.articles.files import read_articles, read_bytes
from bot.articles.folder import survey
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox

MAX_SENTENCE_CHARS = 300
VAGUE = ("could not be understood", "gave up")
"""Reasons that would say no more than that something went wrong."""


def outcomes(root: Path, sandbox: Sandbox) -> list[Document | Rejection]:
    """Of every file, what was left out first. Raises whatever comes through that should not."""
    found = survey(root, {})
    all_of_them: list[Document | Rejection] = list(found.rejected)
    for path in found.unread:
        try:
            all_of_them += read_articles(path, read_bytes(root, path), sandbox)
        except RejectionError as error:
            all_of_them.append(Rejection(path, str(error)))
    return all_of_them


def told(outcome: Document | Rejection) -> str:
    """An outcome in a few words: the reason, or "article" and its size."""
    if isinstance(outcome, Rejection):
        return outcome.reason
    return f"article of {len(outcome.text):,} characters"


def clear(reason: str) -> bool:
    """Whether a reason is one sentence or two that any person may be shown."""
    shown = reason.isprintable() and 0 < len(reason) <= MAX_SENTENCE_CHARS
    inner = any(word in reason for word in ("Error", "Traceback", "0x", "/tmp", "object at"))
    return shown and not inner and reason[0].isupper() and reason.endswith(".")
