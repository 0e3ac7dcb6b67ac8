"""kill -9 while moderators' changes are written: a file is the old one or the new one, never half.

The children add, replace, remove and bring back files, and correct articles, as `/corpus` does.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random
from typing import Any

from bench.faults.children import Child
from bench.faults.tally import Held, Tally
from bot.articles.edits import Edit, read_edits
from bot.articles.folder import survey
from bot.articles.keeping import PART, REMOVED
from bot.errors import CorpusError

MOST_S = 0.5
"""After the first change a child is killed within this time."""

FILES, CORRECTED = 6, 8


def name(number: int) -> str:
    return f"press/note-{number}.md" if number % 2 else f"note-{number}.md"


def data_of(number: int, edition: int) -> bytes:
    """A note of some 100 kB in one edition, from its first to its last word."""
    line = f"Note {number}, edition {edition}: the ferry sails at {edition % 12} o'clock.\n\n"
    return (line * (100_000 // len(line))).encode()


def title_of(number: int, edition: int) -> str:
    return f"Note {number} in edition {edition}"


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("upload-kills")
    root = folder / "corpus"
    root.mkdir()
    edition, kept = 1, dict[str, set[int | None]]()
    edits: dict[str, set[int]] = {}
    for number in range(kills):
        with Child(folder, "upload", root, edition) as child:
            child.until(bool)
            time.sleep(chance.random() * MOST_S)
            child.kill()
            said = [json.loads(line) for line in child.lines()]
            tally.check(Held.SERVED, not child.errors, f"kill {number}: {child.errors[-500:]}")
        _follow(said, kept, edits)
        tally.runs += 1
        tally.kills += 1
        _check_files(tally, root, kept, f"kill {number}")
        _check_edits(tally, root, edits, f"kill {number}")
        edition = max([edition, *(each["edition"] for each in said)]) + 1
        tally.figure("changes made", tally.figures.get("changes made", 0) + len(said) // 2)
    return tally


def _follow(
    said: list[dict[str, Any]], kept: dict[str, set[int | None]], edits: dict[str, set[int]]
) -> None:
    """What each place may hold: what was there before a change that was begun, or what it makes;
    once it was acknowledged only the latter. None is no file."""
    for each in said:
        if "path" in each:
            before = kept.get(each["path"], {None})
            after = {None if each["does"] == "remove" else each["edition"]}
            kept[each["path"]] = after if each["done"] else before | after
        else:
            known = edits.get(each["corrects"], {0})
            edits[each["corrects"]] = (
                {each["edition"]} if each["done"] else known | {each["edition"]}
            )


def _check_files(tally: Tally, root: Path, kept: dict[str, set[int | None]], told: str) -> None:
    for path, editions in kept.items():
        place = root / path
        number = int(place.stem.rpartition("-")[2])
        if not place.exists():
            tally.check(Held.ROW, None in editions, f"{told}: {path} is gone, not {editions}")
            kept[path] = {None}
            continue
        data = place.read_bytes()
        found = next((e for e in editions if e is not None and data == data_of(number, e)), None)
        tally.check(Held.SOUND, found, f"{told}: {path} ({len(data)} bytes) is none of {editions}")
        kept[path] = {found}
    looked = survey(root, {})
    shown = {path for path in looked.stamps if PART in path or REMOVED in path}
    tally.check(Held.SOUND, not shown, f"{told}: unfinished files are seen: {shown}")


def _check_edits(tally: Tally, root: Path, edits: dict[str, set[int]], told: str) -> None:
    try:
        found = read_edits(root)
    except CorpusError as error:
        tally.check(Held.SOUND, False, f"{told}: {error} ({error.detail})")
        return
    for path, editions in edits.items():
        number = int(Path(path).stem.rpartition("-")[2])
        edit = found.get(path)
        titles = {e: Edit(title=title_of(number, e)) if e else None for e in editions}
        same = [e for e, wanted in titles.items() if wanted == edit]
        tally.check(Held.ROW, same, f"{told}: {path} is corrected to {edit}, not {editions}")
        edits[path] = set(same) or editions
