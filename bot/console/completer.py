"""Completion in the interactive desk: commands, options, and the outlets of the corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.console.clean import clean
from bot.console.options import ASK_NAMES, ORDERS, TIMELINE_NAMES

_SOURCE = re.compile(r"""(?<!\S)--source(?:\s*=\s*|\s+)(["']?)([^"']*)$""")
_ORDER = re.compile(r"(?<!\S)--order(?:\s*=\s*|\s+)(\S*)$")
_WORD = re.compile(r"(?<!\S)\S*$")


class DeskCompleter(Completer):
    """`sources` gives the outlets' names at the moment of completion."""

    def __init__(self, commands: Sequence[str], sources: Callable[[], Sequence[str]]) -> None:
        self._commands = commands
        self._sources = sources

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        before = document.text_before_cursor
        source = _SOURCE.search(before)
        if source:
            typed = source.group(2)
            for name in self._sources():
                if name.casefold().startswith(typed.casefold()):
                    start = -len(source.group(1) + typed)
                    yield Completion(_quoted(name), start, display=clean(name))
            return
        timeline = before.startswith("/timeline ")
        order = _ORDER.search(before) if timeline else None
        if order:
            typed = order.group(1)
            for name in ORDERS:
                if name.startswith(typed.lower()):
                    yield Completion(name, -len(typed))
            return
        match = _WORD.search(before)
        word = match.group() if match else ""
        names = TIMELINE_NAMES if timeline else ASK_NAMES
        offered = self._commands if before.startswith("/") and word == before else names
        if word.startswith(("/", "--")) or (word == "-" and word != before):
            for name in offered:
                if name.startswith(word):
                    yield Completion(name, -len(word))


def _quoted(name: str) -> str:
    return f'"{clean(name)}"' if re.search(r"\s", name) else clean(name)
