"""Every request that a simulated bot sends, checked as Discord would check it.

One line in a ``conftest.py`` is all a folder of tests needs:

    from tests.contract.recorder import recorder as recorder

Each test of that folder then runs with a Recorder behind SimCord's transport. A request that
Discord would refuse fails the test at its end, whatever the bot did with the answer. A test that
wants to look takes `recorder` as an argument:

    async def test_the_answer_is_private(recorder, ...):
        ...
        (callback,) = recorder.bodies("POST", "/interactions/*/callback")
        assert callback["data"]["flags"] & EPHEMERAL

and one that sends something bad on purpose empties `recorder.problems` before it ends. Requests
that come from the test itself (an actor typing a command, a guild set up) do not pass here.
"""

from __future__ import annotations

import copy
import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.contract.contract import problems_of


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    body: Any


@dataclass(slots=True)
class Recorder:
    """`problems` holds one line for each thing Discord would have refused."""

    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, method: str, path: str, body: Any = None) -> None:
        self.requests.append(Request(method, path, copy.deepcopy(body)))
        for problem in problems_of(method, path, body):
            self.problems.append(f"{method} {path}: {problem}")

    def bodies(self, method: str, path: str) -> list[Any]:
        """Bodies in order; in `path` a ``*`` stands for anything."""
        return [
            request.body
            for request in self.requests
            if request.method == method and fnmatch.fnmatchcase(request.path, path)
        ]


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    from simcord.http import router

    taken = Recorder()
    dispatch = router.dispatch

    def recording(backend: Any, method: str, path: str, **given: Any) -> Any:
        taken.take(method, path, given.get("json"))
        return dispatch(backend, method, path, **given)

    monkeypatch.setattr(router, "dispatch", recording)
    yield taken
    assert not taken.problems, "Discord would refuse:\n" + "\n".join(taken.problems)
