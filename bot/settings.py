"""Every setting of Refdesk, once: from the environment, then from a `.env` file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from dotenv import dotenv_values

from bot.errors import SettingsError

MAX_ASKS_PER_MINUTE = 600
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
    Setting("LOG_LEVEL", "INFO", "how much the operator is told: " + ", ".join(LOG_LEVELS)),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """`asks_per_minute` counts for one person. The token never shows in a repr."""

    discord_token: str | None = field(repr=False)
    corpus_dir: Path
    data_dir: Path
    dev_guild_id: int | None
    asks_per_minute: int
    log_level: str

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

    token = read("DISCORD_TOKEN", _token)
    corpus_dir = read("CORPUS_DIR", _folder)
    data_dir = read("DATA_DIR", _folder)
    dev_guild_id = read("DEV_GUILD_ID", _snowflake)
    asks_per_minute = read("ASKS_PER_MINUTE", _asks)
    log_level = read("LOG_LEVEL", _level)
    if mistakes or not (corpus_dir and data_dir and asks_per_minute and log_level):
        raise SettingsError("; ".join(mistakes))
    return Settings(token, corpus_dir, data_dir, dev_guild_id, asks_per_minute, log_level)


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
        raise ValueError("must be a server's id, a number of about 18 digits")
    return int(text)


def _asks(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_ASKS_PER_MINUTE:
        raise ValueError(f"must be a whole number from 1 to {MAX_ASKS_PER_MINUTE}")
    return int(text)


def _level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError("must be one of " + ", ".join(LOG_LEVELS))
    return text.upper()
