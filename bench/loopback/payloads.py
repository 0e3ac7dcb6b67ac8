"""What Discord says about itself: users, a server, a channel, interactions, messages."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from bench.loopback.parts import components

APPLICATION_ID = 7001
GUILD_ID = 8001
CHANNEL_ID = 9001
ASKER_ID = 5001
MANAGE_GUILD = 1 << 5
MEMBER_PERMISSIONS = (1 << 10) | (1 << 11) | (1 << 31)  # view, send, use commands
APPLICATION_COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4
CDN = "https://cdn.example/attachments/1/1"
ISO_TIME = "2024-01-01T00:00:00.000000+00:00"

Json = dict[str, Any]


def user(user_id: int, name: str, *, bot: bool = False) -> Json:
    return {
        "id": str(user_id),
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


BOT_USER = user(APPLICATION_ID, "refdesk", bot=True)


def application() -> Json:
    return {
        "id": str(APPLICATION_ID),
        "name": "refdesk",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user(6001, "operator"),
        "team": None,
    }


def ready(session: str, resume_url: str, guilds: Sequence[int] = (GUILD_ID,)) -> Json:
    return {
        "v": 10,
        "user": BOT_USER,
        "guilds": [{"id": str(each), "unavailable": True} for each in guilds],
        "session_id": session,
        "resume_gateway_url": resume_url,
        "application": {"id": str(APPLICATION_ID), "flags": 0},
        "shard": [0, 1],
        "private_channels": [],
        "relationships": [],
    }


def guild(guild_id: int = GUILD_ID, channel_id: int = CHANNEL_ID) -> Json:
    everyone: Json = {
        "id": str(guild_id),
        "name": "@everyone",
        "permissions": str(MEMBER_PERMISSIONS),
    }
    everyone |= {"position": 0, "color": 0, "hoist": False, "managed": False, "mentionable": False}
    lists = ("emojis", "stickers", "features", "members", "presences", "voice_states", "threads")
    return {key: [] for key in (*lists, "stage_instances", "guild_scheduled_events")} | {
        "id": str(guild_id),
        "name": "Newsroom",
        "owner_id": "6001",
        "roles": [everyone | {"colors": {"primary_color": 0}, "flags": 0}],
        "channels": [channel(guild_id, channel_id)],
        "member_count": 2,
        "unavailable": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "joined_at": ISO_TIME,
        "large": False,
    }


def channel(guild_id: int = GUILD_ID, channel_id: int = CHANNEL_ID) -> Json:
    return {
        "id": str(channel_id),
        "guild_id": str(guild_id),
        "type": 0,
        "name": "general",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "permissions": str(MEMBER_PERMISSIONS),
    }


def interaction(
    interaction_id: int,
    token: str,
    kind: int,
    data: Json,
    message: Json | None = None,
    permissions: int = MEMBER_PERMISSIONS,
    *,
    user_id: int = ASKER_ID,
    guild_id: int = GUILD_ID,
    channel_id: int = CHANNEL_ID,
) -> Json:
    member: Json = {"user": user(user_id, "ana"), "nick": None, "roles": [], "joined_at": ISO_TIME}
    member |= {"deaf": False, "mute": False, "flags": 0, "permissions": str(permissions)}
    payload: Json = {
        "id": str(interaction_id),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "guild_id": str(guild_id),
        "guild": {"id": str(guild_id), "locale": "en-US", "features": []},
        "channel_id": str(channel_id),
        "channel": channel(guild_id, channel_id),
        "member": member,
        "app_permissions": str(MEMBER_PERMISSIONS),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild_id)},
        "context": 0,
        "attachment_size_limit": 10485760,
    }
    return payload if message is None else payload | {"message": message}


def message(message_id: int, sent: Json, attached: Mapping[str, str]) -> Json:
    """The message that a request body makes, as Discord gives it back: pictures of the card have an
    address and the id of their attachment, by its name in `attached`, and files that the card shows
    are not listed beside it."""
    shown = copy.deepcopy(sent.get("components") or [])
    pictures = [item for part in components(shown) for item in part.get("items", [])]
    for item in pictures:
        name = item["media"]["url"].rpartition("/")[2]
        item["media"] = {"url": f"{CDN}/{name}", "id": "1", "proxy_url": f"{CDN}/{name}"}
        item["media"]["attachment_id"] = attached[name]
    return {
        "id": str(message_id),
        "channel_id": str(CHANNEL_ID),
        "author": BOT_USER,
        "application_id": str(APPLICATION_ID),
        "webhook_id": str(APPLICATION_ID),
        "type": 20,
        "timestamp": ISO_TIME,
        "edited_timestamp": None,
        "content": sent.get("content") or "",
        "components": shown,
        "flags": sent.get("flags") or 0,
        "tts": False,
        "mention_everyone": False,
        "pinned": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
    }


def options(given: Mapping[str, str | bool | int]) -> list[Json]:
    kinds = {str: 3, int: 4, bool: 5}
    return [
        {"name": name, "type": kinds[type(value)], "value": value} for name, value in given.items()
    ]
