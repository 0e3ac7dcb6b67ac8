"""A Discord of our own on 127.0.0.1: HTTP and gateway, enough for the real process to live on.

async with LoopbackDiscord() as discord:
    ... start the bot with discord.port ...
    await discord.connected()
    token = await discord.ask("When?")
    reply = await discord.reply(token)
"""

from __future__ import annotations

import asyncio
import fnmatch
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from bench.loopback import payloads
from bench.loopback.payloads import Json
from tests.loopback.rest import API, TOKEN, Call, Fault, Rest

HOST = "127.0.0.1"
HEARTBEAT_MS = 150
WAIT_S = 12.0
DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
BAD_TOKEN, BAD_INTENTS = 4004, 4014
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)  # members, presences, message content


@dataclass(frozen=True, slots=True)
class Received:
    """A gateway payload of the bot, and the path it had connected to."""

    path: str
    op: int
    data: Any


@dataclass(slots=True)
class Gateway:
    """One session: everything dispatched so far, so that a RESUME can replay it."""

    rest: Rest
    port: int = 0
    session: str = field(default_factory=lambda: secrets.token_hex(8))
    sent: list[Json] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    live: web.WebSocketResponse | None = None
    _socket: web.WebSocketResponse | None = None
    _deaf: web.WebSocketResponse | None = None
    _transport: Any = None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        self._transport = request.transport
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for message in socket:
            if message.type is WSMsgType.TEXT and socket is not self._deaf:
                payload = json.loads(message.data)
                await self._take(socket, Received(request.path, payload["op"], payload.get("d")))
        if self.live is socket:
            self.live = None
        return socket

    async def dispatch(self, event: str, data: Json) -> None:
        """Number and keep an event, and send it if the bot is connected."""
        payload = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(payload)
        if self.live is not None:
            await self.live.send_json(payload)

    def cut(self) -> None:
        """Break the connection as a failing network does, without a word."""
        self.live = None
        if self._transport is not None:
            self._transport.abort()

    def fall_silent(self) -> None:
        """Keep the connection, and neither hear nor say anything on it any more."""
        self._deaf, self.live = self._socket, None

    async def close(self, code: int) -> None:
        if self._socket is not None:
            await self._socket.close(code=code)

    async def _take(self, socket: web.WebSocketResponse, received: Received) -> None:
        data = received.data
        if received.op == HEARTBEAT:
            await socket.send_json({"op": HEARTBEAT_ACK})
        elif received.op == IDENTIFY and data["token"] != TOKEN:
            await socket.close(code=BAD_TOKEN)
        elif received.op == IDENTIFY and data["intents"] & PRIVILEGED:
            await socket.close(code=BAD_INTENTS)
        elif received.op == IDENTIFY:
            self.session = secrets.token_hex(8)
            self.sent = []
            self.live = socket
            resume_url = f"ws://{HOST}:{self.port}/resume"
            await self.dispatch("READY", payloads.ready(self.session, resume_url))
            await self.dispatch("GUILD_CREATE", payloads.guild())
        elif received.op == RESUME and data["session_id"] != self.session:
            await socket.send_json({"op": INVALID_SESSION, "d": False})
        elif received.op == RESUME:
            for payload in self.sent[data["seq"] :]:
                await socket.send_json(payload)
            self.live = socket
            await self.dispatch("RESUMED", {})
        async with self.rest.changed:
            self.received.append(received)
            self.rest.changed.notify_all()


class LoopbackDiscord:
    """`rest` and `gateway` hold what the bot did; `problems` what real Discord would refuse."""

    def __init__(self) -> None:
        self.rest = Rest()
        self.gateway = Gateway(self.rest)
        self._watched: dict[asyncio.subprocess.Process, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", API + "/{path:.*}", self.rest.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/resume", self.gateway.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.port: int = self._runner.addresses[0][1]
        self.gateway.port = self.port
        return self

    async def __aexit__(self, *exc: object) -> None:
        for watch in self._watched.values():
            watch.cancel()
        await self.gateway.close(1001)
        await self._runner.cleanup()

    @property
    def problems(self) -> list[str]:
        return self.rest.seen.problems

    def fail(self, fault: Fault) -> None:
        self.rest.faults.append(fault)

    def watch(self, process: asyncio.subprocess.Process) -> None:
        """Let every wait end early, as a failure, when this process ends meanwhile."""

        async def note() -> None:
            await process.wait()
            async with self.rest.changed:
                self.rest.changed.notify_all()

        self._watched[process] = asyncio.create_task(note())

    async def until(self, holds: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
        """Wait for something the bot does; raises TimeoutError."""
        alive = [process for process in self._watched if process.returncode is None]

        def settled() -> bool:
            return holds() or any(process.returncode is not None for process in alive)

        async with asyncio.timeout(timeout_s), self.rest.changed:
            await self.rest.changed.wait_for(settled)
        assert holds(), "the bot has ended before that"

    def ops(self, op: int) -> list[Received]:
        return [received for received in self.gateway.received if received.op == op]

    def calls(self, method: str, path: str) -> list[Call]:
        return [
            call
            for call in self.rest.calls
            if call.method == method and fnmatch.fnmatchcase(call.path, path)
        ]

    async def called(self, method: str, path: str, times: int = 1) -> list[Call]:
        """The requests that fit, once there are that many."""
        await self.until(lambda: len(self.calls(method, path)) >= times)
        return self.calls(method, path)

    async def connected(self) -> None:
        await self.until(lambda: self.gateway.live is not None)

    async def ask(self, question: str, **options: str | bool) -> str:
        """Somebody types /ask; returns the interaction's token."""
        return await self.slash("ask", question=question, **options)

    async def slash(self, name: str, **options: str | bool | int) -> str:
        """Somebody types a command of one word; returns the interaction's token."""
        data = {"id": "1", "name": name, "type": 1, "options": payloads.options(options)}
        return await self.interact(payloads.APPLICATION_COMMAND, data)

    async def suggest(self, option: str, typed: str) -> str:
        """Somebody is typing an option of /ask."""
        focused = payloads.options({option: typed})[0] | {"focused": True}
        data = {"id": "1", "name": "ask", "type": 1, "options": [focused]}
        return await self.interact(payloads.AUTOCOMPLETE, data)

    async def command(self, group: str, name: str, permissions: int = 0) -> str:
        """Somebody with these permissions besides a member's uses /group name."""
        data = {"id": "2", "name": group, "type": 1, "options": [{"name": name, "type": 1}]}
        allowed = payloads.MEMBER_PERMISSIONS | permissions
        return await self.interact(payloads.APPLICATION_COMMAND, data, permissions=allowed)

    async def press(self, message: Json, custom_id: str) -> str:
        data = {"custom_id": custom_id, "component_type": 2}
        return await self.interact(payloads.COMPONENT, data, message)

    async def interact(
        self,
        kind: int,
        data: Json,
        message: Json | None = None,
        permissions: int = payloads.MEMBER_PERMISSIONS,
    ) -> str:
        token = secrets.token_hex(12)
        if message is not None:
            self.rest.originals[token] = int(message["id"])
        number = self.rest.next_id()
        payload = payloads.interaction(number, token, kind, data, message, permissions)
        await self.gateway.dispatch("INTERACTION_CREATE", payload)
        return token

    async def reply(self, token: str) -> Call:
        """The accepted first response to an interaction."""

        def accepted() -> list[Call]:
            calls = self.calls("POST", f"/interactions/*/{token}/callback")
            return [call for call in calls if call.status in (200, 204)]

        await self.until(lambda: bool(accepted()))
        return accepted()[0]
