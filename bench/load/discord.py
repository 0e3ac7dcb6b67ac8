"""A Discord on 127.0.0.1 that sends interactions at a rate and notes when each is acknowledged.

It is as quick as may be, since it shares the machine with the bot: nothing is checked here as it is
by the loopback Discord of the tests.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from bench.loopback import payloads
from bench.loopback.payloads import Json

HOST, API = "127.0.0.1", "/api/v10"
HEARTBEAT_MS = 5_000
GUILDS = 40
"""Servers that the interactions come from, so that no server's limit is met."""

FIRST_GUILD, FIRST_CHANNEL, FIRST_USER = 800_000, 900_000, 1_000_000
CREATES, DEFERS = 4, 5


@dataclass(slots=True)
class Asked:
    """One interaction; times are of the monotonic clock. `acked` is when its callback arrived,
    `answered` when its final answer did."""

    user_id: int
    question: str
    sent: float
    acked: float | None = None
    answered: float | None = None
    told: str = ""


@dataclass(slots=True)
class LoadDiscord:
    """`asked` holds every interaction by its token."""

    asked: dict[str, Asked] = field(default_factory=dict)
    beats: list[float] = field(default_factory=list)
    port: int = 0
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: web.WebSocketResponse | None = None
    _sequence: int = 0
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_post(API + "/interactions/{id}/{token}/callback", self._callback)
        app.router.add_route("*", API + "/webhooks/{id}/{token}{rest:.*}", self._followed)
        app.router.add_route("*", API + "/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0, backlog=1024).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def ask(self, question: str) -> None:
        """Somebody whom nobody has heard of before types /ask."""
        number = len(self.asked)
        token, user = f"token-{number:08}", FIRST_USER + number
        guild = FIRST_GUILD + number % GUILDS
        data = {"id": "1", "name": "ask", "type": 1}
        data["options"] = payloads.options({"question": question})
        payload = payloads.interaction(
            50_000_000 + number,
            token,
            payloads.APPLICATION_COMMAND,
            data,
            user_id=user,
            guild_id=guild,
            channel_id=FIRST_CHANNEL + number % GUILDS,
        )
        self.asked[token] = Asked(user, question, time.monotonic())
        await self._dispatch("INTERACTION_CREATE", payload)

    def unanswered(self) -> Iterator[Asked]:
        return (asked for asked in self.asked.values() if asked.answered is None)

    async def _dispatch(self, event: str, data: Json) -> None:
        assert self._socket is not None
        self._sequence += 1
        payload = {"op": 0, "t": event, "s": self._sequence, "d": data}
        await self._socket.send_str(json.dumps(payload))

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            op = json.loads(message.data)["op"]
            if op == 1:
                self.beats.append(time.monotonic())
                await socket.send_json({"op": 11})
            elif op == 2:
                await self._greet(socket)
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        guilds = [FIRST_GUILD + number for number in range(GUILDS)]
        address = f"ws://{HOST}:{self.port}/gateway"
        await self._dispatch("READY", payloads.ready("session", address, guilds))
        for number, guild in enumerate(guilds):
            await self._dispatch("GUILD_CREATE", payloads.guild(guild, FIRST_CHANNEL + number))
        self.ready.set()

    async def _callback(self, request: web.Request) -> web.Response:
        at = time.monotonic()
        token = request.match_info["token"]
        body: Any = await request.json()
        asked = self.asked[token]
        asked.acked = asked.acked or at
        if body["type"] == CREATES:
            self._answered(asked, at, body.get("data") or {})
        if not request.query.get("with_response"):
            return web.Response(status=204)
        shown = payloads.message(int(token.rpartition("-")[2]) + 1, body.get("data") or {}, {})
        told: Json = {"interaction": {"id": "1", "type": 2, "response_message_id": shown["id"]}}
        told["resource"] = {"type": body["type"], "message": shown}
        return _json(told)

    async def _followed(self, request: web.Request) -> web.Response:
        """A deferred reply's answer, as a new message or a change of the first."""
        at = time.monotonic()
        asked = self.asked[request.match_info["token"]]
        body: Any = await request.json()
        self._answered(asked, at, body)
        return _json(payloads.message(90_000_000, body, {}))

    def _answered(self, asked: Asked, at: float, body: Json) -> None:
        asked.answered = at
        if not body.get("components"):
            asked.told = str(body.get("content"))

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        if path == "users/@me":
            return _json(payloads.BOT_USER)
        if path.endswith("applications/@me"):
            return _json(payloads.application())
        if request.method == "PUT" and path.endswith("/commands"):
            scope = {"application_id": str(payloads.APPLICATION_ID), "version": "1"}
            plain: Json = {"description": "", "type": 1}
            sent = await request.json()
            return _json([plain | each | scope | {"id": str(n)} for n, each in enumerate(sent, 1)])
        return _json({"message": "404: Not Found", "code": 0}, 404)


def _json(content: object, status: int = 200) -> web.Response:
    """discord.py reads JSON only where the type is this and nothing more."""
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(content).encode(), status=status, headers=headers)
