"""Commands and buttons in Discord: all of them with their options and bounds, and no others."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
from discord import app_commands, ui

from bot.answer.answer import MAX_QUESTION_CHARS, MIN_QUESTION_CHARS
from bot.answer.event import DEFAULT_EVENTS, MAX_EVENTS, MIN_EVENTS
from bot.chat.article_cards import page_card
from bot.chat.ask import MAX_EXCERPTS
from bot.chat.cards import EXCERPTS_PER_PAGE, answer_card, context_card, vote_card
from bot.chat.client import Client
from bot.chat.corpus.checking import CATEGORIES
from bot.chat.corpus.record_cards import ADD
from bot.chat.ids import Mark, Place
from bot.chat.timeline_cards import EVENTS_PER_PAGE, article_card, timeline_card
from bot.desk import Context, Desk
from bot.settings import Settings
from tests.chat.builders import COVERED, article, entry, excerpt, labels, timeline_entry
from tests.corpora import document
from tests.timelines import event

from .reading import CORPUS, README, ROOT, flat, heads, row, section, word


async def registered(folder: Path) -> dict[str, Any]:
    """What the client registers at its start, by the name people see; nothing is sent."""
    client = Client(Desk(CORPUS), Settings(None, CORPUS, folder, None, 10, "INFO"))
    await client.setup_hook()
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    found = [one for kind in kinds for one in client.tree.walk_commands(type=kind)]
    assert len(client.tree.get_commands(type=discord.AppCommandType.user)) == 0
    await client.close()
    return {
        f"/{one.qualified_name}" if isinstance(one, app_commands.Command) else one.name: one
        for one in found
        if not isinstance(one, app_commands.Group)
    }


async def test_every_discord_command_is_there_with_its_options(tmp_path: Path) -> None:
    text = section("In Discord")
    commands = await registered(tmp_path)
    assert {"/ask", "/timeline", "Find sources"} <= commands.keys()
    said = {name for head in heads("command", text) for name in re.findall(r"^`([^`]+)`", head)}
    assert said == commands.keys()
    for name, command in commands.items():
        line = row(name, text)
        slash = isinstance(command, app_commands.Command)
        wanted = [
            f"`{parameter.display_name}`" if parameter.required else f"[`{parameter.display_name}`]"
            for parameter in (command.parameters if slash else ())
        ]
        head = line.split(" | ")[0]
        assert head.split()[len(name.split()) + 1 :] == wanted or not slash
        assert ("Manage Server" in line) == name.startswith("/corpus")
    assert set(re.findall(r"`(/corpus [a-z]+)`", README)) <= commands.keys()


async def test_the_commands_that_work_in_direct_messages_are_named(tmp_path: Path) -> None:
    [names] = re.findall(
        r"^(.*) also work in a direct message", section("In Discord"), re.MULTILINE
    )
    commands = await registered(tmp_path)
    alone = {
        name
        for name, command in commands.items()
        if command.allowed_contexts and command.allowed_contexts.dm_channel
    }
    assert set(re.findall(r"`([^`]+)`", names)) == alone


async def test_the_bounds_and_choices_of_the_commands_are_there(tmp_path: Path) -> None:
    text = section("In Discord")
    ask, timeline = row("/ask", text), row("/timeline", text)
    assert f"up to {word(MAX_EXCERPTS)}, {word(EXCERPTS_PER_PAGE)} a page" in ask
    events = f"{DEFAULT_EVENTS} unless `events` says {MIN_EVENTS} to {MAX_EVENTS}"
    assert f"{events}, {word(EVENTS_PER_PAGE)} a page" in timeline
    command = (await registered(tmp_path))["/timeline"]
    [order] = [parameter for parameter in command.parameters if parameter.name == "order"]
    *others, last = [choice.name.lower() for choice in order.choices]
    assert f"`order` is {', '.join(others)}, or {last}" in timeline
    asked = f"Questions have {MIN_QUESTION_CHARS} to {MAX_QUESTION_CHARS} characters, topics too"
    assert asked in flat(text)


def cards() -> list[ui.LayoutView]:
    """Cards that have between them every button there is."""
    many = [excerpt(f"Crane {number} arrived.") for number in range(4)]
    answers = (entry(*many), entry(*many, answered=False, suggestion="When?"))
    found = Context(many[0].article, ((3, many[0].quote),), 0, many[0].highlight)
    made = [answer_card(one, COVERED, page=1, place=Place.PRIVATE) for one in answers]
    made += [context_card(answers[0], 0, found), vote_card(answers[0].key, Mark.HELPFUL)]
    events = [event(f"2021-05-{day:02}", f"Crane {day} arrived.") for day in range(1, 8)]
    timelines = (
        timeline_entry(*events),
        timeline_entry(near_misses=tuple(many), suggestion="cranes"),
    )
    made += [timeline_card(one, COVERED, place=Place.PRIVATE) for one in timelines]
    long = document(*["A crane arrived. " * 60] * 5)
    made.append(page_card(replace(long, article=article(id="0" * 12)), 0))
    return [*made, *(article_card(one, 0, found) for one in timelines)]


def labelled() -> set[str]:
    """Every label that the code of the chat gives a button as it stands."""
    found = set()
    for path in (ROOT / "bot" / "chat").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "label":
                found |= {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
    return {str(each) for each in found}


def test_every_button_is_there() -> None:
    shown = {label for view in cards() for label in labels(view)}
    shown = {re.sub(r"\d+/\d+|Quote \d|(?<=: ).*|Not helpful|Helpful", "", each) for each in shown}
    days = {each for each in shown if re.fullmatch(r"\d+ May 2021", each)}
    assert days
    text = section("In Discord")
    names = {each for head in heads("button", text) for each in re.findall(r"`([^`…]+)", head)}
    public = shown - days - {"", "Take it back", *CATEGORIES.values()}
    assert public - names == set()
    moderators = {ADD, "Remove", "Keep", "Keep all 3", "Replace", "Delete mine", "Delete for good"}
    others = names - {" "} - public - moderators - set(CATEGORIES.values())
    assert others <= labelled()
    untold = {each for each in labelled() if each.isascii() and len(each) > 3} - names
    assert {each for each in untold if " " in each or each.istitle()} <= {"Shared", "Quote "}
    assert set(CATEGORIES.values()) | moderators <= names
    assert "`Take it back`" in text
    assert "a date moves to that event" in row("Context", text)


def test_the_address_of_the_invitation_is_the_one_discord_py_makes() -> None:
    url = discord.utils.oauth_url(
        1, permissions=discord.Permissions.none(), scopes=("bot", "applications.commands")
    )
    assert url.replace("client_id=1", "client_id=APPLICATION_ID") in section("Inviting the bot")
