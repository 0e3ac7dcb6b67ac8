from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.articles.edits import Edit, read_edits
from bot.chat.corpus.moderating import GONE

from .conftest import HERRING, Room, said
from .wardens import demote, fields, fill, hide, labels, press, reload
from .wardens import mod as mod


async def suggested(room: Room, who: Any, typed: str, command: str = "edit") -> dict[str, str]:
    found = await who.autocomplete(room.channel, f"corpus {command}", "article", typed)
    return {each["name"]: each["value"] for each in found}


async def edit(room: Room, mod: Any, article: str) -> Any:
    return await mod.slash(room.channel, "corpus edit", article=article)


async def test_an_article_is_corrected_and_the_correction_taken_back(
    room: Room, mod: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.chat.corpus")
    [(name, article)] = (await suggested(room, mod, "herring")).items()
    assert name == "Herring prices double · Harbour Ledger · undated"
    opened = await edit(room, mod, article)
    assert fields(opened) == {
        "title": "Herring prices double",
        "source": "Harbour Ledger",
        "date": "",
    }

    card = (await fill(mod, opened, title="Herring twice as dear", date="2020-02-03")).response

    shown = said(card)
    assert "Title: ~~Herring prices double~~ → **Herring twice as dear** · corrected" in shown
    assert "Source: **Harbour Ledger** · from the file's header" in shown
    assert "Date: ~~none~~ → **3 Feb 2020** · corrected" in shown
    assert "-# Snapshot 2: 4 articles" in shown
    assert (room.corpus / "herring.md").read_text("utf-8") == HERRING
    assert list(await suggested(room, mod, "dear")) == [
        "Herring twice as dear · Harbour Ledger · 3 Feb 2020"
    ]

    await press(mod, card, "Undo edit")

    assert "~~Herring twice as dear~~ → **Herring prices double** · from the file" in said(card)
    assert "Date: ~~3 Feb 2020~~ → *not found*" in said(card)
    assert labels(card) == ["Edit again"]
    assert read_edits(room.corpus) == {}
    lines = [each.message for each in caplog.records if each.levelno == logging.INFO]
    who = f"(user {mod.id}, guild {room.guild.id})"
    assert lines == [
        f"corpus: edited 'herring.md' {who}",
        f"corpus: took back the edit of 'herring.md' {who}",
    ]


async def test_an_emptied_field_goes_back_to_what_the_file_says(room: Room, mod: Any) -> None:
    [article] = (await suggested(room, mod, "herring")).values()
    await fill(mod, await edit(room, mod, article), title="Herring", source="Quay Post")
    card = (await fill(mod, await edit(room, mod, article), title="")).response
    assert "~~Herring~~ → **Herring prices double** · from the file's header" in said(card)
    assert read_edits(room.corpus) == {"herring.md": Edit(source="Quay Post")}
    card = (await fill(mod, await edit(room, mod, article))).response
    assert said(card).startswith("Nothing was changed.")


async def test_a_wrong_date_is_told_and_nothing_typed_is_lost(room: Room, mod: Any) -> None:
    opened = await edit(room, mod, "Herring prices double")

    card = (await fill(mod, opened, title="Herring", date="02/03/2020")).response

    assert said(card).startswith("I cannot read “02/03/2020” as a day")
    assert read_edits(room.corpus) == {}
    opened = await press(mod, card, "Edit")
    assert fields(opened) == {"title": "Herring", "source": "Harbour Ledger", "date": "02/03/2020"}
    done = (await fill(mod, opened, date="3 Feb 2020")).response
    assert "→ **Herring** · corrected" in said(done)


async def test_a_form_and_its_buttons_work_after_a_restart(room: Room, mod: Any) -> None:
    opened = await edit(room, mod, "Herring prices double")
    wrong = (await fill(mod, opened, date="x")).response
    opened = await edit(room, mod, "Herring prices double")
    await room.restart()
    card = (await fill(mod, opened, title="Herring")).response
    assert "→ **Herring** · corrected" in said(card)
    opened = await press(mod, wrong, "Edit")
    assert fields(opened)["date"] == ""
    await press(mod, card, "Undo edit")
    assert said(card).startswith("The correction is taken back")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("zeppelin", "No article has “zeppelin” in its title."),
        ("e", "More than one article has “e” in its title."),
        ("0123456789ab", GONE),
        ("\ud800", "No article has "),
    ],
)
async def test_an_article_that_is_not_clear_is_asked_for_again(
    room: Room, mod: Any, typed: str, told: str
) -> None:
    result = await edit(room, mod, typed)
    assert result.response.content.startswith(told)
    assert len(room.errors()) == 1


async def test_what_is_hidden_here_is_neither_suggested_nor_edited(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (room.corpus / "secret").mkdir()
    (room.corpus / "secret/eels.md").write_text(HERRING.replace("Herring", "Eel"), "utf-8")
    await reload(room)
    [article] = (await suggested(room, mod, "eel")).values()
    opened = await edit(room, mod, article)
    card = (await fill(mod, await edit(room, mod, article), title="Eels")).response
    kept = read_edits(room.corpus)
    hide(monkeypatch, "secret")

    for command in ("edit", "show", "remove"):
        assert await suggested(room, mod, "eel", command) == {}
        for typed in (article, "Eels"):
            result = await mod.slash(room.channel, f"corpus {command}", article=typed)
            assert "Eel prices" not in str(result.response.content)
            assert result.response.content.startswith(("That article is no longer", "No article"))
    for result in (
        await fill(mod, opened, title="Mine"),
        await press(mod, card, "Undo edit"),
        await press(mod, card, "Edit again"),
    ):
        assert result.response.content == GONE
    assert read_edits(room.corpus) == kept
    assert len(room.errors()) == 6


async def test_nobody_else_is_given_a_suggestion_or_may_use_what_is_open(
    room: Room, mod: Any
) -> None:
    room.registered("corpus")["default_member_permissions"] = None
    opened = await edit(room, mod, "Herring prices double")
    card = (
        await fill(mod, await edit(room, mod, "Herring prices double"), title="Herring")
    ).response
    demote(room, mod)
    for command in ("edit", "show", "remove"):
        assert await suggested(room, mod, "", command) == {}
    for result in (
        await fill(mod, opened, title="Mine"),
        await press(mod, card, "Undo edit"),
        await press(mod, card, "Edit again"),
        await edit(room, mod, "Herring"),
    ):
        assert result.response.content == "This takes the permission Manage Server."
    assert read_edits(room.corpus) == {"herring.md": Edit(title="Herring")}
    assert room.errors() == ["MissingPermissions"]
