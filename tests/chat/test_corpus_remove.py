from __future__ import annotations

import io
import logging
import os
import time
import zipfile
from typing import Any

import pytest

from bot.articles.keeping import REMOVED, TOO_LATE, UNDO_SECONDS
from bot.chat.corpus.moderating import GONE

from .conftest import CRANES_QUESTION, HERRING, Room, said
from .wardens import OYSTERS, SEALS, demote, hide, labels, press, reload
from .wardens import mod as mod


async def remove(room: Room, mod: Any, article: str) -> Any:
    result = await mod.slash(room.channel, "corpus remove", article=article)
    assert result.ephemeral
    return result.response


async def test_an_article_is_removed_after_asking_and_comes_back(
    room: Room, mod: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.chat.corpus")
    card = await remove(room, mod, "Three cranes for Norrhaven")
    assert said(card).startswith("### Remove this article?\n**Three cranes for Norrhaven**")
    assert labels(card) == ["Remove", "Leave it"]

    await press(mod, card, "Remove")

    assert said(card).startswith("✓ Removed **cranes.md**.\nIt can be brought back until <t:")
    assert "-# Snapshot 2: 3 articles" in said(card)
    answer = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    assert "12 May 2019" not in said(answer.response)
    await room.restart()

    await press(mod, card, "Undo")

    assert said(card).startswith("✓ Brought back **cranes.md**.\n-# Snapshot 3: 4 articles")
    answer = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    assert "12 May 2019" in said(answer.response)
    who = f"(user {mod.id}, guild {room.guild.id})"
    lines = [each.message for each in caplog.records if each.levelno == logging.INFO]
    assert lines == [
        f"corpus: removed 'cranes.md' {who}",
        f"corpus: brought back 'cranes.md' {who}",
    ]


async def test_an_article_may_be_left_where_it_is(room: Room, mod: Any) -> None:
    card = await remove(room, mod, "Three cranes for Norrhaven")
    await press(mod, card, "Leave it")
    assert said(card) == "Nothing was removed."
    assert (room.corpus / "cranes.md").exists()


async def test_what_is_gone_already_and_what_can_no_longer_be_undone(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await remove(room, mod, "Three cranes for Norrhaven")
    other = await remove(room, mod, "Three cranes for Norrhaven")
    await press(mod, card, "Remove")
    assert (await press(mod, other, "Remove")).response.content == GONE
    monkeypatch.setattr("bot.articles.keeping.UNDO_SECONDS", -1)
    assert (await press(mod, card, "Undo")).response.content == TOO_LATE


async def test_at_its_start_the_bot_deletes_what_is_beyond_bringing_back(
    room: Room, mod: Any
) -> None:
    card = await remove(room, mod, "Three cranes for Norrhaven")
    await press(mod, card, "Remove")
    [home] = (room.corpus / REMOVED).iterdir()
    past = time.time() - UNDO_SECONDS - 1
    os.utime(home, (past, past))
    await room.restart()
    assert list((room.corpus / REMOVED).iterdir()) == []


async def test_of_an_archive_all_is_removed_or_nothing(room: Room, mod: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("seals.md", SEALS)
        archive.writestr("oysters.txt", OYSTERS)
    (room.corpus / "march.zip").write_bytes(packed.getvalue())
    await reload(room)

    card = await remove(room, mod, "Seals return to the skerries")

    assert said(card).startswith("### Remove the whole file?")
    assert "part of **march.zip**, which can only be removed whole: 2 articles" in said(card)
    await press(mod, card, "Remove 2 articles")
    assert "Snapshot 3: 4 articles" in said(card)


async def test_the_last_article_stays(room: Room, mod: Any) -> None:
    for name in ("cranes.md", "ferry.md", "lighthouses.md"):
        (room.corpus / name).unlink()
    await reload(room)
    card = await remove(room, mod, "Herring prices double")
    result = await press(mod, card, "Remove")
    assert result.response.content.startswith("Nothing was removed: ")
    assert (room.corpus / "herring.md").read_text("utf-8") == HERRING


async def test_only_a_moderator_who_sees_it_removes_it_or_brings_it_back(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (room.corpus / "secret").mkdir()
    for name in ("seals.md", "oysters.txt"):
        text = SEALS if name == "seals.md" else OYSTERS
        (room.corpus / "secret" / name).write_text(text, "utf-8")
    await reload(room)
    gone = await remove(room, mod, "Seals return to the skerries")
    await press(mod, gone, "Remove")
    asked = await remove(room, mod, "Oysters are farmed again in the sound")
    with monkeypatch.context() as patch:
        hide(patch, "secret")
        assert (await press(mod, asked, "Remove")).response.content == GONE
        result = await press(mod, gone, "Undo")
        assert result.response.content == "There is no such article."
    demote(room, mod)
    for card, label in ((asked, "Remove"), (asked, "Leave it"), (gone, "Undo")):
        result = await press(mod, card, label)
        assert result.response.content == "This takes the permission Manage Server."
    assert [path.name for path in (room.corpus / "secret").iterdir()] == ["oysters.txt"]
    assert len(list((room.corpus / REMOVED).iterdir())) == 1
