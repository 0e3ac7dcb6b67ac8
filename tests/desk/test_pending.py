from __future__ import annotations

import pytest

from bot.desk import pending
from bot.desk.pending import GONE, WAIT_SECONDS, Item, Pending, State, Upload
from bot.desk.preview import Preview
from bot.errors import StaleError
from tests.corpora import document


def upload(owner: int = 1, size: int = 10) -> Upload:
    shown = Preview("a.md", document("a"))
    return Upload(owner, 7, "", [Item("a.md", "a.md", b"x" * size, (shown,))])


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_upload_is_found_by_its_owner_in_its_server_until_it_expires() -> None:
    clock = Clock()
    held, mine = Pending(clock), upload()
    held.hold(mine)
    assert held.find(mine.key, 1, 7) is mine
    for key, owner, guild in ((mine.key, 2, 7), (mine.key, 1, 8), (mine.key, 1, None), ("x", 1, 7)):
        with pytest.raises(StaleError, match="no longer held"):
            held.find(key, owner, guild)
    clock.now = WAIT_SECONDS + 1
    assert len(held) == 0
    with pytest.raises(StaleError) as stale:
        held.find(mine.key, 1, 7)
    assert str(stale.value) == GONE


def test_the_oldest_uploads_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "MAX_HELD_BYTES", 25)
    held = Pending(Clock())
    first, second, third = (upload(size=10) for _ in range(3))
    for each in (first, second, third):
        held.hold(each)
    with pytest.raises(StaleError):
        held.find(first.key, 1, 7)
    assert held.find(third.key, 1, 7) is third
    large = upload(size=99)
    held.hold(large)
    assert held.find(large.key, 1, 7) is large
    assert len(held) == 1


def test_what_is_kept_or_dropped_holds_nothing_more() -> None:
    held, mine = Pending(Clock()), upload()
    held.hold(mine)
    assert (len(held), mine.size) == (1, 11)
    mine.items[0].end(State.DROPPED)
    assert (len(held), mine.size) == (0, 0)
