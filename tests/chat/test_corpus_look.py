from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.article import Dropped, Provenance, Span
from bot.articles.edits import Edit
from bot.chat.corpus.fields import ORIGINS
from bot.chat.corpus.ids import MAX_FILTER_UNITS
from bot.chat.corpus.listing import list_card
from bot.chat.corpus.showing import shown_card
from bot.chat.corpus.upload_cards import upload_card
from bot.desk.catalogue import filtered
from bot.desk.pending import Item, Upload
from bot.desk.preview import Preview
from tests.corpora import document, snapshot

from .builders import hostile_articles, long_text, well_formed
from .conftest import CRANES, HERRING, Room, said
from .presses import indicator, next_back, onward
from .wardens import SEALS, demote, file, hide, labels, press, reload
from .wardens import mod as mod

SPUN = """\
---
rewritten: true
title: Gulls
---

Gulls handiest became once seen, and the gull might perhaps possibly have been one in all.
"""


async def look(room: Room, mod: Any, command: str, **options: Any) -> Any:
    result = await mod.slash(room.channel, f"corpus {command}", **options)
    assert result.ephemeral
    return result.response


async def many(room: Room, count: int) -> None:
    (room.corpus / "fish").mkdir()
    for number in range(count):
        text = HERRING.replace("Herring prices double", f"Herring report {number:02}")
        text = text.replace("Olof Lind", f"Olof Lind the {number}th of {'x' * number}")
        (room.corpus / f"fish/report-{number:02}.md").write_text(text, "utf-8")
    await reload(room)


async def test_the_list_has_pages_and_a_filter_that_survive_a_restart(room: Room, mod: Any) -> None:
    await many(room, 18)
    card = await look(room, mod, "list", filter="Herring REPORT", collection="fish")
    assert said(card).startswith("### 18 articles in fish with “Herring REPORT”")
    assert indicator(card) == "1/3"
    await room.restart()

    await mod.click(card, custom_id=onward(card))
    await mod.click(card, custom_id=onward(card))

    assert indicator(card) == "3/3"
    assert said(card).endswith("report 17** · Harbour Ledger · undated\n-# fish/report-17.md")
    await mod.click(card, custom_id=next_back(card))
    assert indicator(card) == "2/3"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({}, "### 4 articles\n**Three cranes for Norrhaven** · Quay Post · 4 Mar 2019\n-# cran"),
        ({"filter": "quay 2019-06"}, "### 1 article with “quay 2019-06”\n**Ferry strike ends**"),
        ({"filter": "fishmonger"}, "### 1 article with “fishmonger”\n**Herring prices double**"),
        ({"filter": "zeppelin @everyone"}, "### No article with “zeppelin \\@everyone”"),
        ({"collection": ""}, "### 4 articles in no folder"),
    ],
)
async def test_lists(room: Room, mod: Any, options: dict[str, str], shown: str) -> None:
    if options.get("collection") == "":
        options = {"collection": " "}
    assert said(await look(room, mod, "list", **options)).startswith(shown)


async def test_a_collection_without_an_article_is_told(room: Room, mod: Any) -> None:
    card = await look(room, mod, "list", collection="nowhere")
    assert card.content == "There is no such collection among the articles."
    assert room.errors() == ["QuestionError"]


async def test_show_tells_how_an_article_was_understood_and_has_its_text(
    room: Room, mod: Any
) -> None:
    card = await look(room, mod, "show", article="Seven lighthouses get their colours back")
    shown = said(card)
    assert "Date: **9 May 2021** · from the file's header" in shown
    assert "7 paragraphs · 1 block left out" in shown
    assert "**Left out:** front matter × 1" in shown
    assert indicator(card) == "1/3"
    assert labels(card) == ["Edit", "Remove", "▶"]
    await room.restart()

    await mod.click(card, custom_id=onward(card))
    assert "-# ¶ 1\n> The lighthouse on Gull Rock" in said(card)
    await mod.click(card, custom_id=onward(card))
    assert "-# ¶ 7\n> Only the lighthouse of Lill Aspo" in said(card)
    assert labels(card) == ["◀"]


async def test_from_show_an_article_is_edited_or_removed(room: Room, mod: Any) -> None:
    card = await look(room, mod, "show", article="Herring prices double")
    opened = await press(mod, card, "Edit")
    assert opened.modal["title"] == "Edit an article"
    result = await press(mod, card, "Remove")
    assert said(result.response).startswith("### Remove this article?")
    assert said(card).startswith("### Herring prices double")


async def test_check_counts_what_wants_looking_at_and_lists_it(room: Room, mod: Any) -> None:
    (room.corpus / "copy.md").write_text(CRANES.replace("title: Three", "title: More"), "utf-8")
    (room.corpus / "void.txt").write_bytes(b"")
    (room.corpus / "b.txt").write_text("a gull was seen at the pier, and it flew away.\n", "utf-8")
    (room.corpus / "gulls.md").write_text(SPUN, "utf-8")
    await reload(room)
    await room.client.desk.keeper.edit("ferry.md", Edit(title="Strike over"))

    card = await look(room, mod, "check")

    assert said(card) == (
        "### 7 articles checked\nRejected: **1**\nUndated: **3**\nUntitled: **1**\n"
        "Near duplicates: **1**\nMachine-rewritten: **1**\nCorrected: **1**"
    )
    told = {
        "Rejected": "**void.txt**\n-# The file is empty.",
        "Undated": "**Herring prices double** · Harbour Ledger · undated\n-# herring.md",
        "Untitled": "### Untitled: 1\n**untitled**",
        "Near duplicates": "-# 3 of 3 paragraphs also in copy.md\n-# cranes.md",
        "Machine-rewritten": "**Gulls** · undated\n-# gulls.md",
        "Corrected": "**ferry.md**\n-# title “Strike over”",
    }
    await room.restart()
    for label, shown in told.items():
        await press(mod, card, label)
        assert shown in said(card)
        assert label not in labels(card)


async def test_check_has_pages_and_says_when_all_is_well(room: Room, mod: Any) -> None:
    (room.corpus / "herring.md").unlink()
    await reload(room)
    assert "Nothing here wants looking at." in said(await look(room, mod, "check"))
    await many(room, 10)
    card = await look(room, mod, "check")
    await press(mod, card, "Undated")
    await mod.click(card, custom_id=onward(card))
    assert indicator(card) == "2/2"
    assert "fish/report-09.md" in said(card)


async def test_status_tells_what_waits_and_what_the_last_reload_did(room: Room, mod: Any) -> None:
    await mod.slash(room.channel, "corpus add", file=file("seals.md", SEALS))
    (room.corpus / "seals.md").write_text(SEALS, "utf-8")
    await reload(room)
    shown = said(await look(room, mod, "status"))
    assert "Last reload: 1 added, in " in shown
    assert "On disk: index " in shown
    assert "Memory: " in shown
    assert "up since <t:" in shown
    assert "1 upload waits for “Keep”" in shown


async def test_a_long_reload_report_comes_as_a_file_too(room: Room, mod: Any) -> None:
    await many(room, 0)
    for number in range(12):
        (room.corpus / f"fish/void-{number:02}.md").write_text("", "utf-8")
    result = await mod.slash(room.channel, "corpus reload")
    assert "and 4 more" in said(result.response)
    [attached] = result.followups[0].attachments
    text = (await attached.read()).decode()
    assert attached.filename == "reload.txt"
    assert result.followups[0].ephemeral
    assert "Left out 12:\n" in text
    assert text.endswith("fish/void-11.md: The file is empty.\n")


async def test_nothing_of_what_is_hidden_here_is_named(
    room: Room, mod: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, "secret")
    (room.corpus / "secret").mkdir()
    (room.corpus / "secret/more.md").write_text(CRANES, "utf-8")
    (room.corpus / "secret/void.md").write_text("", "utf-8")
    (room.corpus / "open.md").write_text(SEALS, "utf-8")
    result = await mod.slash(room.channel, "corpus reload")
    assert "Added 1: open.md" in said(result.response)
    assert "5 articles" in said(result.response)
    await room.client.desk.keeper.edit("secret/more.md", Edit(title="Secret"))
    texts = [said(result.response)]
    for command in ("list", "check", "status"):
        card = await look(room, mod, command)
        texts.append(said(card))
        for label in ("Undated", "Rejected", "Near duplicates", "Corrected"):
            if label in labels(card):
                await press(mod, card, label)
                texts.append(said(card))
    assert not any("secret" in text.lower() or "left out**" in text for text in texts)
    assert all("5 articles" in text for text in texts if "articles" in text)
    card = await look(room, mod, "list", collection="secret")
    assert card.content == "There is no such collection among the articles."
    assert room.errors() == ["QuestionError"]


async def test_nobody_else_may_press_what_is_open(room: Room, mod: Any) -> None:
    await many(room, 10)
    cards = [
        await look(room, mod, "list"),
        await look(room, mod, "show", article="Herring prices double"),
        await look(room, mod, "check"),
    ]
    demote(room, mod)
    for card, label in zip(cards, ("▶", "▶", "Undated"), strict=True):
        result = await press(mod, card, label)
        assert result.response.content == "This takes the permission Manage Server."


@settings(max_examples=25)
@given(hostile_articles(), long_text, st.integers(0, 3), st.booleans())
def test_cards_hold_whatever_an_article_holds(
    article: Any, text: str, page: int, several: bool
) -> None:
    made = document(*(text or "x" for _ in range(6)), path="press/a.md")
    dropped = tuple(Dropped(Span(0, 9), text) for _ in range(12))
    shown = type(made)(article, made.text, made.paragraphs, dropped, (text,) * 6)
    well_formed(shown_card(shown, Edit(), page))
    preview = Preview("press/a.md", shown, "", Edit(), (text,) * 3, (text,) * 3)
    rejected = Preview("press/a.zip//b", None, text)
    item = Item(text, text, b"x", (preview, preview, rejected) * 9 if several else (preview,))
    upload = Upload(1, 1, "", [item, item, Item(text, "", b"", reason=text)])
    for index in range(3):
        well_formed(upload_card(upload, index, "⚠ No."))


@given(st.text(max_size=MAX_FILTER_UNITS // 2))
def test_a_filter_fits_into_the_ids_of_its_pager(words: str) -> None:
    documents = [
        document("a", path=f"press/{number:02}.md", title=f"{words} {number}")
        for number in range(20)
    ]
    seen = snapshot(*documents)
    well_formed(list_card(seen, filtered(seen), "press", words, 1))


def test_every_origin_of_a_field_has_words() -> None:
    assert ORIGINS.keys() == set(Provenance)
