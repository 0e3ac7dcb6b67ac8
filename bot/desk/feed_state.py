"""What is known of every feed between two looks, in a file that survives a restart."""

from __future__ import annotations

import json
import logging
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

NAME = "feeds.json"
"""Within DATA_DIR."""

VERSION = 1

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class FeedState:
    """`address` is where the feed has moved to, empty while it has not. `due` is when it is next
    looked at, in seconds since 1970; `failures` counts the looks since the last that went well.
    `kept` are the keys of its entries that were written: one whose file is gone was removed by
    somebody and stays so."""

    address: str = ""
    etag: str = ""
    modified: str = ""
    due: float = 0.0
    failures: int = 0
    gone: bool = False
    kept: tuple[str, ...] = ()


class FeedStates:
    """`path` need not exist. States are of one folder of articles: for another one they are new."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._folder = str(folder.resolve())
        self._known: dict[str, FeedState] = {}

    def load(self, addresses: Iterable[str]) -> dict[str, FeedState]:
        """The states of these feeds; those of others are forgotten. What cannot be read is set
        aside."""
        read: dict[str, FeedState] = {}
        try:
            value = json.loads(self._path.read_bytes())
            if value["version"] == VERSION and value["folder"] == self._folder:
                read = {address: _state(row) for address, row in value["feeds"].items()}
        except FileNotFoundError:
            read = {}  # the first time
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._set_aside(error)
        self._known = {address: read.get(address) or FeedState() for address in addresses}
        return self._known

    def save(self) -> None:
        """In one step. A state that cannot be kept costs a look at the feeds, and is logged."""
        value = {
            "version": VERSION,
            "folder": self._folder,
            "feeds": {address: asdict(state) for address, state in self._known.items()},
        }
        aside = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("xb") as file:
                file.write(json.dumps(value, indent=1).encode("utf-8", "surrogatepass"))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._path)
        except OSError as error:
            _log.warning("what is known of the feeds cannot be kept: %s", error)
            aside.unlink(missing_ok=True)

    def _set_aside(self, reason: Exception) -> None:
        aside = self._path.with_name(f"{self._path.name}.damaged-{int(time.time())}")
        _log.error("what is known of the feeds is damaged (%r); set aside as %s", reason, aside)
        try:
            self._path.replace(aside)
        except OSError as error:
            _log.warning("%s cannot be set aside: %s", self._path, error)


def _state(row: dict[str, Any]) -> FeedState:
    """Raises TypeError or ValueError for anything that `save` did not write."""
    known = {field.name: field for field in fields(FeedState)}
    state = FeedState(**{name: value for name, value in row.items() if name in known})
    state.kept = tuple(state.kept)
    for name in known:
        kind = type(getattr(FeedState(), name))
        value = getattr(state, name)
        if not isinstance(value, (int, float) if kind is float else kind):
            raise TypeError(f"{name} is {value!r}")
    if not all(isinstance(key, str) for key in state.kept):
        raise TypeError("kept holds what is no key")
    return state
