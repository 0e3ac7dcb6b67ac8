"""The whole way: articles on disk, the desk's own timeline, the worker's own picture."""

from __future__ import annotations

from .conftest import CRANES, Room, said
from .presses import key_of, press
from .telling import gallery, tell

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
FOLLOW_UP = """\
---
title: Electric cranes at work
source: Harbour Ledger
date: 2019-06-03
---

The harbour board of Norrhaven tested its electric cranes on 28 May 2019, and all three passed.

Two million crowns were set aside for the quay in January.
"""


async def test_a_timeline_of_real_articles_with_its_real_picture(room: Room) -> None:
    (room.corpus / "at_work.md").write_text(FOLLOW_UP, "utf-8")
    await room.client.desk.reload()

    message = await tell(room, "electric cranes of Norrhaven")

    shown = said(message)
    assert "**4 Mar 2019**\n> The harbour board of Norrhaven ordered three electric" in shown
    assert "**12 May 2019** · planned\n> " in shown
    assert "**28 May 2019**\n> " in shown
    assert "lighthouse" not in shown
    assert "Two million" not in shown
    for line in shown.split("\n"):
        if line.startswith("> "):
            quote = line.removeprefix("> ").replace("**", "").replace("\\", "")
            assert quote in " ".join((CRANES + FOLLOW_UP).split())

    (item,) = gallery(message)
    (picture,) = message.attachments
    assert (await picture.read()).startswith(PNG_SIGNATURE)
    assert "12 May 2019" in item["description"]

    article = await press(room.bob, message, "rd:article:")
    assert "Finland" in said(article.response)
    export = await room.bob.click(message, custom_id=f"rd:export:{key_of(message)}:c")
    assert b"28 May 2019" in await export.response.attachments[0].read()


async def test_a_topic_of_no_article_is_refused(room: Room) -> None:
    message = await tell(room, "opera singers of Vienna")

    assert "No dated event in the articles is about this." in said(message)
    assert gallery(message) == []
