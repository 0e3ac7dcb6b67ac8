"""The desk as the commands of this room open it, and an article in it by path or title."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.articles.article import Document
from bot.articles.document import article_id
from bot.console.clean import clean
from bot.console.progress import progress_bar
from bot.desk import Desk
from bot.desk.titles import find
from bot.errors import QuestionError

MAX_NAMED = 5
"""Articles that a message about an unclear title names."""

_SHOWN_CHARS = 80


@asynccontextmanager
async def looked_at(folder: Path, log_path: Path) -> AsyncIterator[Desk]:
    """The desk over a folder, brought up to date, that answers nobody. Raises CorpusError."""
    async with AsyncExitStack() as stack:
        with progress_bar(sys.stderr) as tell:
            desk = Desk(folder, data=log_path.parent, progress=tell)
            await stack.enter_async_context(desk)
        yield desk


def article_named(desk: Desk, text: str) -> Document:
    """By its path, or by its title if no other has the same or, where none has just this, one that
    begins so. Raises QuestionError."""
    snapshot = desk.snapshot
    path = re.sub(r"^\./", "", text.strip())
    document = snapshot.document(article_id(path))
    if document is not None and document.article.path == path:
        return document
    found = find(snapshot, text, MAX_NAMED)
    exact = [each for each in found if each.title.casefold() == text.strip().casefold()]
    if len(exact or found) == 1:
        document = snapshot.document((exact or found)[0].article_id)
        if document is not None:
            return document
    if not found:
        raise QuestionError(f"There is no article “{_shown(text)}”.")
    documents = (snapshot.document(each.article_id) for each in exact or found)
    paths = [clean(each.article.path) for each in documents if each is not None]
    raise QuestionError(f"“{_shown(text)}” may be any of {', '.join(paths)}: give the path.")


def _shown(text: str) -> str:
    shown = clean(text)
    return shown if len(shown) <= _SHOWN_CHARS else f"{shown[:_SHOWN_CHARS]}…"
