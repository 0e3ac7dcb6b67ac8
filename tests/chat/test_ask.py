from __future__ import annotations

from typing import Any

import pytest

from bot.answer.answer import MAX_QUESTION_CHARS
from bot.desk import Desk
from bot.errors import BusyError
from tests.contract.recorder import Recorder

from .conftest import CRANES_QUESTION, UNKNOWN_QUESTION, Room, SlowDesk, button, said

DEFERRED = 5
EPHEMERAL = 64


async def test_ask_answers_in_the_channel_with_the_source(room: Room) -> None:
    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    shown = said(result.response)
    assert shown.startswith(f"### {CRANES_QUESTION}\n> ")
    assert "will arrive in Norrhaven on 12 May 2019" in shown
    assert "[Three cranes for Norrhaven](<https://quay.example/cranes>) · Quay Post" in shown
    assert "4 Mar 2019 · ¶ 2" in shown
    assert not result.ephemeral
    assert not result.deferred
    assert result.response.embeds == []


async def test_the_row_is_there_before_the_reply(room: Room) -> None:
    await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION, private=True)

    (entry,) = room.log.answers
    assert entry.answer.question.text == CRANES_QUESTION
    assert entry.asker.user_id == room.alice.id
    assert entry.asker.guild_id == room.guild.id
    assert entry.asker.channel_id == room.channel.id
    assert entry.asker.face == "discord"
    assert entry.asker.private


async def test_a_private_answer_is_seen_by_the_asker_alone(room: Room) -> None:
    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION, private=True)

    assert result.ephemeral
    assert button(result.response, "rd:share:")
    assert room.channel.history(viewer=room.bob) == []


async def test_a_question_nothing_answers_is_refused_with_what_there_is(room: Room) -> None:
    result = await room.alice.slash(room.channel, "ask", question=UNKNOWN_QUESTION)

    shown = said(result.response)
    assert "Nothing in the articles answers this." in shown
    assert "The desk holds 4 articles" in shown
    assert "Quay Post" in shown


async def test_options_narrow_the_articles(room: Room) -> None:
    result = await room.alice.slash(
        room.channel,
        "ask",
        question="What did Norrhaven hear this week?",
        source="  harbour ledger ",
    )

    (entry,) = room.log.answers
    assert entry.answer.question.filters.source == "Harbour Ledger"
    assert "Quay Post" not in said(result.response).partition("The desk holds")[0]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "the day after"}, "I cannot read “the day after” as a date."),
        ({"until": "17/8"}, "I cannot read “17/8” as a date."),
        ({"since": "2020", "until": "2019"}, "The first date is after the last one"),
        ({"source": "Quay Pist"}, "No article comes from “Quay Pist”. Did you mean Quay Post?"),
        ({"source": "**x**"}, "No article comes from “\\*\\*x\\*\\*”. The outlets are"),
    ],
)
async def test_an_option_that_makes_no_sense_is_explained_privately(
    room: Room, options: dict[str, str], sentence: str
) -> None:
    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION, **options)

    assert sentence in result.response.content
    assert result.ephemeral
    assert room.log.entries == {}
    assert room.errors() == ["QuestionError"]


async def test_a_bad_option_does_not_count_against_the_asker(room: Room) -> None:
    await room.restart(asks_per_minute=1)

    await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION, since="whenever")
    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    assert "12 May 2019" in said(result.response)
    assert room.errors() == ["QuestionError"]


async def test_sources_are_suggested_with_their_counts(room: Room) -> None:
    everything = await room.alice.autocomplete(room.channel, "ask", "source", "", question="x" * 5)
    typed = await room.alice.autocomplete(room.channel, "ask", "source", "LEDG", question="x" * 5)

    assert sorted((c["name"], c["value"]) for c in everything) == [
        ("Harbour Ledger (2 articles)", "Harbour Ledger"),
        ("Quay Post (2 articles)", "Quay Post"),
    ]
    assert [c["value"] for c in typed] == ["Harbour Ledger"]


async def test_suggestions_that_come_too_late_leave_one_line(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, times=None)

    await room.alice.autocomplete(room.channel, "ask", "source", "q", question="x" * 5)

    assert "autocomplete for 'ask'" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_slow_answer_is_announced_and_stays_private(
    room: Room, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SlowDesk(room, monkeypatch)

    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION, private=True)
    assert said(result.response) == ""
    await desk.finish()

    (callback,) = recorder.bodies("POST", "/interactions/*/callback")
    assert callback == {"type": DEFERRED, "data": {"flags": EPHEMERAL}}
    assert result.ephemeral
    assert "12 May 2019" in said(result.response)
    assert room.channel.history(viewer=room.bob) == []


async def test_an_error_after_a_slow_start_still_gets_its_sentence(
    room: Room, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: Any) -> Any:
        raise BusyError("Too many questions at once.")

    monkeypatch.setattr(Desk, "ask", busy)
    desk = SlowDesk(room, monkeypatch)

    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    await desk.finish()

    (callback,) = recorder.bodies("POST", "/interactions/*/callback")
    assert callback["type"] == DEFERRED
    assert result.response.content == "Too many questions at once."
    assert room.errors() == ["BusyError"]


async def test_the_cooldown_tells_how_long_to_wait_and_is_per_person(room: Room) -> None:
    await room.restart(asks_per_minute=2)

    for _ in range(2):
        await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    refused = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    other = await room.bob.slash(room.channel, "ask", question=CRANES_QUESTION)

    assert refused.response.content.startswith("You are asking faster than I can follow.")
    assert "Next one in 60 seconds." in refused.response.content
    assert refused.ephemeral
    assert "12 May 2019" in said(other.response)
    assert len(room.log.entries) == 3
    assert room.errors() == ["CommandOnCooldown"]


async def test_the_cooldown_of_a_new_client_starts_afresh(room: Room) -> None:
    await room.restart(asks_per_minute=1)
    await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    await room.restart(asks_per_minute=1)

    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    assert "12 May 2019" in said(result.response)


async def test_find_sources_answers_a_claim_privately(room: Room) -> None:
    claim = await room.bob.send(
        room.channel,
        "> **The electric cranes** will _arrive_ in [Norrhaven](https://quay.example) in May, "
        "<@1> says of ~40 snake_case :tada: <:wave:12> https://quay.example/a_b",
    )

    result = await room.alice.context_menu(room.channel, "Find sources", claim)

    assert result.ephemeral
    assert "12 May 2019" in said(result.response)
    assert said(result.response).startswith(
        "### The electric cranes will arrive in Norrhaven in May, says of \\~40 snake\\_case"
    )
    assert button(result.response, "rd:share:")


async def test_find_sources_cuts_a_long_message_at_a_word(room: Room) -> None:
    claim = await room.bob.send(room.channel, "electric cranes " * 60)

    await room.alice.context_menu(room.channel, "Find sources", claim)

    (entry,) = room.log.answers
    asked = entry.answer.question.text
    assert len(asked) <= MAX_QUESTION_CHARS
    assert asked.endswith(("electric…", "cranes…"))


@pytest.mark.parametrize("content", ["https://quay.example/cranes", "<:wave:123> <@5>", "!!"])
async def test_find_sources_of_a_message_without_text(room: Room, content: str) -> None:
    claim = await room.bob.send(room.channel, content)

    result = await room.alice.context_menu(room.channel, "Find sources", claim)

    assert result.response.content == "That message has no text to look up."
    assert room.errors() == ["QuestionError"]


async def test_find_sources_of_a_picture(room: Room) -> None:
    picture = await room.bob.send(room.channel, attachments=[("crane.png", b"png")])

    result = await room.alice.context_menu(room.channel, "Find sources", picture)

    assert result.response.content.startswith("That message has no text to look up")
    assert room.errors() == ["QuestionError"]


async def test_find_sources_of_a_forwarded_message(room: Room) -> None:
    claim = await room.bob.send(room.channel, "The electric cranes will arrive in Norrhaven in May")
    forwarded = await room.bob.forward(claim, room.channel)

    result = await room.alice.context_menu(room.channel, "Find sources", forwarded)

    assert "12 May 2019" in said(result.response)


async def test_in_a_direct_message_nothing_can_be_shared(room: Room) -> None:
    result = await room.alice.user.slash("ask", question=CRANES_QUESTION, private=True)

    assert "12 May 2019" in said(result.response)
    assert "rd:share:" not in str(result.response.components)


async def test_a_broken_log_does_not_stop_an_answer(room: Room) -> None:
    room.log.broken = True

    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    assert "12 May 2019" in said(result.response)


async def test_nothing_pings_or_unfurls(room: Room, recorder: Recorder) -> None:
    hostile = "---\ntitle: '@everyone <@&1> free [x](https://evil.example)'\n---\n\n"
    (room.corpus / "hostile.md").write_text(
        hostile + "Tulips @everyone || grow ** in <#12> Holland https://evil.example, says <@1>.\n"
    )
    await room.client.desk.reload()

    result = await room.alice.slash(
        room.channel, "ask", question="Where do @everyone tulips grow in Holland?"
    )

    for line in said(result.response).split("\n"):
        assert "@everyone" not in line.replace("\\@", "")
        assert "https://evil" not in line
        assert "<@" not in line.replace("\\<", "")
    callbacks = recorder.bodies("POST", "/interactions/*/callback")
    assert callbacks
    for callback in callbacks:
        assert callback["data"]["allowed_mentions"]["parse"] == []
        assert not callback["data"].get("embeds")
        assert not callback["data"].get("content")
