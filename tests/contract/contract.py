"""Requests against Discord's own description of its API, and against what it checks beyond it.

    assert_request("POST", "/interactions/1/token/callback", {"type": 4, "data": {...}})

passes, or raises AssertionError with one line for each thing that Discord would refuse.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.contract import rules
from tests.contract.extract import EXTRACT

DOCUMENT = "urn:discord"
API_PREFIX = re.compile(r"^(?:https?://[^/]+)?/api/v\d+(?=/)")
# Fields that discord.py sends and Discord takes, though its document does not name them.
_TTS = {"tts": {"type": "boolean"}}
UNDOCUMENTED = {
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": _TTS,
    "IncomingWebhookUpdateRequestPartial": _TTS,
    "MessageEditRequestPartial": _TTS,
}
SHOWN_CHARS = 300  # of a message with a refused value in it


def assert_request(method: str, path: str, body: object = None) -> None:
    """`path` may be a whole URL; `body` is the JSON body, or the payload_json of a form.

    Beyond the document, no field may be unknown to it, and tests.contract.rules hold.
    """
    if problems := problems_of(method, path, body):
        told = "\n".join(f"  {problem}" for problem in problems)
        sent = json.dumps(body, ensure_ascii=False)
        raise AssertionError(f"{method} {path}\n{told}\nin {sent}")


def problems_of(method: str, path: str, body: object = None) -> list[str]:
    """What is wrong with a request, one line each; empty when Discord would take it."""
    route = API_PREFIX.sub("", path).partition("?")[0]
    template = _template(method.lower(), route)
    if template is None:
        return ["not an operation of the extract: name it in tests/contract/extract.py"]
    operation = _document()["paths"][template][method.lower()]
    wanted = operation.get("requestBody")
    if wanted is None:
        return [] if body is None else ["this operation takes no body"]
    if body is None:
        return ["the body is missing"] if wanted["required"] else []
    errors = _validator(method.lower(), template).iter_errors(body)
    problems = [line for error in errors for line in _told(error)]
    return problems or list(rules.broken(operation["operationId"], body))


def _template(method: str, route: str) -> str | None:
    """The most literal of the paths that fit."""
    fitting = [
        template
        for template, operations in _document()["paths"].items()
        if method in operations and _pattern(template).fullmatch(route)
    ]
    return min(fitting, key=lambda template: template.count("{"), default=None)


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", template))


@functools.cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(EXTRACT.read_text(encoding="utf-8"))
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema:
            schema["properties"].update(UNDOCUMENTED.get(name, {}))
            schema["additionalProperties"] = False
    return document


@functools.cache
def _validator(method: str, template: str) -> Any:
    escaped = template.replace("~", "~0").replace("/", "~1")
    pointer = f"#/paths/{escaped}/{method}/requestBody/content/application~1json/schema"
    resource = DRAFT202012.create_resource(_document())
    registry: Registry[Any] = Registry().with_resource(DOCUMENT, resource)
    return Draft202012Validator({"$ref": DOCUMENT + pointer}, registry=registry)


def _told(error: Any) -> Iterator[str]:
    """The error in words; of a union, what is wrong with the one member that was meant."""
    if error.validator in ("oneOf", "anyOf") and error.context:
        members: dict[int, list[Any]] = {}
        for inner in error.context:
            members.setdefault(inner.schema_path[0], []).append(inner)
        meant = [errors for errors in members.values() if not any(map(_is_other_kind, errors))]
        if meant:
            for inner in min(meant, key=len):
                yield from _told(inner)
            return
        yield f"{error.json_path}: nothing of this kind belongs here: {_shown(error.instance)}"
        return
    yield f"{error.json_path}: {_shown(error.message)}"


def _is_other_kind(error: Any) -> bool:
    """Whether the value is not even of the kind that a union's member describes."""
    at = list(error.path)
    return (not at and error.validator == "type") or (
        at == ["type"] and error.validator in ("enum", "const")
    )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    half = SHOWN_CHARS // 2
    return text if len(text) <= SHOWN_CHARS else f"{text[:half]} … {text[-half:]}"
