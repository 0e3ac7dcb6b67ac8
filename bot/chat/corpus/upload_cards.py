"""What a moderator sees of an upload before, and after, its files are kept. Pure."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.answer.wording import plural
from bot.articles.edits import Edit
from bot.chat import lines
from bot.chat.corpus import ids
from bot.chat.corpus.fields import (
    counted,
    field_lines,
    opening,
    path_line,
    said_lines,
    shorten_path,
    summary,
)
from bot.chat.corpus.ids import Does
from bot.chat.escape import escape
from bot.chat.lines import shorten
from bot.chat.parts import TEXT_UNITS, Row, button, card, pager
from bot.desk.pending import Item, State, Upload
from bot.desk.preview import Preview

NAME_CHARS = 100
MAX_MEMBERS = 8
"""Articles of one file that a card names."""

OPENING_UNITS = 900
REASON_CHARS = 300


def upload_card(upload: Upload, index: int, notice: str = "") -> ui.LayoutView:
    """One file of the upload, counted from 0; `notice` is a sentence on what was just pressed, in
    escaped Markdown."""
    index = min(max(index, 0), len(upload.items) - 1)
    item = upload.items[index]
    texts = [_head(upload, index), *_body(item), *([notice] if notice else [])]
    body: list[ui.Item[Any]] = [ui.TextDisplay(text) for text in _fitted(texts)]
    return card([*body, *_rows(upload, index)], answered=item.fit)


def _fitted(texts: list[str]) -> list[str]:
    """Whole texts as long as there is room for them, and of the last one its first lines."""
    left, kept = TEXT_UNITS, []
    for text in texts:
        while lines.units(text) > left:
            text = text.rpartition("\n")[0]
        if text:
            kept.append(text)
            left -= lines.units(text)
    return kept


def _head(upload: Upload, index: int) -> str:
    name = escape(shorten(upload.items[index].name, NAME_CHARS)).strip() or "A file without a name"
    return f"### {name}"


def _body(item: Item) -> list[str]:
    if item.state is not State.WAITING:
        return [item.said or "Dropped: nothing of it is kept."]
    if not item.fit:
        reason = item.reason or next((each.reason for each in item.previews), "")
        return [f"This file cannot be kept.\n{escape(shorten(reason, REASON_CHARS))}"]
    if len(item.previews) == 1 and item.previews[0].document:
        return [*_single(item.previews[0]), _place(item)]
    return [_several(item.previews), _place(item)]


def _single(shown: Preview) -> list[str]:
    assert shown.document is not None
    document = shown.document
    said = [*field_lines(document.article, shown.edit), counted(document)]
    below = [*_twins(shown), *said_lines(document)]
    return [
        "\n".join(said),
        opening(document, OPENING_UNITS),
        *(["\n".join(below)] if below else []),
    ]


def _twins(shown: Preview) -> list[str]:
    said = []
    if shown.same:
        said.append(f"-# ⚠ The same file is already there as {_paths(shown.same)}.")
    if shown.alike:
        said.append(f"-# ⚠ Of the same title is {_paths(shown.alike)}.")
    return said


def _paths(paths: tuple[str, ...]) -> str:
    return lines.listed((escape(shorten_path(path)) for path in paths), len(paths))


def _several(previews: tuple[Preview, ...]) -> str:
    """The articles of an archive or a feed, and what is left out of it."""
    kept = [each for each in previews if each.document]
    out = [each for each in previews if not each.document]
    said = [plural(len(kept), "article") + (f", {len(out):,} left out" if out else "")]
    for each in kept[:MAX_MEMBERS]:
        assert each.document is not None
        said.append(f"- {summary(each.document.article)}")
        said += [line for line in _twins(each) if each.same]
    if len(kept) > MAX_MEMBERS:
        said.append(f"-# and {plural(len(kept) - MAX_MEMBERS, 'more article')}")
    for each in out[:MAX_MEMBERS]:
        reason = escape(shorten(each.reason, 100))
        said.append(f"-# Left out: {escape(shorten_path(each.path))}: {reason}")
    if len(out) > MAX_MEMBERS:
        said.append(f"-# and {len(out) - MAX_MEMBERS:,} more left out")
    return "\n".join(said)


def _place(item: Item) -> str:
    if item.taken:
        return f"⚠ There is a file already at {escape(shorten_path(item.path))}."
    return path_line(f"Will be kept as {item.path}")


def _rows(upload: Upload, index: int) -> list[Row]:
    item, key = upload.items[index], upload.key
    rows: list[Row] = []
    if item.waiting:
        keep = Does.REPLACE if item.taken else Does.KEEP
        label = "Replace" if item.taken else "Keep"
        row: Row = ui.ActionRow(button(ids.upload(key, index, keep), label=label, primary=True))
        if item.single:
            row.add_item(button(ids.upload(key, index, Does.EDIT), label="Edit"))
        row.add_item(button(ids.upload(key, index, Does.DROP), label="Drop"))
        rows.append(row)
    waiting = [each for each in upload.items if each.waiting and not each.taken]
    if len(waiting) > 1:
        label = f"Keep all {len(waiting)}"
        rows.append(ui.ActionRow(button(ids.upload(key, index, Does.KEEP_ALL), label=label)))
    if len(upload.items) > 1:
        last = len(upload.items) - 1
        back = ids.upload(key, max(index - 1, 0), Does.BACK)
        onward = ids.upload(key, min(index + 1, last), Does.ONWARD)
        rows.append(pager(key, back, onward, index, last + 1))
    return rows


def corrected(item: Item) -> Edit:
    """The corrections that hold for a file of one article."""
    return item.edit if item.edit is not None else item.previews[0].edit
