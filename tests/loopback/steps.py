"""What tests of the process ask, and how they read what comes back."""

from __future__ import annotations

from tests.contract.markdown import Node, plain, render
from tests.contract.rules import TEXT, components
from tests.loopback.discord_server import LoopbackDiscord
from tests.loopback.process import READY, BotProcess
from tests.loopback.rest import Call

QUESTION = "When will the Marlow footbridge reopen?"
SENTENCE = "The Marlow footbridge will reopen on 14 June 2021"
ANOTHER = "What does a crossing on the Hollin ferry cost?"
CALLBACKS = "/interactions/*/callback"
SYNCS = "/applications/*/commands"


def texts(call: Call) -> list[Node]:
    """Everything a card says, as it renders."""
    data = call.body["data"]
    shown = [part["content"] for part in components(data["components"]) if part["type"] == TEXT]
    return [node for text in shown for node in render(text)]


def quotes(call: Call) -> list[str]:
    return [plain([node]).strip() for node in texts(call) if node.kind == "quote"]


def button(call: Call, kind: str, end: str = "") -> str:
    """The custom_id of the card's first button of a kind, and with that end."""
    ids = [part.get("custom_id") or "" for part in components(call.body["data"]["components"])]
    return next(each for each in ids if each.startswith(f"rd:{kind}:") and each.endswith(end))


async def stopped(discord: LoopbackDiscord, bot: BotProcess) -> tuple[int, float]:
    """Stop a bot that is up; its exit code and the seconds it took."""
    await discord.until(lambda: READY in bot.output)
    bot.signal()
    return await bot.ended()


def one_line(text: str) -> str:
    return " ".join(text.split())
