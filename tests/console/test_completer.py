from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.console.completer import DeskCompleter

COMPLETER = DeskCompleter(
    ("/ask", "/timeline", "/sources", "/help", "/quit"),
    lambda: ["The Ferry Post", "Tidings", "Harbour \x1b[1m"],
)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/", ["/ask", "/timeline", "/sources", "/help", "/quit"]),
        ("/s", ["/sources"]),
        ("/ask --s", ["--source", "--since"]),
        ("/ask -", ["--source", "--since", "--until", "--limit"]),
        ("Who came --l", ["--limit"]),
        ("/ask --source T", ['"The Ferry Post"', "Tidings"]),
        ('/ask --source "the f', ['"The Ferry Post"']),
        ("/ask --source=ti", ["Tidings"]),
        ("--source h", ['"Harbour \ufffd[1m"']),
        ("/timeline --", ["--source", "--since", "--until", "--events", "--order", "--png"]),
        ("/timeline the quay --source ti", ["Tidings"]),
        ("/timeline --order ", ["oldest", "newest", "weight"]),
        ("/timeline --order=n", ["newest"]),
        ("/ask --order n", []),
        ("Who", []),
        ("", []),
    ],
)
def test_completion(typed: str, offered: list[str]) -> None:
    found = COMPLETER.get_completions(Document(typed), CompleteEvent())
    assert [completion.text for completion in found] == offered


def test_a_quoted_source_replaces_what_was_typed_of_it() -> None:
    typed = '/ask --source "the f'
    [completion] = COMPLETER.get_completions(Document(typed), CompleteEvent())
    assert typed[: completion.start_position] + completion.text == '/ask --source "The Ferry Post"'
