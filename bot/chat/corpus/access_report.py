"""What moderators read of who sees which collection: as far as it concerns their own server."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.answer.wording import plural
from bot.chat.escape import escape
from bot.chat.lines import listed, shorten
from bot.chat.reports import RULES_UNREAD
from bot.desk.access import Access, Rule
from bot.search.snapshot import Snapshot
from bot.search.without import holds

MAX_COLLECTIONS = 10
MAX_NAMES = 6  # of channels and roles that see one collection
NAME_CHARS = 40


def access_lines(
    access: Access,
    error: str | None,
    allowed: frozenset[int],
    guild: discord.Guild | None,
    snapshot: Snapshot,
) -> list[str]:
    """In escaped Markdown. Collections that nobody of `guild` sees are counted, not named, and so
    are other servers. `error` is why the rules could not be read again, `allowed` the servers that
    are answered, none for all; `snapshot` is the whole one."""
    said = [RULES_UNREAD] if error is not None else []
    ours = {}
    if guild is not None:
        ours = {name: rule for name, rule in access.rules.items() if _concerns(rule, guild)}
        said += [
            f"- {escape(shorten(name, NAME_CHARS))}: {_seen_by(rule, guild)}"
            + ("" if holds(snapshot, name) else " · no such folder")
            for name, rule in sorted(ours.items())[:MAX_COLLECTIONS]
        ]
    if (left := len(ours) - MAX_COLLECTIONS) > 0:
        said.append(f"and {left:,} more for this server")
    others = len(access.rules.keys() | access.closed) - len(ours)
    if others:
        said.append(f"{plural(others, 'folder')} not for this server")
    if access.rules or access.closed:
        said.append("Every other folder is open to all.")
    else:
        said.append("Every folder is open to all.")
    title = "**Who sees what**"
    return [title, *said, _answered(allowed, guild)]


def _answered(allowed: frozenset[int], guild: discord.Guild | None) -> str:
    if not allowed:
        return "Answers in every server that has the bot."
    others = len(allowed) - (guild is not None and guild.id in allowed)
    if not others:
        return "Answers in this server alone."
    return f"Answers in this server and {plural(others, 'other')} alone."


def _concerns(rule: Rule, guild: discord.Guild) -> bool:
    return guild.id in rule.guilds or any(_names(rule, guild))


def _seen_by(rule: Rule, guild: discord.Guild) -> str:
    names = list(_names(rule, guild))
    seen = ["this server"] if guild.id in rule.guilds else []
    seen += [listed(names, MAX_NAMES)] if names else []
    others = len(rule.guilds - {guild.id})
    seen += [plural(others, "other server")] if others else []
    unknown = len(rule.channels) + len(rule.roles) - len(names)
    seen += [f"{unknown:,} of other channels or roles"] if unknown else []
    return "; ".join(seen)


def _names(rule: Rule, guild: discord.Guild) -> Iterator[str]:
    """Of the channels and roles of this server."""
    for channel_id in sorted(rule.channels):
        if channel := guild.get_channel_or_thread(channel_id):
            yield f"\\#{escape(shorten(channel.name, NAME_CHARS))}"
    for role_id in sorted(rule.roles):
        if role := guild.get_role(role_id):
            yield f"role {escape(shorten(role.name, NAME_CHARS))}"
