"""Parts of the README, found by their headings and their first words."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CORPUS = ROOT / "corpus"

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def section(title: str) -> str:
    """The text below a heading, up to the next heading of the same rank."""
    start = re.search(rf"^(#+) {re.escape(title)}\n", README, re.MULTILINE)
    assert start, f"no section {title!r}"
    end = re.compile(rf"^{start[1]} ", re.MULTILINE).search(README, start.end())
    return README[start.end() : end.start() if end else len(README)]


def block(language: str, within: str = README) -> str:
    """The first fenced block of a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", within, re.MULTILINE | re.DOTALL)
    assert found, f"no block of {language!r}"
    return found[1]


def row(first: str, within: str) -> str:
    """The row of a table that begins with `first`, as code."""
    found = re.search(rf"^\| `{re.escape(first)}`.*$", within, re.MULTILINE)
    assert found, f"no row that begins with {first!r}"
    return found[0]


def heads(table: str, within: str) -> list[str]:
    """The first cell of every row of the table whose first column is headed `table`."""
    found = re.search(rf"^\| {re.escape(table)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", within, re.MULTILINE)
    assert found, f"no table of {table!r}"
    return [line.split(" | ")[0].removeprefix("| ") for line in found[1].splitlines()]


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def word(number: int) -> str:
    """A number as the README spells it."""
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"
