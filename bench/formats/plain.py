"""A story as plain text and as Markdown, and the paragraphs as they stand in the file."""

from __future__ import annotations

import re
from textwrap import fill

from bench.formats.made import Part, Run, Story

WRAP_COLUMNS = 72
"""Of a hard-wrapped text file."""

_MARKS = {"bold": "**{}**", "italic": "*{}*", "link": "[{}](https://example.org/{})", "": "{}"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def txt(story: Story, *, wrapped: bool) -> tuple[bytes, tuple[str, ...]]:
    """Blank lines between paragraphs, each of one line or hard-wrapped."""
    blocks = [(part.kind, _text_block(part, wrapped)) for part in story.parts]
    body = "\n\n".join(text for _, text in blocks)
    header = f"{story.title}\n\nBy {story.author}\n\n{_day(story)}\n\n"
    kept = tuple(text for kind, text in blocks if kind != "heading")
    return f"{header}{body}\n".encode(), kept


def _text_block(part: Part, wrapped: bool) -> str:
    text = f"• {part.text}" if part.kind == "item" else part.text
    if not wrapped:
        return text
    return fill(text, WRAP_COLUMNS, break_long_words=False, break_on_hyphens=False)


def md(story: Story) -> tuple[bytes, tuple[str, ...]]:
    """CommonMark; a paragraph's marks are part of it."""
    lines = [f"# {_escaped(story.title)}", f"*By {story.author}*", _day(story)]
    kept: list[str] = []
    for part in story.parts:
        text = _opened("".join(_inline(run) for run in part.runs))
        prefix = {"heading": "## ", "item": "- ", "quote": "> "}.get(part.kind, "")
        lines.append(prefix + text)
        if part.kind != "heading":
            kept.append(text)
    return ("\n\n".join(lines) + "\n").encode(), tuple(kept)


def _inline(run: Run) -> str:
    return _MARKS[run.mark].format(_escaped(run.text), "a_b")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _opened(text: str) -> str:
    """`text` without what would make a list or a rule of its first line."""
    number = re.match(r"[0-9]{1,9}(?=[.)])", text)
    if number:
        return f"{number[0]}\\{text[number.end() :]}"
    return f"\\{text}" if text[:1] in "-+=" else text


def _day(story: Story) -> str:
    return f"{story.day:%B} {story.day.day}, {story.day.year}"
