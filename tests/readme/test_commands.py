"""Commands of the terminal, benches, targets of make, settings: all of them, and no others."""

from __future__ import annotations

import argparse
import re

import pytest

import bench.__main__
from bot.answer.answer import DEFAULT_LIMIT, MAX_LIMIT
from bot.answer.event import DEFAULT_EVENTS, MAX_EVENTS, MIN_EVENTS, Order
from bot.chat import client as chat_client
from bot.console import arguments
from bot.console.arguments import DEFAULT_LOG_LIMIT, MAX_LOG_LIMIT
from bot.console.options import ASK_NAMES, TIMELINE_NAMES
from bot.console.shell import HELP
from bot.settings import SETTINGS, Setting

from .reading import README, ROOT, block, flat, row, section


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
    said = set(re.findall(r"python -m bot ((?:corpus )?[a-z]+)", README))
    assert said == bots
    benches = {parser.prog.split()[-1] for parser in leaves(bench.__main__._parser())}
    assert set(re.findall(r"python -m bench ([a-z]+)", README)) == benches
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)) <= targets
    settings = set(re.findall(r"^\| `([A-Z_]+)`", section("Settings"), re.MULTILINE))
    assert settings == {setting.name for setting in SETTINGS}


def test_the_global_options_and_bounds_are_there() -> None:
    text = flat(section("In the terminal"))
    assert "python -m bot --version" in text
    assert f"1 to {MAX_LIMIT} quotes ({DEFAULT_LIMIT} unless given)" in text
    assert f"1 to {MAX_LOG_LIMIT:,} log entries ({DEFAULT_LOG_LIMIT})" in text
    assert f"`--events` is {MIN_EVENTS} to {MAX_EVENTS} ({DEFAULT_EVENTS})" in text
    first, second, last = Order
    assert f"`--order` is {first}, {second} or {last}" in text


def test_every_command_and_option_of_the_interactive_desk_is_there() -> None:
    text = section("In the terminal")
    names = re.findall(r"(?<!\S)(/[a-z]+|--[a-z]+)", HELP)
    assert {"/ask", "/timeline", "/quit", "--source", "--events"} <= set(names)
    assert [name for name in names if not re.search(rf"`{name}[` ]", text)] == []


@pytest.mark.parametrize(("command", "names"), [("ask", ASK_NAMES), ("timeline", TIMELINE_NAMES)])
def test_the_interactive_desk_takes_the_options_that_are_said_of_each_command(
    command: str, names: tuple[str, ...]
) -> None:
    text = flat(section("In the terminal").partition("In the interactive desk")[2])
    sentence = re.search(rf"`/{command} [^.]*\.", text)
    assert sentence
    assert set(re.findall(r"`(--[a-z]+)`", sentence[0])) == set(names)


def test_every_exit_code_is_there() -> None:
    modules = (arguments, chat_client)
    codes = {value for m in modules for name, value in vars(m).items() if name[:5] == "EXIT_"}
    said = section("In the terminal").partition("Exit codes: ")[2].partition("\n\n")[0]
    assert {int(code) for code in re.findall(r"\*\*(\d+)\*\*", said)} == codes


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_there_and_in_the_example_with_its_default(setting: Setting) -> None:
    default = f" `{setting.default}` " if setting.default else " "
    assert row(setting.name, section("Settings")) == (
        f"| `{setting.name}` |{default}| {setting.meaning} |"
    )
    assert f"\n{setting.name}={setting.default}\n" in (ROOT / ".env.example").read_text("utf-8")
