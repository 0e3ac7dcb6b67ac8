"""/corpus unanswered, stats and export: of this server alone, for its moderators alone."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answer.chart.usage import DayUse, SourceUse, Usage
from bot.articles.members import Hidden
from bot.chat.corpus import filling, records
from bot.chat.corpus.record_cards import GROUPS_PER_PAGE, stats_card, unanswered_card
from bot.desk.pictures import Pictures
from bot.errors import PictureError
from bot.log.reports.stats import Stats
from bot.log.reports.unanswered import Unanswered, Wanted

from .builders import well_formed
from .conftest import CRANES_QUESTION, UNKNOWN_QUESTION, Room, said
from .logged import file_of, parts, presses
from .logged import log as log
from .logged import mod as mod
from .logged import path as path
from .wardens import SEALS, file

PNG = b"\x89PNG\r\n\x1a\nand so on"
COMMANDS = ("corpus unanswered", "corpus stats", "corpus export")
HOSTILE = "Does **bold** <@123> @everyone `cost` [money](https://x.example)?"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was drawn, which takes no time here."""
    asked: list[Any] = []

    async def picture(_: Pictures, what: Any) -> bytes | None:
        asked.append(what)
        return PNG

    monkeypatch.setattr(Pictures, "picture", picture)
    return asked


async def refuse(who: Any, room: Room, *questions: str) -> None:
    for question in questions:
        await who.slash(room.channel, "ask", question=question)


async def test_what_was_left_unanswered_is_listed_with_its_askers(room: Room, mod: Any) -> None:
    await refuse(room.alice, room, UNKNOWN_QUESTION, CRANES_QUESTION)
    await refuse(room.bob, room, UNKNOWN_QUESTION, HOSTILE)

    result = await mod.slash(room.channel, "corpus unanswered", days=7)

    shown = said(result.response)
    assert result.ephemeral
    assert shown.startswith(
        "### Left unanswered in the last 7 days\n2 questions, 3 asks; the most asked first\n"
        f"**{UNKNOWN_QUESTION}**\n-# 2 times by 2 people · last <t:"
    )
    assert "**Does \\*\\*bold\\*\\* \\<\\@123> \\@everyone" in shown
    assert CRANES_QUESTION not in shown
    assert str(room.alice.id) not in shown
    assert len(presses(result.response, "rd:fill:")) == 2


async def test_other_servers_are_not_told_of(room: Room, mod: Any) -> None:
    other = room.env.create_guild()
    place = other.create_text_channel("elsewhere")
    stranger = other.add_member(room.env.create_user("stranger"))
    await stranger.slash(place, "ask", question=UNKNOWN_QUESTION)
    await stranger.user.slash("ask", question=UNKNOWN_QUESTION)

    result = await mod.slash(room.channel, "corpus unanswered")
    assert said(result.response) == "### Nothing was left unanswered in the last 30 days"
    stats = await mod.slash(room.channel, "corpus stats")
    assert "Nothing asked" in said(stats.response)
    export = await mod.slash(room.channel, "corpus export")
    assert "nothing to export" in export.response.content
    assert room.errors() == ["QuestionError"]


async def test_pages_turn_and_survive_a_restart(room: Room, mod: Any) -> None:
    names = "zeppelin penguin opera kilimanjaro tulip chess violin".split()
    await refuse(room.alice, room, *(f"Who knows the {name}?" for name in names))
    message = (await mod.slash(room.channel, "corpus unanswered")).response
    assert len(presses(message, "rd:fill:")) == GROUPS_PER_PAGE
    first = said(message)
    await room.restart()
    [onward] = presses(message, "rd:unanswered:")
    assert onward == "rd:unanswered:30:1:f"
    await mod.click(message, custom_id=onward)
    assert len(presses(message, "rd:fill:")) == len(names) - GROUPS_PER_PAGE
    shown = first + said(message)
    assert all(name in shown for name in names)
    await mod.click(message, custom_id="rd:unanswered:30:0:b")
    assert said(message) == first


async def test_what_was_answered_since_is_open_no_more(room: Room, mod: Any) -> None:
    question = "How many grey seals came back to the skerries?"
    await refuse(room.alice, room, question)
    (room.corpus / "seals.md").write_text(SEALS, "utf-8")
    await mod.slash(room.channel, "corpus reload")
    await refuse(room.bob, room, question)
    shown = said((await mod.slash(room.channel, "corpus unanswered", days=1)).response)
    assert shown == (f"### Nothing is left unanswered today\n-# Answered since: “{question}”")


async def test_an_article_is_added_for_a_question_by_its_form(room: Room, mod: Any) -> None:
    question = "How many grey seals came back to the skerries?"
    await refuse(room.alice, room, question)
    message = (await mod.slash(room.channel, "corpus unanswered")).response
    [adding] = presses(message, "rd:fill:")

    shown = await mod.click(message, custom_id=adding)
    assert shown.modal["components"][0]["description"] == question
    await room.restart()
    offered = await mod.submit_modal(shown, {filling.FILES: [file("seals.md", SEALS)]})

    assert offered.ephemeral
    assert "Seals return to the skerries" in said(offered.response)
    await mod.click(offered.response, label="Keep")
    answer = await room.alice.slash(room.channel, "ask", question=question)
    assert "Forty grey seals" in said(answer.response)


async def test_stats_are_a_card_with_a_picture(room: Room, mod: Any, drawn: list[Any]) -> None:
    await refuse(room.alice, room, CRANES_QUESTION, UNKNOWN_QUESTION)
    await refuse(room.bob, room, CRANES_QUESTION, UNKNOWN_QUESTION)

    result = await mod.slash(room.channel, "corpus stats", days=2)
    await room.env.settle()

    shown = said(result.response)
    assert result.ephemeral
    assert "4 asked, 2 refused (50 %)\n4 questions and 0 timelines by 2 people\n" in shown
    assert "No 👍 or 👎 yet" in shown
    assert "Quoted most: Quay Post (" in shown
    [gallery] = [part for part in parts(result.response) if part["type"] == 12]
    assert gallery["items"][0]["description"].startswith("Questions a day, ")
    assert (await file_of(result.response)) == ("use.png", PNG)
    [usage] = drawn
    assert usage.asked == 4


async def test_stats_without_a_picture_are_a_card_all_the_same(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> bytes:
        raise PictureError("The picture could not be drawn.")

    monkeypatch.setattr(Pictures, "picture", broken)
    await refuse(room.alice, room, CRANES_QUESTION)
    result = await mod.slash(room.channel, "corpus stats")
    assert "1 asked" in said(result.response)
    assert not result.response.attachments


async def test_a_collection_that_is_hidden_here_is_in_no_report(
    room: Room, mod: Any, drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may not see the top of the corpus is told of no quote from it."""
    await refuse(room.alice, room, CRANES_QUESTION)

    def hidden(*_: Any, **__: Any) -> Hidden:
        return frozenset({""})

    monkeypatch.setattr(records, "hidden_from", hidden)
    stats = await mod.slash(room.channel, "corpus stats")
    assert "Quoted most" not in said(stats.response)
    export = await mod.slash(room.channel, "corpus export", format="JSON Lines")
    _, data = await file_of(export.response)
    row = json.loads(data)
    assert (row["question"], row["quotes"], row["paths"]) == (CRANES_QUESTION, [], [])
    assert row["quotes_left_out"] > 0
    assert b"cranes.md" not in data


async def test_the_log_is_exported_without_names(room: Room, mod: Any) -> None:
    await refuse(room.alice, room, CRANES_QUESTION)
    await refuse(room.bob, room, UNKNOWN_QUESTION)

    table = await mod.slash(room.channel, "corpus export", since="2001")

    assert table.ephemeral
    name, data = await file_of(table.response)
    assert name.startswith("refdesk-log-2001-01-01-to-")
    assert name.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["question"], row["person"]) for row in rows] == [
        (CRANES_QUESTION, "1"),
        (UNKNOWN_QUESTION, "2"),
    ]
    for person in (room.alice, room.bob):
        assert str(person.id).encode() not in data


async def test_an_export_of_nothing_says_why(room: Room, mod: Any) -> None:
    await refuse(room.alice, room, CRANES_QUESTION)
    for options, sentence in (
        ({"since": "2020", "until": "2019"}, "The first date is after the last one"),
        ({"since": "soon"}, "I cannot read “soon” as a date"),
        ({"until": "2001"}, "Nothing was asked in that time"),
    ):
        result = await mod.slash(room.channel, "corpus export", **options)
        assert sentence in result.response.content
        assert room.errors() == ["QuestionError"]


async def test_members_without_the_right_are_refused_in_code(room: Room) -> None:
    room.registered("corpus")["default_member_permissions"] = None
    for name in COMMANDS:
        result = await room.alice.slash(room.channel, name)
        assert result.response.content.startswith("This takes the permission Manage Server")
        assert room.errors() == ["MissingPermissions"]


async def test_buttons_and_forms_ask_again_who_may(room: Room, mod: Any) -> None:
    await refuse(room.alice, room, UNKNOWN_QUESTION)
    message = (await mod.slash(room.channel, "corpus unanswered")).response
    [adding] = presses(message, "rd:fill:")
    shown = await mod.click(message, custom_id=adding)
    backend, role = room.env.backend, room.guild.roles["mods"]
    backend.remove_member_role(room.guild.id, mod.id, role.id)
    await room.env.settle()
    for pressed in (
        await mod.submit_modal(shown, {filling.FILES: [file("seals.md", SEALS)]}),
        await mod.click(message, custom_id=adding),
    ):
        assert pressed.response.content == "This takes the permission Manage Server."


def wanted(question: str) -> Wanted:
    return Wanted(question, "k" * 16, 10**6, 10**5, 3, 1.0, 0.25, None)


LONG = HOSTILE * 20


@pytest.mark.parametrize("page", [0, 1, 99])
def test_a_full_page_is_what_discord_takes(page: int) -> None:
    keyed = [Wanted(LONG, f"{number:016d}", 9, 9, 9, 1.0, 0.5, None) for number in range(9)]
    well_formed(unanswered_card(Unanswered(tuple(keyed), 99, (wanted(LONG),) * 9, 9, 5), 30, page))


@pytest.mark.parametrize("pictured", [False, True])
def test_full_stats_are_what_discord_takes(pictured: bool) -> None:
    usage = Usage(
        (DayUse(date(2026, 1, 1), 10**7, 10**7),),
        tuple(SourceUse(LONG, 10**7) for _ in range(8)),
    )
    made = Stats(usage, 10**6, 10**6, 10**6, 10**6, 10**6, (7,) * 24, 1_000.0)
    well_formed(stats_card(made, pictured=pictured))


async def test_the_log_itself_is_left_as_it_was(
    room: Room, mod: Any, path: Path, drawn: list[Any]
) -> None:
    await refuse(room.alice, room, CRANES_QUESTION)
    before = path.read_bytes()
    for name in COMMANDS:
        await mod.slash(room.channel, name)
    assert path.read_bytes() == before
