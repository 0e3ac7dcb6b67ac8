"""When an article was published that does not say so: bounds, where the corpus makes them sound.

Evidence are the article's own dates (bot.articles.bounds) and sentences about a weekday that it
shares with dated articles (bot.articles.sameweek).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.articles.article import Document, Provenance
from bot.articles.bounds import Bounds, told
from bot.articles.sameweek import same_week

AT_ODDS = "Its dates contradict each other, so when it was published was not inferred."


def bounded(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The same documents in order, those without a date with what bounds the corpus gives them.

    Bounds that they had before are forgotten. An article that nothing bounds is left as it was, and
    so is one whose evidence contradicts itself, with AT_ODDS in its notes.
    """
    weeks = same_week(documents)
    return tuple(
        document
        if document.article.date
        else _with_bounds(document, told(document), weeks.get(document.article.id, Bounds()))
        for document in documents
    )


def _with_bounds(document: Document, own: Bounds, shared: Bounds) -> Document:
    both = own.within(shared)
    bounds = Bounds() if both.at_odds else both
    known = bounds.earliest or bounds.latest
    article = replace(
        document.article,
        earliest=bounds.earliest,
        latest=bounds.latest,
        provenance={
            **document.article.provenance,
            "date": Provenance.INFERRED if known else Provenance.UNKNOWN,
        },
    )
    notes = tuple(note for note in document.notes if note != AT_ODDS)
    notes += (AT_ODDS,) if both.at_odds else ()
    changed = replace(document, article=article, notes=notes)
    return document if changed == document else changed
