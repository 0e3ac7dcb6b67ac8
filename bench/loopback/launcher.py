"""Runs ``python -m bot`` against a loopback Discord.

    python -m bench.loopback.launcher PORT SECONDS SILENCE

The bot has no setting for another Discord, so the addresses are changed in discord.py before it
starts. SECONDS is how long discord.py waits for more servers before it is ready, SILENCE after how
many seconds without an answer to a heartbeat it connects anew. An audit hook ends every attempt to
connect to anything but this machine.
"""

from __future__ import annotations

import runpy
import sys
from typing import Any

import discord.gateway
import discord.http
import discord.state
import yarl

SILENCE_S = 60.0
"""As discord.py has it."""

LOCAL = ("127.0.0.1", "::1", "localhost")


def only_local(event: str, args: tuple[Any, ...]) -> None:
    """Raises PermissionError, as an audit hook, before a connection leaves this machine."""
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in LOCAL:
        raise PermissionError(f"a connection to {args[1]} was attempted")


def _aim(port: int, guild_ready_s: float, silence_s: float) -> None:
    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    gateway = yarl.URL(f"ws://127.0.0.1:{port}/gateway")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
    build = discord.state.ConnectionState.__init__

    def build_quickly(self: Any, **options: Any) -> None:
        quick = {"guild_ready_timeout": guild_ready_s, "heartbeat_timeout": silence_s}
        build(self, **(quick | options))

    discord.state.ConnectionState.__init__ = build_quickly  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.addaudithook(only_local)
    _aim(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
    sys.argv[1:] = sys.argv[4:]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
