"""What Discord checks beyond its OpenAPI document, and this bot's own promise that nothing pings.

Limits are those of Discord's documentation on components, messages and application commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bench.loopback.parts import ACTION_ROW as ACTION_ROW
from bench.loopback.parts import BUTTON as BUTTON
from bench.loopback.parts import GALLERY as GALLERY
from bench.loopback.parts import MAX_COMPONENTS as MAX_COMPONENTS
from bench.loopback.parts import MAX_TEXT_CHARS as MAX_TEXT_CHARS
from bench.loopback.parts import TEXT as TEXT
from bench.loopback.parts import components as components
from bench.loopback.parts import pictures as pictures
from tests.contract.markdown import kinds, render

COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
MAX_ROWS_V1 = 5
MAX_COMMAND_CHARS = 8000  # names, descriptions and values of one command together
MAX_COMMANDS = {1: 100, 2: 15, 3: 15}  # a scope, by type
COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
UPLOADED = "attachment://"
LINK_STYLE, PREMIUM_STYLE = 5, 6
SLASH = 1
MESSAGE, UPDATE = 4, 7
ALIVE = {"mention", "url"}


def broken(operation: str, body: Any) -> Iterator[str]:
    """The broken rules of a request whose body fits the document."""
    if operation.startswith("bulk_set"):
        yield from _commands(body or [])
    elif operation == "create_interaction_response":
        if body["type"] in (MESSAGE, UPDATE):
            yield from _message(body.get("data") or {}, creates=body["type"] == MESSAGE)
        if body["type"] == 8:
            yield from _choices(body["data"].get("choices") or [])
    elif operation in ("execute_webhook", "create_message"):
        yield from _message(body, creates=True)
    else:
        yield from _message(body, creates=False)


def _message(message: dict[str, Any], *, creates: bool) -> Iterator[str]:
    parts = list(components(message.get("components")))
    if (message.get("flags") or 0) & COMPONENTS_V2:
        yield from _components_v2(message, parts)
    else:
        if any(part["type"] != ACTION_ROW for part in message.get("components") or ()):
            yield "components of V2 without the flag 1 << 15"
        if len(message.get("components") or ()) > MAX_ROWS_V1:
            yield f"more than {MAX_ROWS_V1} action rows"
        filled = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")
        if creates and not any(message.get(key) for key in filled):
            yield "an empty message"
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    for twice in {each for each in ids if ids.count(each) > 1}:
        yield f"custom_id used twice: {twice}"
    for part in parts:
        yield from _component(part)
    yield from _media(message, parts)
    yield from _pings(message, parts)


def _components_v2(message: dict[str, Any], parts: list[dict[str, Any]]) -> Iterator[str]:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(key):
            yield f"{key} beside Components V2"
    if not parts:
        yield "Components V2 without a component"
    if len(parts) > MAX_COMPONENTS:
        yield f"{len(parts)} components of at most {MAX_COMPONENTS}"
    chars = sum(len(part["content"]) for part in parts if part["type"] == TEXT)
    if chars > MAX_TEXT_CHARS:
        yield f"{chars} characters of text of at most {MAX_TEXT_CHARS}"


def _component(part: dict[str, Any]) -> Iterator[str]:
    if part["type"] == BUTTON:
        led, named = bool(part.get("url")), bool(part.get("custom_id"))
        if part["style"] == LINK_STYLE and (named or not led):
            yield "a link button needs a url and takes no custom_id"
        if part["style"] not in (LINK_STYLE, PREMIUM_STYLE) and (led or not named):
            yield "a button needs a custom_id and takes no url"
        if not part.get("label") and not part.get("emoji") and part["style"] != PREMIUM_STYLE:
            yield "a button with neither label nor emoji"
    if part["type"] == ACTION_ROW and len({child["type"] for child in part["components"]}) > 1:
        yield "an action row that mixes buttons and menus"
    if part["type"] == TEXT and not part["content"].strip():
        yield "a blank text display"


def _media(message: dict[str, Any], parts: list[dict[str, Any]]) -> Iterator[str]:
    """A picture of the card must be named among the attachments, also by an edit of a message that
    has it: what an edit does not name may not be found (discord-api-docs, issue 7529)."""
    names = {each.get("filename") for each in message.get("attachments") or ()}
    for url in pictures(parts):
        if url.startswith(UPLOADED) and url.removeprefix(UPLOADED) not in names:
            yield f"a picture that is not attached: {url}"


def _pings(message: dict[str, Any], parts: list[dict[str, Any]]) -> Iterator[str]:
    texts = [part["content"] for part in parts if part["type"] == TEXT]
    texts += [message["content"]] if message.get("content") else []
    for text in texts:
        for kind in sorted(ALIVE & set(kinds(render(text)))):
            yield f"a live {kind} in the text: {text}"
    allowed = message.get("allowed_mentions")
    if texts and (allowed is None or any(allowed.get(key) for key in ("parse", "users", "roles"))):
        yield "allowed_mentions does not rule out every mention"


def _choices(choices: list[dict[str, Any]]) -> Iterator[str]:
    for choice in choices:
        if not 1 <= len(str(choice["value"])) <= 100 or not choice["name"].strip():
            yield f"a choice without a name or with a value too long: {choice}"


def _commands(commands: list[dict[str, Any]]) -> Iterator[str]:
    named = [(command.get("type") or SLASH, command["name"]) for command in commands]
    for twice in {each for each in named if named.count(each) > 1}:
        yield f"two commands of one name and type: {twice}"
    for kind, most in MAX_COMMANDS.items():
        if sum(each == kind for each, _ in named) > most:
            yield f"more than {most} commands of type {kind}"
    for command in commands:
        slash = (command.get("type") or SLASH) == SLASH
        if not slash and (command.get("description") or command.get("options")):
            yield f"{command['name']}: a context menu has neither description nor options"
        if slash:
            yield from _slash(command)
        if (size := _size(command)) > MAX_COMMAND_CHARS:
            yield f"{command['name']}: {size} characters of at most {MAX_COMMAND_CHARS}"


def _slash(command: dict[str, Any]) -> Iterator[str]:
    name = command["name"]
    if not COMMAND_NAME.fullmatch(name) or name != name.lower():
        yield f"{name}: not a name for a slash command or option"
    if not command.get("description"):
        yield f"{name}: no description"
    options = command.get("options") or []
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield f"{name}: a required option after an optional one"
    if len({option["name"] for option in options}) < len(options):
        yield f"{name}: two options of one name"
    for option in options:
        if option.get("choices") and option.get("autocomplete"):
            yield f"{option['name']}: choices and autocomplete together"
        yield from _slash(option)


def _size(command: dict[str, Any]) -> int:
    own = len(command["name"]) + len(command.get("description") or "")
    own += sum(len(str(choice["name"])) for choice in command.get("choices") or ())
    return own + sum(_size(option) for option in command.get("options") or ())
