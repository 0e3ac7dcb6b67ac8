"""The one way to say that a file stays out of the corpus."""

from __future__ import annotations

from bot.errors import CorpusError


class RejectionError(CorpusError):
    """`str(error)` is the reason in one line that a moderator understands."""
