"""What /privacy shows: what is stored about a person, and what deleting it means. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.answer.wording import plural
from bot.chat import ids
from bot.chat.ids import PrivacyDoes
from bot.chat.lines import listed
from bot.chat.parts import Row, button, card
from bot.log.people import Forgotten, Person

DELETED = "### Your data is anonymous now"


def privacy_card(person: Person, retention_days: int | None) -> ui.LayoutView:
    """What is stored about a person, plainly, and what they can do about it."""
    head = ["### What is stored about you", *_stored(person), ""]
    lines = [*head, *_KEPT, _retention(retention_days)]
    row: Row = ui.ActionRow()
    nothing = not person.rows
    row.add_item(button(ids.privacy(PrivacyDoes.EXPORT), label="Export mine", disabled=nothing))
    row.add_item(_danger(PrivacyDoes.DELETE, "Delete mine…", disabled=nothing))
    return _card(lines, row)


def confirm_card(person: Person) -> ui.LayoutView:
    """What deleting means, before it is done."""
    lines = [
        "### Delete your data for good?",
        f"This makes anonymous: {_counts(person)}, on every server and in direct messages. It "
        "cannot be undone.",
        "**Goes:** your id, the channel, and the minute and second of each question.",
        "**Stays, without you:** the words of the questions, what was answered, the server, the "
        "hour, and the counts. If your words say who you are, tell the people who run this bot.",
        "**Also stays:** messages in Discord; backups that the people who run this bot have made.",
        "-# On your earlier answers, you can then no longer turn pages in place or press Share. "
        "What you ask from now on is stored as before.",
    ]
    row: Row = ui.ActionRow()
    row.add_item(_danger(PrivacyDoes.SURE, "Delete for good"))
    row.add_item(button(ids.privacy(PrivacyDoes.BACK), label="Keep it"))
    return _card(lines, row)


def deleted_card(done: Forgotten) -> ui.LayoutView:
    """What was made anonymous."""
    if not (done.asked or done.votes or done.failures):
        return _card(["There was nothing left that is stored about you."])
    counts = (
        (done.asked, "question or topic", "questions and topics"),
        (done.votes, "mark", "marks"),
        (done.failures, "error", "errors"),
    )
    said = [f"{count:,} {one if count == 1 else more}" for count, one, more in counts if count]
    lines = [DELETED, f"{listed(said, len(said))} no longer lead to you."]
    if not done.cleared:
        lines.append("-# The last traces leave the disk when the bot next ends.")
    return _card(lines)


_KEPT = (
    "**Of a question:** its words and options, when, your id, server and channel, whether it was "
    "private, and what was quoted. `Find sources` stores the words of the message, not who wrote "
    "it.",
    "**Of a 👍 or 👎:** your id, which answer, when. **Of an error:** your id, where, when, and "
    "what you asked. No names.",
    "**Who reads it:** the people who run this bot. Moderators of a server see what was asked "
    "there, privately too, but not by whom.",
)


def _stored(person: Person) -> list[str]:
    if not person.rows:
        return ["Nothing."]
    lines = [_counts(person).capitalize()]
    if person.first is not None and person.last is not None:
        lines.append(f"First <t:{int(person.first)}:D>, last <t:{int(person.last)}:f>")
    if person.guilds:
        lines.append(f"In {plural(len(person.guilds), 'server')}")
    return lines


def _counts(person: Person) -> str:
    counts = (
        (person.questions, "question"),
        (person.timelines, "timeline"),
        (person.votes, "mark"),
        (person.failures, "error"),
    )
    said = [plural(count, name) for count, name in counts if count]
    return listed(said, len(said)) if said else "nothing"


def _retention(days: int | None) -> str:
    if days is None:
        return "**For how long:** until you delete it here, or the people who run this bot do."
    return f"**For how long:** {plural(days, 'day')}, then it is deleted."


def _danger(does: PrivacyDoes, label: str, *, disabled: bool = False) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.danger
    return ui.Button(custom_id=ids.privacy(does), label=label, style=style, disabled=disabled)


def _card(lines: Sequence[str], *rows: Row) -> ui.LayoutView:
    body: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(lines)), *rows]
    return card(body, answered=False)
