from __future__ import annotations

from .conftest import (
    Room,
    said,
)
from .presses import ask, key_of, thumb


async def test_votes_are_private_changeable_and_taken_back_by_the_same_press(room: Room) -> None:
    message = await ask(room)
    before = message.components
    place = (key_of(message), room.bob.id)

    first = await room.bob.click(message, custom_id=thumb(message, up=True))
    assert first.ephemeral
    assert "Only you can see this" in said(first.response)
    assert room.log.votes == {place: True}

    await room.bob.click(message, custom_id=thumb(message, up=False))
    assert room.log.votes == {place: False}

    back = await room.bob.click(message, custom_id=thumb(message, up=False))
    assert room.log.votes == {}
    assert "taken back" in said(back.response)

    await room.alice.click(message, custom_id=thumb(message, up=True))
    assert room.log.votes == {(key_of(message), room.alice.id): True}
    assert message.components == before


async def test_a_vote_can_be_changed_where_it_was_acknowledged(room: Room) -> None:
    message = await ask(room)
    done = await room.bob.click(message, custom_id=thumb(message, up=True))

    await room.bob.click(done.response, label="Not helpful")
    assert list(room.log.votes.values()) == [False]
    assert "not helpful" in said(done.response)

    await room.bob.click(done.response, label="Take it back")
    assert room.log.votes == {}


async def test_a_vote_that_the_log_cannot_keep_says_so(room: Room) -> None:
    message = await ask(room)
    room.log.broken = True

    result = await room.bob.click(message, custom_id=thumb(message, up=True))

    assert result.response.content == "The query log could not be written."
    room.log.broken = False
    again = await room.bob.click(message, custom_id=thumb(message, up=True))
    assert "taken back" not in said(again.response)
