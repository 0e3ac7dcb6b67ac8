"""A small model of what Discord's client makes of the text of a message.

It knows every construct that a text display can hold and errs towards seeing one: any ``:word:``
is an emoji here, any ``<x:…>`` a link. It shares no rule with the escaper it judges.

    render("> **a** \\\\*b\\\\*")  ->  [Node("quote", …, [Node("bold", …), Node("text", " *b*")])]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """`kind` is "text" for plain text; `text` its text, or the target of a link."""

    kind: str
    text: str = ""
    children: list[Node] = field(default_factory=list)


def render(source: str) -> list[Node]:
    return _nodes(source, at_line_start=True)


def plain(nodes: list[Node]) -> str:
    """What a reader sees, without the zero-width spaces that show nothing."""
    seen = "".join(plain(node.children) if node.children else node.text for node in nodes)
    return seen.replace("\u200b", "")


def kinds(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.kind
        yield from kinds(node.children)


def pings(source: str) -> list[str]:
    """What Discord's server would notify for, were mentions allowed; it reads the raw text."""
    return re.findall(r"(?<!\\)@(?:everyone|here)|<@[!&]?\d+>", source)


def invites(source: str) -> list[str]:
    return re.findall(r"(?i)discord(?:app)?\.(?:gg|com|gift)/\S+", source)


_BLOCKS = (
    ("heading", re.compile(r"#{1,3}\s+(?!#)(?P<inner>[^\n]*?)\s*#*\s*(?:\n|$)")),
    ("subtext", re.compile(r"-# +(?!-#)(?P<inner>[^\n]+)(?:\n|$)")),
    ("quote", re.compile(r" *>>> (?P<inner>.*)", re.S)),
    ("quote", re.compile(r" *> (?P<inner>[^\n]*)(?:\n|$)")),
    ("list", re.compile(r" *(?:[-*+]|\d+[.)]) +(?P<inner>[^\n]+)(?:\n|$)")),
)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_NESTING = (
    ("bold", re.compile(r"\*\*(?P<inner>(?:\\.|[^\\])+?)\*\*(?!\*)", re.S)),
    ("underline", re.compile(r"__(?P<inner>(?:\\.|[^\\])+?)__(?!_)", re.S)),
    ("italic", re.compile(r"\*(?!\s)(?P<inner>(?:\\.|\*\*|[^*\\])+?)(?<!\s) {0,2}\*(?!\*)", re.S)),
    ("italic", re.compile(r"_(?P<inner>(?:\\.|__|[^_\\])+?)_(?![A-Za-z0-9_])", re.S)),
    ("strike", re.compile(r"~~(?P<inner>.+?)~~(?!_)", re.S)),
    ("spoiler", re.compile(r"\|\|(?P<inner>.+?)\|\|", re.S)),
)
_FLAT = (
    ("code", re.compile(r"```(.+?)```", re.S)),
    ("code", re.compile(r"(`+)(.+?)(?<!`)\1(?!`)", re.S)),
    ("timestamp", re.compile(r"<t:-?\d+(?::[tTdDfFR])?>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>")),
    ("emoji", re.compile(r":[\w+-]+(?:::skin-tone-\d)?:")),
    ("mention", re.compile(r"<@[!&]?\d+>|<#\d+>|@everyone|@here")),
    ("command", re.compile(r"</[^>\n]+:\d+>|<id:\w+>|<sound:\d+:\d+>")),
    ("url", re.compile(r"(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s]", re.I)),
    ("url", re.compile(r"<[^: >]+:/?[^ >]+>|<[\w.+-]+@[\w.-]+>|<\+\d+>")),
)
_LINK = re.compile(
    r"\[(?P<label>(?:\[[^\]]*\]|[^\[\]])*[^\[]*?)\]"
    r"\(\s*<?(?P<target>(?:\([^)]*\)|[^\s\\]|\\[^\n])*?)>?(?:\s+['\"].*?['\"])?\s*\)"
)


def _nodes(source: str, *, at_line_start: bool, escapes: bool = True) -> list[Node]:
    nodes: list[Node] = []
    text = ""
    at = 0
    while at < len(source):
        starts_line = not source[:at].rpartition("\n")[2].strip(" ") and (
            at_line_start or "\n" in source[:at]
        )
        found = _construct(source, at, starts_line, escapes)
        if found is None:
            text += source[at]
            at += 1
        elif found[0].kind == "text":
            text += found[0].text
            at = found[1]
        else:
            if text:
                nodes.append(Node("text", text))
            text = ""
            nodes.append(found[0])
            at = found[1]
    if text:
        nodes.append(Node("text", text))
    return nodes


def _construct(source: str, at: int, starts_line: bool, escapes: bool) -> tuple[Node, int] | None:
    if starts_line and escapes:
        for kind, pattern in _BLOCKS:
            if match := pattern.match(source, at):
                inner = _nodes(match["inner"], at_line_start=True)
                return Node(kind, children=inner), match.end()
    if escapes and (match := _ESCAPE.match(source, at)):
        return Node("text", match[1]), match.end()
    for kind, pattern in _FLAT:
        if match := pattern.match(source, at):
            return Node(kind, match[0]), match.end()
    if escapes and (match := _LINK.match(source, at)):
        return _link(match), match.end()
    for kind, pattern in _NESTING:
        if match := pattern.match(source, at):
            inner = _nodes(match["inner"], at_line_start=starts_line, escapes=escapes)
            return Node(kind, children=inner), match.end()
    return None


def _link(match: re.Match[str]) -> Node:
    """A masked link, or its source as text where Discord refuses the label."""
    label = _nodes(match["label"], at_line_start=False, escapes=False)
    refused = {"url", "emoji", "mention", "command"} & set(kinds(label))
    pictured = any(unicodedata.category(char) == "So" for char in match["label"])
    web = re.match(r"https?://[^\s<>]+$", match["target"])
    if refused or pictured or not web or not match["label"].strip() or invites(match["label"]):
        return Node("text", match[0])
    return Node("link", match["target"], label)
