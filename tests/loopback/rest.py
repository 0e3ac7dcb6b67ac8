"""The HTTP half of the loopback Discord: what it answers, and which faults it is told to have."""

from __future__ import annotations

import asyncio
import fnmatch
import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bench.loopback import payloads
from bench.loopback.payloads import Json
from tests.contract.recorder import Recorder
from tests.contract.rules import UPLOADED, components, pictures

API = "/api/v10"
TOKEN = "loopback.token"
CREATES, DEFERS, LATER, UPDATES = 4, 5, 6, 7
INVALID_FORM = 50035
MAX_FILES = 10


class NotAttachedError(Exception):
    """A picture or an attachment that is neither sent nor on the message, which Discord refuses."""


@dataclass(slots=True)
class Fault:
    """Answers the next `times` requests that fit with `status`, or with none at all: `cut`.

    `slow_s` alone delays the right answer. `retry_after_s` belongs to a 429, `code` is Discord's
    own number for the error.
    """

    method: str
    path: str
    status: int | None = None
    code: int = 0
    times: int = 1
    slow_s: float = 0.0
    retry_after_s: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """`at` is the time of arrival on the monotonic clock; `status` 0 means cut off. `files` are
    those of a form, by name."""

    at: float
    method: str
    path: str
    body: Any
    status: int
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Rest:
    """`seen` checks every body against the contract; `originals` are the first replies by
    interaction token; `messages` is everything the bot has posted, by id, in its latest form, and
    `attached` holds the ids of their attachments by name."""

    seen: Recorder = field(default_factory=Recorder)
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    messages: dict[int, Json] = field(default_factory=dict)
    attached: dict[int, dict[str, str]] = field(default_factory=dict)
    originals: dict[str, int] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _last_id: int = 10_000

    async def handle(self, request: web.Request) -> web.StreamResponse:
        at = time.monotonic()
        path = request.path.removeprefix(API)
        body, files = await _read(request)
        self.seen.take(request.method, path, body)
        fault = self._fault(request.method, path)
        if fault and fault.slow_s:
            await asyncio.sleep(fault.slow_s)
        if fault and fault.cut and request.transport:
            request.transport.abort()
            response = web.Response(status=444)
        elif fault and fault.status:
            response = self._failure(fault)
        elif request.headers.get("Authorization", f"Bot {TOKEN}") != f"Bot {TOKEN}":
            response = _json({"message": "401: Unauthorized", "code": 0}, 401)
        else:
            response = self._checked(request.method, path, body, request.query)
        status = 0 if fault and fault.cut else response.status
        async with self.changed:
            self.calls.append(Call(at, request.method, path, body, status, files))
            self.changed.notify_all()
        return response

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.method == method and fnmatch.fnmatchcase(path, fault.path):
                fault.times -= 1
                return fault
        return None

    def _failure(self, fault: Fault) -> web.Response:
        if fault.status != 429:
            return _json({"message": "broken on purpose", "code": fault.code}, fault.status or 500)
        told = {"message": "You are being rate limited.", "retry_after": fault.retry_after_s}
        return _json(told | {"global": False}, 429, Via="1.1 loopback")

    def _checked(self, method: str, path: str, body: Any, query: Any) -> web.Response:
        try:
            return self._answer(method, path, body, query)
        except NotAttachedError as error:
            told = f"Invalid Form Body: {error} not found"
            return _json({"message": told, "code": INVALID_FORM}, 400)

    def _answer(self, method: str, path: str, body: Any, query: Any) -> web.Response:
        parts = path.strip("/").split("/")
        match (method, parts):
            case ("GET", ["users", "@me"]):
                return _json(payloads.BOT_USER)
            case ("GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]):
                return _json(payloads.application())
            case ("PUT", ["applications", _, *_, "commands"]):
                return self._commands(body)
            case ("POST", ["interactions", _, token, "callback"]):
                return self._callback(token, body, bool(query.get("with_response")))
            case ("POST", ["webhooks", _, token]):
                return _json(self._post(body))
            case ("PATCH", ["webhooks", _, token, "messages", which]):
                return self._edit(
                    self.originals.get(token) if which == "@original" else which, body
                )
            case ("POST", ["channels", _, "messages"]):
                return _json(self._post(body))
            case _:
                return _json({"message": "404: Not Found", "code": 0}, 404)

    def _commands(self, body: list[Json]) -> web.Response:
        scope = {"application_id": str(payloads.APPLICATION_ID), "version": "1"}
        plain = {"description": "", "type": 1}
        self.commands = [plain | sent | scope | {"id": str(self.next_id())} for sent in body]
        return _json(self.commands)

    def _callback(self, token: str, body: Json, with_response: bool) -> web.Response:
        kind = body["type"]
        told: Json = {"interaction": {"id": "1", "type": 2, "response_message_loading": False}}
        if kind in (CREATES, DEFERS):
            shown = self._post(body.get("data") or {})
            self.originals[token] = int(shown["id"])
            told["interaction"]["response_message_id"] = shown["id"]
            told["resource"] = {"type": kind, "message": shown}
        elif kind == UPDATES:
            shown = self._change(self.originals[token], body.get("data") or {})
            told["resource"] = {"type": kind, "message": shown}
        return _json(told) if with_response else web.Response(status=204)

    def _edit(self, which: int | str | None, body: Json) -> web.Response:
        if which is None or int(which) not in self.messages:
            return _json({"message": "Unknown Message", "code": 10008}, 404)
        return _json(self._change(int(which), body))

    def _post(self, sent: Json) -> Json:
        return self._keep(self.next_id(), sent, sent)

    def _change(self, message_id: int, sent: Json) -> Json:
        return self._keep(message_id, self.messages[message_id] | sent, sent)

    def _keep(self, message_id: int, whole: Json, sent: Json) -> Json:
        """Raises NotAttachedError."""
        had = self.attached.get(message_id, {})
        named = had if "components" not in sent else self._named(sent.get("attachments") or [], had)
        for url in pictures(components(whole.get("components"))):
            if url.removeprefix(UPLOADED) not in named:
                raise NotAttachedError(f"unfurled media {url}")
        self.messages[message_id] = payloads.message(message_id, whole, named)
        self.attached[message_id] = named
        return self.messages[message_id]

    def _named(self, attachments: list[Json], had: dict[str, str]) -> dict[str, str]:
        """The ids of the attachments a request names: of those the message has, and of the files
        that come with it, which are numbered from 0."""
        names = {number: name for name, number in had.items()}
        named = {}
        for number, name in ((str(each["id"]), each.get("filename", "")) for each in attachments):
            if int(number) < MAX_FILES:
                named[name] = str(self.next_id())
            elif number in names:
                named[names[number]] = number
            else:
                raise NotAttachedError(f"attachment {number}")
        return named


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON body; of a form, its payload_json and its files."""
    if not request.content_type.startswith("multipart/"):
        return (await request.json() if request.can_read_body else None), {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = await part.json()
        else:
            files[part.filename or ""] = bytes(await part.read())
    return body, files


def _json(content: object, status: int = 200, **headers: str) -> web.Response:
    """discord.py reads JSON only where the type is this and nothing more."""
    headers["Content-Type"] = "application/json"
    return web.Response(body=json.dumps(content).encode(), status=status, headers=headers)
