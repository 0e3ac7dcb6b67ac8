"""Who may see which collection: the rules of one YAML file, and keeping them up to date.

    collections:
      embargoed:            # a top-level folder; a folder that is not listed is open to all
        guilds: [123]       # everybody in these servers
        channels: [456]     # everybody in these channels, and in threads of them
        roles: [789]        # people with these roles, where a reply is for them alone
      drafts: {}            # nobody but the terminal

Names compare exactly, letter by letter. Files that are in no folder are open to all.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.articles.members import NOTHING_HIDDEN, TOP, Hidden, collection_of
from bot.errors import SettingsError
from bot.search.snapshot import Snapshot

MAX_RULES_BYTES = 100_000
MAX_SHOWN_CHARS = 60  # of what the file says, in a sentence about a mistake
NAMES = ("guilds", "channels", "roles")
SETTING = "COLLECTIONS_FILE"

_ID = re.compile("[0-9]{1,20}")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is going to read something, by ids of Discord. `guild_id` None is a direct message.
    `role_ids` is empty for what a whole channel reads."""

    guild_id: int | None
    channel_ids: frozenset[int] = frozenset()
    role_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """Who sees a collection: any of these; nobody where all are empty."""

    guilds: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()

    def admits(self, visitor: Visitor) -> bool:
        if visitor.guild_id is None:
            return False
        return (
            visitor.guild_id in self.guilds
            or not self.channels.isdisjoint(visitor.channel_ids)
            or not self.roles.isdisjoint(visitor.role_ids)
        )


@dataclass(frozen=True, slots=True)
class Access:
    """`rules` by collection; what is not among them is open. `closed` are collections that are
    hidden from everybody until the file makes sense again."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    closed: Hidden = NOTHING_HIDDEN

    @classmethod
    def load(cls, path: Path | None) -> Access:
        """None opens everything. Raises SettingsError, which lists all mistakes."""
        return cls() if path is None else cls(_rules(_parsed(path)))

    def hidden(self, visitor: Visitor) -> Hidden:
        """The collections that must not be shown to a visitor."""
        if not self.rules and not self.closed:
            return NOTHING_HIDDEN
        unseen = (name for name, rule in self.rules.items() if not rule.admits(visitor))
        return self.closed.union(unseen)


class AccessFile:
    """The rules that hold now. What has been read once stays until it can be read again: a mistake
    opens nothing, and collections that come while there is one are closed."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.current = Access()
        self.error: str | None = None

    def open(self) -> None:
        """Read the rules for the first time. Raises SettingsError."""
        self.current = Access.load(self._path)

    def read(self) -> None:
        """Read them again; a mistake is kept in `error` and told to the operator."""
        if self._path is None:
            return
        try:
            self.current = Access.load(self._path)
        except SettingsError as error:
            if self.error != str(error):
                _log.error("%s; the rules before it still hold (%s)", error, error.detail)
            self.error = str(error)
        else:
            self.error = None

    def prepare(self, before: Snapshot | None, after: Snapshot) -> None:
        """Read the rules again for a snapshot that is to serve in place of another. While they
        cannot be read, what is new in it is hidden: nobody can say who may see it."""
        self.read()
        if self.error is None or before is None:
            return
        new = _collections(after) - _collections(before)
        new -= self.current.closed | self.current.rules.keys()
        if new:
            self.current = Access(self.current.rules, self.current.closed | new)
            _log.warning("new collections stay hidden until the rules can be read: %s", sorted(new))


def _collections(snapshot: Snapshot) -> frozenset[str]:
    found = {collection_of(path) for _, path in snapshot.documents.paths()}
    return frozenset(found - {TOP})


class _Loader(yaml.BaseLoader):
    """Every scalar is a string, as folders may be called 2019 or on, and no name stands twice. In
    Python: libyaml does not survive a file of brackets."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name is no text", problem_mark=key.start_mark)
            if key.value in seen:
                problem = f"“{_shown(key.value)}” stands there twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def _parsed(path: Path) -> Any:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_RULES_BYTES + 1)
        if len(data) > MAX_RULES_BYTES:
            raise SettingsError(f"{SETTING} names a file that is too large")
        return yaml.load(
            data.decode("utf-8-sig"), _Loader
        )  # makes nothing but strings, lists and dicts
    except OSError as error:
        reason = f"{SETTING} names a file that cannot be read"
        raise SettingsError(reason, detail=repr(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{SETTING} names a file that is not UTF-8 text") from error
    except (yaml.YAMLError, RecursionError) as error:
        said = str(getattr(error, "problem", "") or "")
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark is not None else ""
        reason = f"{SETTING} is not well-formed YAML: {said or 'it cannot be read'}{where}"
        raise SettingsError(reason, detail=str(error)) from error


def _rules(value: Any) -> dict[str, Rule]:
    """Raises SettingsError with all mistakes in one sentence."""
    mistakes: list[str] = []
    rules: dict[str, Rule] = {}
    value = value if isinstance(value, dict) else {}
    if "collections" not in value:
        mistakes.append("it must begin with collections:")
    mistakes += [f"{_shown(key)} is no setting of it" for key in value if key != "collections"]
    listed = value.get("collections") or {}
    if not isinstance(listed, dict):
        mistakes.append("collections must be folder names, each with who sees it")
        listed = {}
    for name, seen_by in listed.items():
        if wrong := _wrong_name(name):
            mistakes.append(f"“{_shown(name)}” {wrong}")
        rules[name] = _rule(name, seen_by or {}, mistakes)
    if mistakes:
        raise SettingsError(f"{SETTING}: {'; '.join(mistakes)}")
    return rules


def _wrong_name(name: str) -> str | None:
    if not name or name != name.strip():
        return "is no folder's name: it is empty, or has blanks around it"
    if "/" in name or "\\" in name:
        return "has a slash: only folders at the top are collections"
    if name.startswith("."):
        return "begins with a full stop, and hidden folders are not read"
    if not name.isprintable():
        return "has characters that cannot be printed"
    return None


def _rule(name: str, value: Any, mistakes: list[str]) -> Rule:
    if not isinstance(value, dict):
        mistakes.append(f"“{_shown(name)}” must have guilds, channels or roles, or be {{}}")
        return Rule()
    for key in value:
        if key not in NAMES:
            mistakes.append(
                f"“{_shown(name)}” may have guilds, channels and roles, not {_shown(key)}"
            )
    return Rule(*(_ids(f"{key} of “{_shown(name)}”", value.get(key), mistakes) for key in NAMES))


def _ids(what: str, value: Any, mistakes: list[str]) -> frozenset[int]:
    if value is None or value == "":
        return frozenset()
    found = set()
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and _ID.fullmatch(each) and 0 < int(each) < 2**64:
            found.add(int(each))
        else:
            mistakes.append(f"{what}: {_shown(each)} is no id of Discord")
    return frozenset(found)


def _shown(value: Any) -> str:
    text = "".join(each if each.isprintable() else "?" for each in str(value))
    return text if len(text) <= MAX_SHOWN_CHARS else f"{text[:MAX_SHOWN_CHARS]}…"
