"""The README says what the code does: commands, options, settings, limits, examples, pictures."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

import bench.__main__
from bot.answer.answer import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_QUESTION_CHARS,
    MIN_QUESTION_CHARS,
    Question,
    answer_to_json,
)
from bot.answer.quotes import MAX_QUOTE_CHARS
from bot.articles.decode import MAX_FILE_BYTES
from bot.articles.document import MAX_LINES, MAX_PARAGRAPHS, READERS
from bot.articles.library import MAX_DEPTH
from bot.articles.readers.front_matter import MAX_FRONT_MATTER_CHARS, read_front_matter
from bot.articles.rewritten import MIN_DIFFERENT, MIN_PER_1000_WORDS
from bot.chat import client as chat_client
from bot.chat.cards import answer_card, context_card, vote_card
from bot.chat.client import Client
from bot.chat.ids import Mark, Place
from bot.console import arguments
from bot.console.arguments import DEFAULT_LOG_LIMIT, MAX_LOG_LIMIT
from bot.console.shell import HELP, HISTORY_NAME
from bot.desk import Context, Desk
from bot.log.schema import shipped as migrations
from bot.log.sqlite import QueryLog
from bot.settings import LOG_NAME, SETTINGS, Settings
from tests.chat.builders import COVERED, entry, excerpt, labels
from tests.log import values

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CORPUS = ROOT / "corpus"
MAX_PICTURE_BYTES = 150_000
PERSON = values.ASKER.user_id


def section(title: str) -> str:
    """The text below a heading, up to the next heading of the same rank."""
    start = re.search(rf"^(#+) {re.escape(title)}\n", README, re.MULTILINE)
    assert start, f"no section {title!r}"
    end = re.compile(rf"^{start[1]} ", re.MULTILINE).search(README, start.end())
    return README[start.end() : end.start() if end else len(README)]


def block(language: str, within: str = README) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", within, re.MULTILINE | re.DOTALL)
    assert found, f"no block of {language!r}"
    return found[1]


def row(first: str, within: str) -> str:
    found = re.search(rf"^\| `{re.escape(first)}`.*$", within, re.MULTILINE)
    assert found, f"no row that begins with {first!r}"
    return found[0]


def leaves(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The commands that take no further command."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    children = [child for action in below for child in action.choices.values()]
    return [leaf for child in children for leaf in leaves(child)] if below else [parser]


def spelled(action: argparse.Action) -> str:
    """An argument as a line of usage spells it."""
    name = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return f"[{name}]" if action.nargs == "?" else name
    return f"[{action.option_strings[-1]}{'' if action.nargs == 0 else ' ' + name}]"


def assert_spelled(parser: argparse.ArgumentParser, line: str) -> None:
    wanted = [a for a in parser._actions if a.dest != "help"]
    missing = [text for a in wanted if not a.required and (text := spelled(a)) not in line]
    missing += [a.dest for a in wanted if a.required and a.dest.upper() not in line.upper()]
    assert not missing, f"{parser.prog} lacks {missing}"
    invented = set(re.findall(r"--[a-z]+", line)) - {o for a in wanted for o in a.option_strings}
    assert not invented, f"{parser.prog} has no {invented}"


@pytest.mark.parametrize("parser", leaves(arguments.parser()), ids=lambda parser: parser.prog)
def test_every_terminal_command_is_there_with_its_options(parser: argparse.ArgumentParser) -> None:
    usage = block("", section("In the terminal"))
    command = parser.prog.removeprefix("refdesk ")
    [line] = re.findall(rf"^python -m bot {command}\b.*$", usage, re.MULTILINE)
    assert_spelled(parser, line)


@pytest.mark.parametrize("parser", leaves(bench.__main__._parser()), ids=lambda parser: parser.prog)
def test_every_bench_is_there_with_its_options(parser: argparse.ArgumentParser) -> None:
    name = parser.prog.split()[-1]
    [line] = re.findall(
        rf"^(python -m bench {name}\b[^#\n]*)", block("", section("Figures")), re.MULTILINE
    )
    assert_spelled(parser, line)


def test_no_command_or_setting_is_invented() -> None:
    bots = {parser.prog.removeprefix("refdesk ") for parser in leaves(arguments.parser())}
    for said in re.findall(r"python -m bot ([a-z]+(?: check)?)", README):
        assert said in bots
    benches = {parser.prog.split()[-1] for parser in leaves(bench.__main__._parser())}
    assert set(re.findall(r"python -m bench ([a-z]+)", README)) == benches
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)) <= targets
    settings = set(re.findall(r"^\| `([A-Z_]+)`", section("Settings"), re.MULTILINE))
    assert settings == {setting.name for setting in SETTINGS}


def test_the_global_options_and_bounds_are_there() -> None:
    text = section("In the terminal")
    assert "python -m bot --version" in text
    assert f"1 to {MAX_LIMIT} quotes ({DEFAULT_LIMIT} unless given)" in " ".join(text.split())
    assert f"1 to {MAX_LOG_LIMIT:,} log entries ({DEFAULT_LOG_LIMIT})" in text


def test_every_command_and_option_of_the_interactive_desk_is_there() -> None:
    text = section("In the terminal")
    names = re.findall(r"(?<!\S)(/[a-z]+|--[a-z]+)", HELP)
    assert {"/ask", "/quit", "--source"} <= set(names)
    assert [name for name in names if not re.search(rf"`{name}[` ]", text)] == []


def test_every_exit_code_is_there() -> None:
    modules = (arguments, chat_client)
    codes = {value for m in modules for name, value in vars(m).items() if name[:5] == "EXIT_"}
    said = section("In the terminal").partition("Exit codes: ")[2].partition("\n\n")[0]
    assert {int(code) for code in re.findall(r"\*\*(\d+)\*\*", said)} == codes


async def registered(folder: Path) -> list[Any]:
    """What the client registers at its start, groups taken apart; nothing is sent."""
    client = Client(Desk(CORPUS), Settings(None, CORPUS, folder, None, 10, "INFO"))
    await client.setup_hook()
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    found = [one for kind in kinds for one in client.tree.walk_commands(type=kind)]
    assert len(client.tree.get_commands(type=discord.AppCommandType.user)) == 0
    await client.close()
    return [one for one in found if not isinstance(one, app_commands.Group)]


async def test_every_discord_command_is_there_with_its_options(tmp_path: Path) -> None:
    text = section("In Discord")
    commands = await registered(tmp_path)
    names = set()
    for command in commands:
        slash = isinstance(command, app_commands.Command)
        name = f"/{command.qualified_name}" if slash else command.name
        names.add(name)
        line = row(name, text)
        for parameter in command.parameters if slash else ():
            known = f"`{parameter.name}`" if parameter.required else f"[`{parameter.name}`]"
            assert known in line
        if name.startswith("/corpus"):
            assert "Manage Server" in line
    assert {"/ask", "Find sources"} <= names
    assert set(re.findall(r"`(/corpus [a-z]+)`", README)) <= names


def test_every_button_is_there() -> None:
    many = [excerpt(f"Crane {number} arrived.") for number in range(4)]
    entries = (entry(*many), entry(*many, answered=False, suggestion="When?"))
    found = Context(many[0].article, ((3, many[0].quote),), 0, many[0].highlight)
    views = [answer_card(one, COVERED, page=1, place=Place.PRIVATE) for one in entries]
    views += [context_card(entries[0], 0, found), vote_card(entries[0].key, Mark.HELPFUL)]
    said = {label for view in views for label in labels(view)}
    said = {re.sub(r"\d+/\d+|Quote \d|(?<=: ).*|Not helpful", "", label) for label in said} - {""}
    text = section("In Discord")
    assert {"Context", "👍", "👎", "◀", "▶", "Share", "Ask instead: ", "Take it back"} == said
    assert [label for label in said if f"`{label}" not in text] == []


def test_the_address_of_the_invitation_is_the_one_discord_py_makes() -> None:
    url = discord.utils.oauth_url(
        1, permissions=discord.Permissions.none(), scopes=("bot", "applications.commands")
    )
    assert url.replace("client_id=1", "client_id=APPLICATION_ID") in section("Inviting the bot")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_there_and_in_the_example_with_its_default(setting: Any) -> None:
    default = f" `{setting.default}` " if setting.default else " "
    assert row(setting.name, section("Settings")) == (
        f"| `{setting.name}` |{default}| {setting.meaning} |"
    )
    assert f"\n{setting.name}={setting.default}\n" in (ROOT / ".env.example").read_text("utf-8")


def test_every_key_of_front_matter_is_in_an_example_that_reads_without_a_note() -> None:
    declared = read_front_matter(block("yaml", section("The articles")) + "\nText.\n")
    values = dataclasses.asdict(declared)
    assert values.pop("notes") == ()
    assert [name for name, value in values.items() if not value] == []
    assert len(declared.warnings) == 2


def test_every_format_and_limit_is_there() -> None:
    text = " ".join(section("The articles").split())
    limits = (
        (f"{MAX_FILE_BYTES / 1e6:g} MB a file", "MAX_FILE_BYTES"),
        (f"{MAX_LINES:,} lines", "MAX_LINES"),
        (f"{MAX_PARAGRAPHS:,} paragraphs", "MAX_PARAGRAPHS"),
        (f"folders {MAX_DEPTH} deep", "MAX_DEPTH"),
        (f"{MAX_FRONT_MATTER_CHARS:,} characters of front matter", "MAX_FRONT_MATTER_CHARS"),
        (f"{MAX_QUOTE_CHARS} characters a quote", "MAX_QUOTE_CHARS"),
    )
    assert [limit for limit in limits if f"{limit[0]} (`{limit[1]}`)" not in text] == []
    assert [ending for ending in READERS if f"`{ending}`" not in text] == []
    assert f"at least {MIN_DIFFERENT} different turns" in text
    assert f"at least {MIN_PER_1000_WORDS:g} in 1,000 words" in text
    asked = f"Questions have {MIN_QUESTION_CHARS} to {MAX_QUESTION_CHARS} characters"
    assert asked in " ".join(section("In Discord").split())


async def test_the_example_is_what_the_desk_answers() -> None:
    said = json.loads(block("json"))
    async with Desk(CORPUS) as desk:
        told = answer_to_json(desk.answer(Question(said["question"])))
    assert said.keys() == told.keys()
    assert said["answered"] is told["answered"] is True
    said_first, told_first = said["excerpts"][0], told["excerpts"][0]
    assert said_first.keys() == told_first.keys()
    assert {**said_first, "score": None} == {**told_first, "score": None}
    shown = section("In the terminal").partition(f'python -m bot ask "{said["question"]}"\n')[2]
    assert shown.startswith(f"1. {told_first['quote']}\n")


async def test_the_pictures_show_what_the_desk_does() -> None:
    async with Desk(CORPUS) as desk:
        shown = dict(re.findall(r'src="docs/(\w+)\.png".* alt="[^“"]*“([^”]+)”', README))
        answered = {name: desk.answer(Question(text)).answered for name, text in shown.items()}
    assert answered == {"answer": True, "refusal": False}


def test_every_table_about_people_and_every_file_is_there() -> None:
    text = section("What is kept about people")
    schema = "".join(migration.sql for migration in migrations())
    tables = set(re.findall(r"CREATE TABLE (\w+)", schema))
    assert tables == set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert f"`{LOG_NAME}`" in text
    assert f"`{HISTORY_NAME}`" in text


async def test_the_statements_for_deleting_a_person_delete_that_person(tmp_path: Path) -> None:
    path, other = tmp_path / LOG_NAME, dataclasses.replace(values.ASKER, user_id=99)
    async with QueryLog.open(path) as log:
        for number, asker in enumerate((values.ASKER, other)):
            one = dataclasses.replace(values.entry(number), asker=asker)
            await log.record(one)
            await log.vote(one.key, PERSON or 0, True)
            await log.vote(one.key, 99, False)
            await log.failure(asker, f"lost {number}", "RefdeskError", "RefdeskError(...)")
    with sqlite3.connect(path) as connection:
        connection.isolation_level = None
        for statement in block("sql").replace("PERSON_ID", str(PERSON)).split(";"):
            connection.execute(statement)
        for table in ("answers", "votes", "failures"):
            assert connection.execute(f"SELECT user_id FROM {table}").fetchall() == [(99,)]
        assert {row[0] for row in connection.execute("SELECT answer FROM excerpts")} == {
            f"{1:016d}"
        }
    connection.close()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"gauge 1 say" in left
    assert b"gauge 0 say" not in left


def test_every_picture_is_there_small_and_shown() -> None:
    shown = re.findall(r'<img src="([^"]+)" width="\d+" alt="[^"]{20,}">', README)
    assert shown
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
    assert [name for name in rooms if f"bot/{name}/" not in section("For developers")] == []
