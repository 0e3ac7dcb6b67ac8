from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.errors import SettingsError
from bot.settings import SETTINGS, Settings, load

ROOT = Path(__file__).parents[1]
TOKEN = "MTk4NjIyNDgzNDcx.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


def test_nothing_set_gives_the_defaults() -> None:
    assert load({}, None) == Settings(None, Path("corpus"), Path("data"), None, 10, "INFO")


def test_every_setting_is_read_from_the_environment() -> None:
    environ = {
        "DISCORD_TOKEN": TOKEN,
        "CORPUS_DIR": "/articles",
        "DATA_DIR": "/kept",
        "DEV_GUILD_ID": "81384788765712384",
        "ASKS_PER_MINUTE": "600",
        "LOG_LEVEL": "debug",
        "GUILD_ASKS_PER_MINUTE": "6000",
        "ALLOWED_GUILD_IDS": "81384788765712384, 7,",
        "MODERATOR_ROLE_IDS": "9",
        "COLLECTIONS_FILE": "/kept/collections.yaml",
        "SCAN_MINUTES": "1",
        "FEEDS": "https://a.example/rss  http://b.example:8000/atom https://a.example/rss",
        "FEED_MINUTES": "5",
        "RETENTION_DAYS": "90",
    }
    assert set(environ) == {setting.name for setting in SETTINGS}
    assert load(environ, None) == Settings(
        TOKEN,
        Path("/articles"),
        Path("/kept"),
        81384788765712384,
        600,
        "DEBUG",
        guild_asks_per_minute=6000,
        allowed_guild_ids=frozenset({81384788765712384, 7}),
        moderator_role_ids=frozenset({9}),
        collections_file=Path("/kept/collections.yaml"),
        scan_minutes=1,
        feeds=("https://a.example/rss", "http://b.example:8000/atom"),
        feed_minutes=5,
        retention_days=90,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_GUILD_IDS", "7;8"),
        ("ALLOWED_GUILD_IDS", "0"),
        ("MODERATOR_ROLE_IDS", "moderators"),
        ("FEEDS", "a.example/rss"),
        ("FEEDS", "ftp://a.example/rss"),
        ("FEEDS", "https://[::1/rss"),
        ("FEED_MINUTES", "4"),
        ("SCAN_MINUTES", "1441"),
        ("RETENTION_DAYS", "0"),
        ("GUILD_ASKS_PER_MINUTE", "6001"),
    ],
)
def test_a_mistake_is_named_without_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} ") as caught:
        load({name: value}, None)
    assert value not in str(caught.value).removeprefix(name) or value.isdigit()


def test_the_environment_wins_and_an_empty_string_is_unset(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CORPUS_DIR=from-file\nDATA_DIR=from-file\nLOG_LEVEL=\n")
    settings = load({"CORPUS_DIR": "from-environment", "DATA_DIR": "  "}, file)
    assert settings.corpus_dir == Path("from-environment")
    assert settings.data_dir == Path("from-file")
    assert settings.log_level == "INFO"


def test_a_file_may_have_a_byte_order_mark_quotes_and_dollars(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b'\xef\xbb\xbfDATA_DIR="my $HOME data"\r\nASKS_PER_MINUTE=7 # each\r\n')
    settings = load({}, file)
    assert settings.data_dir == Path("my $HOME data")
    assert settings.asks_per_minute == 7


def test_a_missing_file_is_no_mistake(tmp_path: Path) -> None:
    assert load({}, tmp_path / ".env") == load({}, None)


def test_all_mistakes_are_reported_together_without_their_values() -> None:
    environ = {
        "DISCORD_TOKEN": "Bot secret",
        "DEV_GUILD_ID": "our-server",
        "ASKS_PER_MINUTE": "often",
        "LOG_LEVEL": "LOUD",
        "CORPUS_DIR": "a\0b",
    }
    with pytest.raises(SettingsError) as caught:
        load(environ, None)
    message = str(caught.value)
    assert all(name in message for name in environ)
    assert not any(value in message for value in ("secret", "our-server", "often", "LOUD"))


@pytest.mark.parametrize("text", ["0", "601", "-1", "1.5", "1e2", "٣", "9" * 5000])
def test_asks_per_minute_is_a_whole_number_in_its_range(text: str) -> None:
    with pytest.raises(SettingsError, match="ASKS_PER_MINUTE must be a whole number from 1 to 600"):
        load({"ASKS_PER_MINUTE": text}, None)


@pytest.mark.parametrize("text", ["0", "-5", "12a", "9" * 5000])
def test_the_guild_is_a_snowflake(text: str) -> None:
    with pytest.raises(SettingsError, match="DEV_GUILD_ID"):
        load({"DEV_GUILD_ID": text}, None)


@pytest.mark.parametrize("spoil", ["folder", "bytes"])
def test_an_unreadable_file_is_a_mistake(tmp_path: Path, spoil: str) -> None:
    file = tmp_path / ".env"
    if spoil == "folder":
        file.mkdir()
    else:
        file.write_bytes(b"DATA_DIR=\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load({}, file)


def test_the_token_is_never_shown() -> None:
    settings = load({"DISCORD_TOKEN": TOKEN}, None)
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.discord_token = None  # type: ignore[misc]


def test_the_example_file_names_every_setting_with_its_default_and_meaning() -> None:
    example = ROOT / ".env.example"
    assert dotenv_values(example) == {setting.name: setting.default for setting in SETTINGS}
    assert load({}, example) == load({}, None)
    text = example.read_text("utf-8")
    for setting in SETTINGS:
        assert f"# {setting.meaning}\n{setting.name}={setting.default}\n" in text


def test_each_default_is_what_load_assumes() -> None:
    spelled = {setting.name: setting.default for setting in SETTINGS}
    assert load(spelled, None) == load({}, None)
