"""Every setting of Refdesk, once: from the environment, then from a `.env` file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import SettingsError

MAX_ASKS_PER_MINUTE = 600
MAX_GUILD_ASKS = 6_000
DAY_MINUTES = 1_440
MIN_FEED_MINUTES = 5
MAX_RETENTION_DAYS = 3_650
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_NAME = "log.sqlite3"  # the query log within DATA_DIR

T = TypeVar("T")


class Setting(NamedTuple):
    """One setting as people write it; `default` is empty where nothing is assumed."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("DISCORD_TOKEN", "", "the bot's token; without it the desk opens in the terminal"),
    Setting("CORPUS_DIR", "corpus", "the folder of articles to answer from"),
    Setting(
        "DATA_DIR", "data", "the folder for the index, the query log and the terminal's history"
    ),
    Setting("DEV_GUILD_ID", "", "the id of one server whose commands are updated at once"),
    Setting("ASKS_PER_MINUTE", "10", "how often one person may ask in a minute, 1 to 600"),
    Setting(
        "GUILD_ASKS_PER_MINUTE", "120", "how often all of one server may ask in a minute, 1 to 6000"
    ),
    Setting(
        "ALLOWED_GUILD_IDS",
        "",
        "ids of the servers that are answered, apart by commas; any if empty",
    ),
    Setting(
        "MODERATOR_ROLE_IDS",
        "",
        "ids of roles that may use /corpus beside those with Manage Server, apart by commas",
    ),
    Setting(
        "COLLECTIONS_FILE",
        "",
        "a YAML file that says which servers, channels or roles see which folder",
    ),
    Setting("SCAN_MINUTES", "10", "how often the whole folder is looked through, 1 to 1440"),
    Setting(
        "FEEDS", "", "addresses of RSS or Atom feeds to collect articles from, apart by blanks"
    ),
    Setting("FEED_MINUTES", "30", "how often a feed is asked for what is new, 5 to 1440"),
    Setting(
        "RETENTION_DAYS",
        "",
        "after how many days what was asked is deleted, 1 to 3650; never if empty",
    ),
    Setting("LOG_LEVEL", "INFO", "how much the operator is told: " + ", ".join(LOG_LEVELS)),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """`asks_per_minute` counts for one person, `guild_asks_per_minute` for all of one guild. An
    empty `allowed_guild_ids` allows every guild; `retention_days` None keeps the log for ever. The
    token never shows in a repr."""

    discord_token: str | None = field(repr=False)
    corpus_dir: Path
    data_dir: Path
    dev_guild_id: int | None
    asks_per_minute: int
    log_level: str
    guild_asks_per_minute: int = 120
    allowed_guild_ids: frozenset[int] = frozenset()
    moderator_role_ids: frozenset[int] = frozenset()
    collections_file: Path | None = None
    scan_minutes: int = 10
    feeds: tuple[str, ...] = ()
    feed_minutes: int = 30
    retention_days: int | None = None

    @property
    def log_path(self) -> Path:
        return self.data_dir / LOG_NAME


def load(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """Read every setting; the environment wins over the file, and an empty string means unset.

    `env_file` need not exist. Raises SettingsError, which lists every mistake and shows no value.
    """
    mistakes: list[str] = []
    in_file = _file_values(env_file, mistakes)
    texts = {
        setting.name: (environ.get(setting.name) or "").strip()
        or (in_file.get(setting.name) or "").strip()
        or setting.default
        for setting in SETTINGS
    }

    def read(name: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(texts[name]) if texts[name] else None
        except ValueError as error:
            mistakes.append(f"{name} {error}")
            return None

    found = {
        "discord_token": read("DISCORD_TOKEN", _token),
        "corpus_dir": read("CORPUS_DIR", _folder),
        "data_dir": read("DATA_DIR", _folder),
        "dev_guild_id": read("DEV_GUILD_ID", _snowflake),
        "asks_per_minute": read("ASKS_PER_MINUTE", _whole(1, MAX_ASKS_PER_MINUTE)),
        "guild_asks_per_minute": read("GUILD_ASKS_PER_MINUTE", _whole(1, MAX_GUILD_ASKS)),
        "allowed_guild_ids": read("ALLOWED_GUILD_IDS", _snowflakes) or frozenset(),
        "moderator_role_ids": read("MODERATOR_ROLE_IDS", _snowflakes) or frozenset(),
        "collections_file": read("COLLECTIONS_FILE", _folder),
        "scan_minutes": read("SCAN_MINUTES", _whole(1, DAY_MINUTES)),
        "feeds": read("FEEDS", _addresses) or (),
        "feed_minutes": read("FEED_MINUTES", _whole(MIN_FEED_MINUTES, DAY_MINUTES)),
        "retention_days": read("RETENTION_DAYS", _whole(1, MAX_RETENTION_DAYS)),
        "log_level": read("LOG_LEVEL", _level),
    }
    if mistakes:
        raise SettingsError("; ".join(mistakes))
    return Settings(**found)  # type: ignore[arg-type]


def _file_values(env_file: Path | None, mistakes: list[str]) -> Mapping[str, str | None]:
    if env_file is None or not env_file.exists():
        return {}
    try:
        with env_file.open(encoding="utf-8-sig") as stream:
            return dotenv_values(stream=stream, interpolate=False)
    except (OSError, UnicodeDecodeError):
        mistakes.append("the file .env cannot be read as UTF-8 text")
        return {}


def _token(text: str) -> str:
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("must not contain white space")
    if not text.isascii():
        raise ValueError("must hold the token alone, as Discord shows it")
    return text


def _folder(text: str) -> Path:
    if "\0" in text:
        raise ValueError("must be the name of a folder")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError("names a home folder that does not exist") from error


def _snowflake(text: str) -> int:
    if not re.fullmatch("[0-9]{1,20}", text) or not 0 < int(text) < 2**64:
        raise ValueError("must be an id of Discord, a number of about 18 digits")
    return int(text)


def _snowflakes(text: str) -> frozenset[int]:
    try:
        return frozenset(_snowflake(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        message = "must be ids of Discord, numbers of about 18 digits, apart by commas"
        raise ValueError(message) from error


def _addresses(text: str) -> tuple[str, ...]:
    parts = text.split()
    for part in parts:
        address = urlsplit(part)  # raises ValueError for what is none
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("must be web addresses, apart by blanks")
    return tuple(dict.fromkeys(parts))


def _whole(least: int, greatest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= greatest:
            raise ValueError(f"must be a whole number from {least} to {greatest}")
        return int(text)

    return parse


def _level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError("must be one of " + ", ".join(LOG_LEVELS))
    return text.upper()
