from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.desk.tending import tending
from bot.settings import Settings
from tests.desks import CRANES


class Poller:
    """Stands for a FeedPoller: keeps what the last one was made with."""

    made: tuple[Any, dict[str, Any]] | None = None

    def __init__(self, addresses: Any, **named: Any) -> None:
        Poller.made = (addresses, named)

    async def __aenter__(self) -> None:
        """Nothing to do."""

    async def __aexit__(self, *_: object) -> None:
        """Nothing to do."""


@pytest.mark.parametrize("feeds", [(), ("https://quay.example/rss",)])
async def test_a_desk_that_is_open_for_long_is_watched_and_fed_as_the_settings_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, feeds: tuple[str, ...]
) -> None:
    monkeypatch.setattr("bot.desk.feeds.FeedPoller", Poller)
    Poller.made = None
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    (folder / "cranes.md").write_text(CRANES, "utf-8")
    settings = Settings(None, folder, data, None, 10, "INFO", feeds=feeds, feed_minutes=7)
    async with Desk(folder) as desk, tending(desk, settings):
        assert "watching" in {thread.name for thread in threading.enumerate()}
    assert "watching" not in {thread.name for thread in threading.enumerate()}
    wanted = (feeds, {"folder": folder, "data": data, "every_s": 420.0})
    assert Poller.made == (wanted if feeds else None)
