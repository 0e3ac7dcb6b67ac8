from __future__ import annotations

import io
import logging
import zipfile
from typing import Any

import pytest

from bot.articles.edits import Edit, read_edits
from bot.chat.corpus import uploading
from bot.desk.building import Builder
from bot.desk.keeper import Keeper
from bot.desk.pending import GONE
from bot.errors import CorpusError
from tests.contract.recorder import Recorder

from .conftest import CRANES, HERRING, Room, said
from .presses import indicator, onward
from .wardens import OYSTERS, SEALS, demote, fields, file, fill, hide, labels, press
from .wardens import mod as mod


async def add(room: Room, mod: Any, *files: tuple[str, bytes], **options: Any) -> Any:
    names = ["file", *(f"file{number}" for number in range(2, 6))]
    given = dict(zip(names, files, strict=False))
    result = await mod.slash(room.channel, "corpus add", **given, **options)
    assert result.ephemeral
    return result.response


async def test_a_file_is_shown_as_it_would_be_read_and_then_kept(
    room: Room, mod: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.chat.corpus")

    card = await add(room, mod, file("seals.md", SEALS), collection="coast")

    shown = said(card)
    assert shown.startswith("### seals.md\n")
    assert "Title: **Seals return to the skerries** · from the file's header" in shown
    assert "Date: **2 Feb 2022** · from the file's header" in shown
    assert "2 paragraphs · 1 block left out" in shown
    assert "> Forty grey seals came back" in shown
    assert "-# Will be kept as coast/seals.md" in shown
    assert labels(card) == ["Keep", "Edit", "Drop"]
    assert not (room.corpus / "coast").exists()

    await press(mod, card, "Keep")

    assert "✓ Kept as **coast/seals.md**." in said(card)
    assert "-# Snapshot 2: 5 articles, " in said(card)
    assert labels(card) == []
    assert (room.corpus / "coast/seals.md").read_text("utf-8") == SEALS
    answer = await room.alice.slash(room.channel, "ask", question="How many grey seals came back?")
    assert "Forty grey seals" in said(answer.response)
    [line] = [each.message for each in caplog.records if each.levelno == logging.INFO]
    assert line == f"corpus: added 'coast/seals.md' (user {mod.id}, guild {room.guild.id})"


async def test_what_the_file_does_not_say_is_said_to_be_missing(room: Room, mod: Any) -> None:
    shown = said(await add(room, mod, file("oysters.txt", OYSTERS)))

    assert "Title: **Oysters are farmed again in the sound** · from the lines above" in shown
    assert "Source: *not found*" in shown
    assert "Date: *not found*" in shown


async def test_a_wrong_date_costs_nothing_of_what_was_typed(room: Room, mod: Any) -> None:
    card = await add(room, mod, file("oysters.txt", OYSTERS))
    opened = await press(mod, card, "Edit")
    assert fields(opened) == {
        "title": "Oysters are farmed again in the sound",
        "source": "",
        "date": "",
    }

    await fill(mod, opened, source="Quay Post", date="some day")

    assert "⚠ I cannot read “some day” as a day" in said(card)
    assert "Source: *not found*" in said(card)
    opened = await press(mod, card, "Edit")
    assert fields(opened)["source"] == "Quay Post"
    assert fields(opened)["date"] == "some day"

    await fill(mod, opened, date="3 May 2020")

    assert "Source: **Quay Post** · corrected by a moderator" in said(card)
    assert "Date: **3 May 2020** · corrected by a moderator" in said(card)
    await press(mod, card, "Keep")
    [document] = [d for d in room.client.desk.corpus.documents if d.article.path == "oysters.txt"]
    assert document.article.source == "Quay Post"
    assert str(document.article.date) == "2020-05-03"
    assert (room.corpus / "oysters.txt").read_text("utf-8") == OYSTERS


async def test_corrections_hold_for_a_copy_that_is_added_again(room: Room, mod: Any) -> None:
    card = await add(room, mod, file("seals.md", SEALS))
    await fill(mod, await press(mod, card, "Edit"), title="Seals are back")
    await press(mod, card, "Keep")

    again = await add(room, mod, file("seals.md", SEALS.replace("Forty", "Fifty")))

    assert "Title: **Seals are back** · corrected by a moderator" in said(again)
    assert "⚠ There is a file already at seals.md." in said(again)
    assert labels(again) == ["Replace", "Edit", "Drop"]
    await press(mod, again, "Replace")
    assert "Fifty grey seals" in (room.corpus / "seals.md").read_text("utf-8")
    assert read_edits(room.corpus) == {"seals.md": Edit(title="Seals are back")}


async def test_copies_of_what_is_there_are_named(room: Room, mod: Any) -> None:
    same = said(await add(room, mod, file("more.md", CRANES)))
    assert "⚠ The same file is already there as cranes.md." in same
    alike = said(await add(room, mod, file("more.md", CRANES.replace("forty", "fifty"))))
    assert "already there" not in alike
    assert "⚠ Of the same title is cranes.md." in alike


async def test_several_files_have_a_page_each_and_are_kept_together(room: Room, mod: Any) -> None:
    card = await add(
        room,
        mod,
        file("seals.md", SEALS),
        file("void.txt", ""),
        file("oysters.txt", OYSTERS),
        file("run.exe", "x"),
        file("../seals.md", SEALS),
    )
    assert indicator(card) == "1/5"
    assert labels(card) == ["Keep", "Edit", "Drop", "Keep all 2", "▶"]

    await mod.click(card, custom_id=onward(card))

    assert said(card) == "### void.txt\nThis file cannot be kept.\nThe file is empty."
    assert labels(card) == ["Keep all 2", "◀", "▶"]
    for told in ("### oysters.txt", "Unsupported kind of file", "Two files of this name"):
        await mod.click(card, custom_id=onward(card))
        assert told in said(card)

    await press(mod, card, "Keep all 2")

    assert said(card).endswith("Kept 2 of 2 files.")
    assert labels(card) == ["◀"]
    assert {"seals.md", "oysters.txt"} < {path.name for path in room.corpus.iterdir()}
    assert not (room.corpus / "void.txt").exists()


async def test_what_is_dropped_is_not_kept(room: Room, mod: Any) -> None:
    card = await add(room, mod, file("seals.md", SEALS))

    await press(mod, card, "Drop")

    assert said(card) == "### seals.md\nDropped: nothing of it is kept."
    assert labels(card) == []
    assert len(room.client.desk.keeper.pending) == 0
    assert not (room.corpus / "seals.md").exists()


async def test_an_archive_shows_its_articles(room: Room, mod: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("coast/seals.md", SEALS)
        archive.writestr("herring.md", HERRING)
        archive.writestr("void.txt", "")
    card = await add(room, mod, ("march.zip", packed.getvalue()))

    shown = said(card)
    assert "2 articles, 1 left out" in shown
    assert "- **Seals return to the skerries** · Quay Post · 2 Feb 2022" in shown
    assert "already there as herring.md" in shown
    assert "Left out: march.zip//void.txt: " in shown
    assert labels(card) == ["Keep", "Drop"]
    await press(mod, card, "Keep")
    assert "✓ Kept as **march.zip**.\n-# Snapshot 2: 6 articles" in said(card)
    assert "⚠ Left out: march.zip//void.txt: " in said(card)


async def test_a_name_that_is_taken_meanwhile_overwrites_nothing(room: Room, mod: Any) -> None:
    card = await add(room, mod, file("seals.md", SEALS))
    (room.corpus / "seals.md").write_text(OYSTERS, "utf-8")

    await press(mod, card, "Keep")

    assert "⚠ A file of that name has come meanwhile." in said(card)
    assert labels(card) == ["Replace", "Edit", "Drop"]
    assert (room.corpus / "seals.md").read_text("utf-8") == OYSTERS


async def test_an_archive_of_one_article_is_corrected_once_it_is_kept(room: Room, mod: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("seals.md", SEALS)
    card = await add(room, mod, ("march.zip", packed.getvalue()))
    assert labels(card) == ["Keep", "Drop"]
    await press(mod, card, "Keep")
    opened = await mod.slash(room.channel, "corpus edit", article="Seals return to the skerries")
    done = await fill(mod, opened, title="Seals are back")
    assert "→ **Seals are back** · corrected" in said(done.response)
    assert read_edits(room.corpus) == {"march.zip//seals.md": Edit(title="Seals are back")}


async def test_a_reload_that_fails_leaves_the_file_kept_and_says_so(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(*_: Any) -> None:
        raise CorpusError("The reader ended.")

    card = await add(room, mod, file("seals.md", SEALS))
    monkeypatch.setattr(Builder, "run", run)
    await press(mod, card, "Keep")
    assert said(card).endswith(
        "⚠ The file is kept, but the articles could not be read again: The reader ended."
    )
    assert labels(card) == []
    assert (room.corpus / "seals.md").exists()


async def test_a_name_beyond_ascii_is_kept(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord takes such letters out of the name, and keeps them in the title."""
    cdn = room.env.backend.cdn
    store = cdn.store_attachment
    titled = {"title": "Été à la mer"}
    monkeypatch.setattr(cdn, "store_attachment", lambda *given: store(*given) | titled)
    card = await add(room, mod, file("t_la_mer.md", SEALS))
    assert said(card).startswith("### Été à la mer.md")


async def test_after_a_restart_a_press_is_told_what_has_become_of_the_files(
    room: Room, mod: Any
) -> None:
    card = await add(room, mod, file("seals.md", SEALS))
    opened = await press(mod, card, "Edit")
    room.client.desk.keeper = Keeper(room.client.desk)
    await room.restart()

    result = await press(mod, card, "Keep")

    assert result.response.content == GONE
    assert not (room.corpus / "seals.md").exists()
    result = await fill(mod, opened, title="Seals")
    assert result.response.content == GONE


async def test_a_file_too_large_is_not_even_fetched(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch, recorder: Recorder
) -> None:
    card = await add(room, mod, ("big.txt", b"a" * 5_000_001))
    assert "Larger than 5 MB (5.0 MB)." in said(card)
    monkeypatch.setattr(uploading, "MAX_UPLOAD_BYTES", 10)
    result = await mod.slash(room.channel, "corpus add", file=file("seals.md", SEALS))
    assert result.response.content.startswith("These files have more than 30 MB together.")
    assert room.errors() == ["CorpusError"]


async def test_an_attachment_that_cannot_be_fetched_is_told(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(*_: Any) -> bytes:
        raise OSError("reset")

    monkeypatch.setattr("discord.Attachment.read", read)
    assert "Discord did not hand over the file." in said(
        await add(room, mod, file("seals.md", SEALS))
    )


async def test_nobody_else_can_add_press_or_fill_in(room: Room, mod: Any) -> None:
    room.registered("corpus")["default_member_permissions"] = None
    result = await room.alice.slash(room.channel, "corpus add", file=file("seals.md", SEALS))
    assert result.response.content == "This takes the permission Manage Server."
    assert await room.alice.autocomplete(room.channel, "corpus add", "collection", "") == []
    assert room.errors() == ["MissingPermissions"]

    card = await add(room, mod, file("seals.md", SEALS))
    opened = await press(mod, card, "Edit")
    demote(room, mod)
    for result in (await press(mod, card, "Keep"), await fill(mod, opened, title="Mine")):
        assert result.response.content == "This takes the permission Manage Server."
    assert not (room.corpus / "seals.md").exists()


async def test_a_collection_that_is_hidden_here_cannot_be_added_to(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("coast", "secret"):
        (room.corpus / name).mkdir()
        (room.corpus / name / "cranes.md").write_text(CRANES.replace("forty", name), "utf-8")
    await room.client.desk.reload()
    card = await add(room, mod, file("seals.md", SEALS), collection="secret")
    hide(monkeypatch, "secret")

    offered = await mod.autocomplete(room.channel, "corpus add", "collection", "")
    assert [each["value"] for each in offered] == ["coast"]
    result = await mod.slash(
        room.channel, "corpus add", file=file("seals.md", SEALS), collection="secret"
    )
    assert result.response.content == "You cannot add to that collection from here."
    result = await press(mod, card, "Keep")
    assert result.response.content == "There is no such article."
    assert not (room.corpus / "secret/seals.md").exists()
    twin = await add(room, mod, file("twin.md", CRANES.replace("forty", "secret")))
    assert "secret/" not in said(twin)
    assert "The same file" not in said(twin)
    assert room.errors() == ["CorpusError"]


async def test_rules_that_change_meanwhile_hold_for_what_is_shown(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = Keeper.preview

    async def changing(*given: Any, **named: Any) -> Any:
        hide(monkeypatch, "secret")
        return await preview(*given, **named)

    monkeypatch.setattr(Keeper, "preview", changing)
    result = await mod.slash(room.channel, "corpus add", file=file("seals.md", SEALS))
    assert result.response.content == uploading.RULES_CHANGED
    assert room.errors() == ["CorpusError"]


@pytest.mark.parametrize("name", ["../x", "a/b", ".git"])
async def test_a_collection_is_one_folder(room: Room, mod: Any, name: str) -> None:
    result = await mod.slash(
        room.channel, "corpus add", file=file("seals.md", SEALS), collection=name
    )
    assert result.response.content.startswith("A collection is one folder")
    assert room.errors() == ["CorpusError"]


async def test_a_folder_that_cannot_be_written_is_told(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await add(room, mod, file("seals.md", SEALS))

    def put(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("bot.articles.keeping._put", put)
    result = await press(mod, card, "Keep")
    assert result.response.content.startswith("The folder of articles cannot be written to")
    assert labels(card) == ["Keep", "Edit", "Drop"]
