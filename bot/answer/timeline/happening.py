"""A chosen sentence as an Event: its date, its quote and its citation."""

from __future__ import annotations

from datetime import date

from bot.answer.answer import Excerpt
from bot.answer.event import Event
from bot.answer.quotes import MAX_QUOTE_CHARS
from bot.answer.timeline.choice import Choice
from bot.answer.timeline.slots import Slots
from bot.articles.article import Provenance, Span
from bot.search.mentions import Trait
from bot.search.snapshot import Snapshot
from bot.text.dates import Granularity

SAME_SENTENCE = 0.8
"""Share of a sentence's terms that another must hold to be nearly the same."""


def to_event(snapshot: Snapshot, slots: Slots, choice: Choice, greatest: float) -> Event:
    """`greatest` is the weight of the best event, which has the score 1."""
    mentions = snapshot.mentions
    number, document, whole = snapshot.sentence(choice.sentence)
    named = Span(whole.start, whole.start)
    anchored = True
    if choice.mention >= 0:
        named = Span(int(mentions.starts[choice.mention]), int(mentions.ends[choice.mention]))
        anchored = bool(mentions.traits[choice.mention] & Trait.ANCHORED)
    span = _cut(document.text, whole, named)
    excerpt = Excerpt(
        article=document.article,
        paragraph=snapshot.paragraph(number)[1].number,
        span=span,
        quote=document.slice(span),
        highlight=Span(named.start - span.start, named.end - span.start),
        score=choice.weight / greatest,
        also_in=_also_in(snapshot, number, choice.sentence),
        warnings=document.article.warnings,
        cut_before=span.start > whole.start,
        cut_after=span.end < whole.end,
    )
    return Event(
        first=date.fromordinal(int(slots.first[choice.slot])),
        last=date.fromordinal(int(slots.last[choice.slot])),
        granularity=Granularity(int(slots.granularity[choice.slot])),
        ranged=bool(slots.ranged[choice.slot]),
        planned=choice.planned,
        inferred=anchored and document.article.provenance["date"] is Provenance.INFERRED,
        excerpt=excerpt,
    )


def _also_in(snapshot: Snapshot, number: int, sentence: int) -> tuple[str, ...]:
    """Ids of other articles that hold the sentence, or nearly, in a near copy of its paragraph."""
    layout, documents = snapshot.layout, snapshot.documents
    own, told = layout.article_of[number], _terms(snapshot, sentence)
    found = dict[int, None]()
    for twin in snapshot.copies_of(number).tolist():
        within = range(int(layout.first_sentence[twin]), int(layout.first_sentence[twin + 1]))
        if layout.article_of[twin] != own and any(
            len(told & _terms(snapshot, other)) >= SAME_SENTENCE * len(told) for other in within
        ):
            found[int(layout.article_of[twin])] = None
    return tuple(documents[place].article.id for place in found)


def _terms(snapshot: Snapshot, sentence: int) -> frozenset[int]:
    starts = snapshot.terms.starts
    return frozenset(snapshot.terms.ids[starts[sentence] : starts[sentence + 1]].tolist())


def _cut(text: str, whole: Span, named: Span) -> Span:
    """Whole words of the sentence within the limit, around the date where it stands late."""
    if whole.end - whole.start <= MAX_QUOTE_CHARS:
        return whole
    start = whole.start
    if named.end - start > MAX_QUOTE_CHARS:
        start = max(start, min(named.start, named.end - MAX_QUOTE_CHARS // 2))
        start = text.find(" ", start - 1, named.start) + 1 or named.start
    end = min(whole.end, start + MAX_QUOTE_CHARS)
    if end < whole.end:
        end = max(text.rfind(" ", start, end + 1), min(named.end, end))
        end = len(text[:end].rstrip())
    return Span(start, end)
