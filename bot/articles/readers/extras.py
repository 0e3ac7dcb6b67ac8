"""Readers whose libraries are extras: what a moderator is told where one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.articles.reject import RejectionError


@contextmanager
def extra(name: str, kind: str) -> Iterator[None]:
    """Around the imports of a reader: `name` is the extra of pyproject.toml that brings them, and
    `kind` what the files are called ("HTML"). Raises RejectionError instead of ImportError."""
    try:
        yield
    except ImportError as error:
        raise RejectionError(
            f"{kind} files need an extra: pip install 'refdesk[{name}]'.", detail=str(error)
        ) from None
