"""What others call: the picture as bytes, and the words that stand for it."""

from __future__ import annotations

from bot.answer.event import Event, Timeline
from bot.answer.snippet import snippet, units
from bot.answer.wording import extent, marks, plural, when
from bot.text.unseen import plain

MAX_ALT_CHARS = 1_024
"""What Discord allows, in UTF-16 units."""

MAX_TOPIC_CHARS = 120
EVENT_CHARS = 60


def draw(timeline: Timeline) -> bytes:
    """A PNG, 1,600 pixels wide and as high as the events need; the same bytes for the same
    timeline. Raises ValueError for a timeline without events."""
    if not timeline.events:
        raise ValueError("a timeline without events has no picture")
    from bot.answer.chart.figure import png

    return png(timeline)


def alt_text(timeline: Timeline) -> str:
    """What the picture shows: topic, span, how many events, and dates with a few words of each
    while there is room, in at most MAX_ALT_CHARS."""
    topic = plain(timeline.topic.text)
    topic = topic if len(topic) <= MAX_TOPIC_CHARS else topic[: MAX_TOPIC_CHARS - 1] + "…"
    if not timeline.events:
        return f"Timeline of {topic}: no events."
    counted = plural(len(timeline.events), "event")
    articles = plural(timeline.articles, "article")
    text = f"Timeline of {topic}: {counted}, {extent(timeline.events)}, from {articles}."
    for number, event in enumerate(timeline.events):
        left = len(timeline.events) - number
        line = _told(event)
        rest = f" And {left - 1} more." if left > 1 else ""
        if units(f"{text} {line}{rest}") > MAX_ALT_CHARS:
            return f"{text} And {left} more."
        text = f"{text} {line}"
    return text


def _told(event: Event) -> str:
    dated = ", ".join((when(event), *marks(event)))
    words = snippet(event.excerpt, lambda text: len(text) <= EVENT_CHARS)
    return f"{dated}: {words}" if words.endswith((".", "…", "!", "?")) else f"{dated}: {words}."
