"""Pictures show what the desk does; files and folders that are named exist."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.answer.answer import Question
from bot.answer.event import Topic
from bot.answer.timeline import tell
from bot.answer.weights import shipped
from bot.chat.timeline_cards import timeline_card
from bot.desk import Desk
from tests.chat.builders import COVERED, texts, timeline_entry

from .reading import CORPUS, README, ROOT, section

MAX_PICTURE_BYTES = 150_000
ASKED = {
    name: unescape(text)
    for name, text in re.findall(r'src="docs/(\w+)\.png".* alt="[^“"]*“([^”]+)”', README)
}


@pytest.mark.parametrize(("name", "answered"), [("answer", True), ("refusal", False)])
async def test_the_pictures_of_answers_show_what_the_desk_does(name: str, answered: bool) -> None:
    async with Desk(CORPUS) as desk:
        assert desk.answer(Question(ASKED[name])).answered is answered


async def test_the_picture_of_a_timeline_shows_what_the_desk_tells() -> None:
    async with Desk(CORPUS) as desk:
        told = tell(desk.snapshot, Topic(ASKED["timeline"]), shipped())
    assert told.answered
    entry = timeline_entry(*told.events, topic=told.topic.text, articles=told.articles)
    head = texts(timeline_card(entry, COVERED))[0]
    [alt] = re.findall(r'src="docs/timeline\.png".* alt="([^"]*)"', README)
    assert head.partition("\n-# ")[2] in unescape(alt)


def test_every_picture_is_there_small_and_shown() -> None:
    shown = re.findall(r'<img src="([^"]+)" width="\d+" alt="[^"]{20,}">', README)
    assert {ROOT / "docs" / f"{name}.png" for name in ASKED} == {ROOT / name for name in shown}
    assert len(shown) == README.count("<img") + README.count("![")
    assert {ROOT / name for name in shown} == set((ROOT / "docs").iterdir())
    for name in shown:
        data = (ROOT / name).read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(data) <= MAX_PICTURE_BYTES


def test_every_path_named_exists_and_every_room_is_there() -> None:
    paths = re.findall(r"`((?:bot|bench|tests)/[\w./]+)`", README)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    rooms = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")}
    listed = section("For developers")
    assert [name for name in rooms if f"bot/{name}/" not in listed] == []
    modules = {path.name for path in (ROOT / "bot").glob("*.py")} - {"__init__.py"}
    assert [name for name in modules if name not in listed] == []
