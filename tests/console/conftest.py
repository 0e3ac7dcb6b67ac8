"""A small corpus of its own, and a place to run the command line in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import SETTINGS

ARTICLES = {
    "ferry.md": """\
---
title: The ferry returns
source: The Ferry Post
date: 2021-05-04
---
The ferry returned to the north bank on Monday after eleven weeks. Forty people waited.

The pilot, Ada Quill, said the river had been kinder than the engine. Repairs cost 90,000 crowns.
""",
    "mill.md": """\
---
title: Millers vote on the new wheel
source: Valley Tidings
date: 2020-11-20
---
The millers voted on Friday to replace the old wheel by an iron one. Nineteen were in favour.

Work on the iron wheel is to begin in March, the guild said, and the mill will close for ten days.
""",
    "bees.md": """\
---
title: A cold spring empties the hives
source: Valley Tidings
date: 2022-04-09
---
Beekeepers in the valley lost half of their hives to the cold spring. The honey will be late.
""",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command line in an empty folder, with settings of the test alone."""
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setenv("CORPUS_DIR", str(corpus))

    def command(*arguments: str) -> int:
        try:
            return main(arguments)
        except SystemExit as end:
            return int(end.code or 0)

    return command
