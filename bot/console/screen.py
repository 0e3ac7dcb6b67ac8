"""Styled lines for a terminal, plain lines for everything else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.console.output import writing

NO_BREAK = "\u00a0"
"""A blank at which no line is broken; printed as a common one."""

MIN_WIDTH = 20  # columns; a narrower terminal is treated as this wide

_NOTHING = Text()
_UNBROKEN = "\u2800"  # rich breaks lines at any white space; of cleaned text this is no part


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Screen:
    """Prints Text to one stream: styles only on a terminal without NO_COLOR, wrapped at the
    terminal's width, unwrapped where there is no terminal. Callers pass cleaned text."""

    def __init__(
        self, stream: TextIO, environ: Mapping[str, str] = os.environ, width: int | None = None
    ) -> None:
        terminal = stream.isatty()
        self.plain = not terminal or bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        self._width = width
        self._wraps = terminal or width is not None
        self._console = _Console(
            file=stream,
            force_terminal=not self.plain,
            force_interactive=False,
            color_system=None if self.plain else "auto",
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
            _environ=environ,
        )

    @property
    def width(self) -> int:
        return max(MIN_WIDTH, self._width or shutil.get_terminal_size().columns)

    def fits(self, columns: int) -> bool:
        """Whether a row of so many columns stays one row; always where nothing is wrapped."""
        return not self._wraps or columns <= self.width

    def line(
        self, text: Text | str = "", style: str = "", *, first: str = "", rest: str = ""
    ) -> None:
        """Print one logical line; `first` leads its first row, `rest` the rows it wraps into."""
        for row in self.rows(text, style, first=first, rest=rest):
            self.row(row)

    def beside(self, left: Sequence[Text], right: Sequence[Text], indent: int) -> None:
        """Print the rows of two columns, the right one `indent` columns in."""
        for one, other in zip_longest(left, right, fillvalue=_NOTHING):
            padding = " " * (indent - one.cell_len) if other.plain else ""
            self.row(Text() + one + Text(padding) + other)

    def rows(
        self,
        text: Text | str,
        style: str = "",
        *,
        first: str = "",
        rest: str = "",
        room: int | None = None,
    ) -> list[Text]:
        """What `line` prints, in `room` columns instead of the whole width.

        A line without a blank, such as an address, stays whole, so that it can be followed.
        """
        content = Text(text, style) if isinstance(text, str) else text.copy()
        if not self._wraps or " " not in content.plain:
            content.plain = content.plain.replace(NO_BREAK, " ")
            return [Text(first) + content]
        content.plain = content.plain.replace(NO_BREAK, _UNBROKEN)
        wrapped = content.wrap(self._console, (room or self.width) - max(len(first), len(rest)))
        for row in wrapped:
            row.rstrip()
            row.plain = row.plain.replace(_UNBROKEN, " ")
        return [Text(rest if number else first) + row for number, row in enumerate(wrapped)]

    def row(self, row: Text) -> None:
        """Print one row as it is. Raises OutputError."""
        with writing():
            self._console.print(row, soft_wrap=True)
