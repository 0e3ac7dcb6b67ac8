"""The paragraphs around a quote."""

from __future__ import annotations

from bot.answer.answer import Excerpt
from bot.articles.article import Span
from bot.desk.status import Context
from bot.errors import StaleError
from bot.search.snapshot import Snapshot


def context_of(snapshot: Snapshot, excerpt: Excerpt, around: int) -> Context:
    """The excerpt's paragraph with `around` paragraphs on each side. Raises StaleError when the
    article has changed since, or is not in the snapshot."""
    document = snapshot.document(excerpt.article.id)
    if document is None:
        raise StaleError("That article is no longer in the corpus. Please ask again.")
    if document.article.digest != excerpt.article.digest:
        raise StaleError("That article has changed since this answer. Please ask again.")
    place = excerpt.paragraph - 1
    first = max(0, place - around)
    shown = document.paragraphs[first : place + around + 1]
    start = document.paragraphs[place].span.start
    return Context(
        document.article,
        tuple((paragraph.number, document.slice(paragraph.span)) for paragraph in shown),
        place - first,
        Span(excerpt.span.start - start, excerpt.span.end - start),
    )
