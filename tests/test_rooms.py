"""Who may import whom: a room imports its own and lower rooms, and heavy libraries stay put."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"

# From the bottom up. Rooms side by side in one row do not know each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("bot", "bot.errors"),
    ("bot.text",),
    ("bot.articles",),
    ("bot.search",),
    ("bot.answer",),
    ("bot.log", "bot.settings"),
    ("bot.desk",),
    ("bot.chat", "bot.console"),
    ("bot.__main__",),
)
FACES = {"discord", "rich", "prompt_toolkit", "argparse"}
DATABASES = {"sqlite3", "aiosqlite"}
SILENT = ("bot.text", "bot.articles", "bot.search", "bot.answer")  # no database below the log


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(BOT.rglob("*.py")):
        parts = path.relative_to(BOT.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def floor(module: str) -> int:
    [found] = [number for number, rooms in enumerate(FLOORS) if room(module) in rooms]
    return found


def imports(module: str, path: Path) -> Iterator[str]:
    """Every module that is imported anywhere in the file, as an absolute name."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(parents) if node.level else ""
            name = ".".join(part for part in (base, node.module) if part)
            yield from (f"{name}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=str)
def test_a_room_imports_only_from_below(module: str, path: Path) -> None:
    for name in imports(module, path):
        if name.split(".")[0] == "bot" and room(name) != room(module):
            known = room(name) if any(room(name) in rooms for rooms in FLOORS) else "bot"
            assert floor(known) < floor(module), f"{module} imports {name}"


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=str)
def test_heavy_libraries_stay_in_their_rooms(module: str, path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(module, path)}
    if floor(module) < floor("bot.chat"):
        assert not roots & FACES, module
    if module.startswith("bot.console"):
        assert "discord" not in roots
    if module.startswith(SILENT):
        assert not roots & DATABASES, module


def test_the_terminal_never_loads_discord() -> None:
    names = [module for module, _ in modules() if module.startswith("bot.console")]
    code = f"import sys, bot.__main__, {', '.join(names)}; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=BOT.parent, check=False).returncode == 0


def test_ask_with_json_loads_neither_rich_nor_prompt_toolkit() -> None:
    heavy = "{'discord', 'rich', 'prompt_toolkit'}"
    code = f"import sys, bot.__main__, bot.console.ask; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=BOT.parent, check=False).returncode == 0


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(BOT)): lines
        for _, path in modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long
