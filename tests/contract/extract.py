"""Cuts from Discord's OpenAPI document what this bot's requests are checked against.

    python -m tests.contract.extract openapi.json

takes the full document as Discord publishes it (github.com/discord/discord-api-spec,
``specs/openapi.json``) and writes ``discord.json`` beside this file: the operations of OPERATIONS,
and of those only the JSON request bodies with every schema they reach. One change is made: ids may
also be integers, as discord.py sends them and Discord reads them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXTRACT = Path(__file__).with_name("discord.json")
NOTICE = (
    "Extract of Discord's OpenAPI document (github.com/discord/discord-api-spec), API v10, "
    "made by extract.py. MIT licence, see NOTICE."
)
OPERATIONS = (
    ("get", "/gateway/bot"),
    ("get", "/users/@me"),
    ("get", "/applications/@me"),
    ("get", "/oauth2/applications/@me"),
    ("get", "/applications/{application_id}/commands"),
    ("put", "/applications/{application_id}/commands"),
    ("get", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("put", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("post", "/interactions/{interaction_id}/{interaction_token}/callback"),
    ("post", "/webhooks/{webhook_id}/{webhook_token}"),
    ("get", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
    ("patch", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
    ("delete", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
    ("get", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
    ("patch", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
    ("delete", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
    ("get", "/guilds/{guild_id}/members/{user_id}"),
    ("get", "/channels/{channel_id}"),
    ("get", "/channels/{channel_id}/messages/{message_id}"),
    ("post", "/channels/{channel_id}/messages"),
    ("patch", "/channels/{channel_id}/messages/{message_id}"),
    ("delete", "/channels/{channel_id}/messages/{message_id}"),
)


def extract(document: dict[str, Any]) -> dict[str, Any]:
    """The part of an OpenAPI document that OPERATIONS reach; of an extract, the extract itself.

    Raises KeyError when Discord no longer has one of the operations.
    """
    paths: dict[str, dict[str, Any]] = {}
    for method, path in OPERATIONS:
        operation = document["paths"][path][method]
        kept: dict[str, Any] = {"operationId": operation["operationId"]}
        if body := operation.get("requestBody"):
            schema = body["content"]["application/json"]["schema"]
            kept["requestBody"] = {
                "required": body.get("required", False),
                "content": {"application/json": {"schema": schema}},
            }
        paths.setdefault(path, {})[method] = kept
    schemas = dict(sorted(_reached(paths, document["components"]["schemas"]).items()))
    schemas["SnowflakeType"] = {
        "oneOf": [
            {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"},
            {"type": "integer", "minimum": 0},
        ]
    }
    return {
        "$comment": NOTICE,
        "openapi": document["openapi"],
        "info": {key: document["info"][key] for key in ("title", "version", "license")},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _reached(start: object, schemas: dict[str, Any]) -> dict[str, Any]:
    reached: dict[str, Any] = {}
    todo = [start]
    while todo:
        for name in _references(todo.pop()):
            if name not in reached:
                reached[name] = schemas[name]
                todo.append(schemas[name])
    return reached


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix("#/components/schemas/")
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def write(document: dict[str, Any], path: Path) -> None:
    """JSON with one operation or schema a line, so that a new edition reads well as a diff."""
    lines = ["{"]
    for key in ("$comment", "openapi", "info"):
        lines.append(f"{json.dumps(key)}: {json.dumps(document[key])},")
    lines += ['"paths": {', _one_a_line(document["paths"]), "},"]
    lines += ['"components": {"schemas": {', _one_a_line(document["components"]["schemas"]), "}}"]
    path.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")


def _one_a_line(entries: dict[str, Any]) -> str:
    compact = (",", ":")
    return ",\n".join(
        f"{json.dumps(key)}:{json.dumps(entries[key], separators=compact)}" for key in entries
    )


if __name__ == "__main__":
    write(extract(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), EXTRACT)
