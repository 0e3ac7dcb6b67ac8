"""Timelines that the desk tells in tests, over the articles of the simulated server."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from bot.answer.event import Event, Timeline, Topic
from bot.articles.article import Span
from bot.desk import Desk
from bot.errors import PictureError
from tests.timelines import event, timeline

from .conftest import Room

PNG = b"\x89PNG\r\n\x1a\n a picture"


@dataclass
class Teller:
    """Stands where the desk makes timelines and pictures: `told` is the next timeline, whatever
    the topic, and `image` its picture, an error to be raised, or None."""

    told: Timeline
    topics: list[Topic] = field(default_factory=list)
    image: bytes | Exception | None = PNG
    drawn: int = 0

    def tell(self, snapshot: Any, topic: Topic, weights: Any) -> Timeline:
        self.topics.append(topic)
        kept = self.told.events[: topic.events]
        return replace(self.told, topic=topic, events=kept, snapshot=snapshot.number)

    async def picture(self, desk: Desk, timeline: Timeline) -> bytes | None:
        self.drawn += 1
        if isinstance(self.image, Exception):
            raise self.image
        return self.image if timeline.answered else None


@pytest.fixture
def teller(room: Room, monkeypatch: pytest.MonkeyPatch) -> Teller:
    teller = Teller(timeline(lighthouse_events(room.client.desk), articles=4))

    async def picture(desk: Desk, made: Timeline) -> bytes | None:
        return await teller.picture(desk, made)

    monkeypatch.setattr("bot.desk.desk.tell", teller.tell)
    monkeypatch.setattr(Desk, "picture", picture)
    return teller


def lighthouse_events(desk: Desk) -> list[Event]:
    """Seven events, 1 to 7 May 2021, each a paragraph of the article on lighthouses."""
    [document] = [d for d in desk.corpus.documents if d.article.path == "lighthouses.md"]
    made = []
    for paragraph in document.paragraphs:
        quote = document.slice(paragraph.span)
        base = event(date(2021, 5, paragraph.number).isoformat(), quote, article=document.article)
        excerpt = replace(
            base.excerpt,
            paragraph=paragraph.number,
            span=Span(*paragraph.span),
            highlight=Span(0, len(quote.split()[0])),
        )
        made.append(replace(base, excerpt=excerpt))
    return made


def refusal(desk: Desk, suggestion: str | None = None) -> Timeline:
    near = tuple(each.excerpt for each in lighthouse_events(desk)[:2])
    return timeline(near_misses=near, suggestion=suggestion)


def broken_picture() -> PictureError:
    return PictureError("The picture could not be drawn.", detail="the worker has ended")


async def tell(room: Room, topic: str = "lighthouse colours", **options: Any) -> Any:
    result = await room.alice.slash(room.channel, "timeline", topic=topic, **options)
    return result.response


def gallery(message: Any) -> list[dict[str, Any]]:
    """The pictures on a card."""
    parts = message.components[0]["components"]
    return [item for part in parts if part["type"] == 12 for item in part["items"]]


def dates(message: Any) -> list[str]:
    """The dates above the events of a card, in its order."""
    texts = [p["content"] for p in message.components[0]["components"] if p["type"] == 10]
    return [text.split("**")[1] for text in texts if text.startswith("**")]
