"""TimeML files (TimeBank, TempEval-3): a news text, the day it was published, its TIMEX3 gold."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression; `start` and `end` are character offsets, `value` is TIMEX3's."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A text with its gold. `anchor` is the document creation time, which is not part of it."""

    name: str
    text: str
    anchor: date
    gold: tuple[Expression, ...]


def timeml_texts(data: Path) -> tuple[Dated, ...]:
    """Every *.tml file below `data`, by name; an empty tuple if there is none.

    Raises ValueError, with the file's name, for a file that is no TimeML or has no creation day.
    """
    return tuple(_read(path) for path in sorted(data.rglob("*.tml"), key=lambda path: path.name))


def _read(path: Path) -> Dated:
    try:
        root = ElementTree.parse(path).getroot()
        creation, body = root.find("DCT/TIMEX3"), root.find("TEXT")
        if creation is None or body is None:
            raise ValueError("no DCT/TIMEX3 or no TEXT")
        anchor = date.fromisoformat(creation.get("value", "")[:10])
    except (ElementTree.ParseError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    pieces: list[str] = []
    gold: list[Expression] = []
    _walk(body, pieces, gold)
    text = "".join(pieces)
    return Dated(path.stem, text, anchor, tuple(_trimmed(text, each) for each in gold))


def _walk(element: ElementTree.Element, pieces: list[str], gold: list[Expression]) -> None:
    """Collect the text below `element` and its expressions; those without extent are left out."""
    start = sum(map(len, pieces))
    pieces.append(element.text or "")
    for child in element:
        _walk(child, pieces, gold)
        pieces.append(child.tail or "")
    end = sum(map(len, pieces))
    if element.tag == "TIMEX3" and end > start:
        gold.append(Expression(start, end, element.get("value", "")))


def _trimmed(text: str, expression: Expression) -> Expression:
    covered = text[expression.start : expression.end]
    start = expression.start + len(covered) - len(covered.lstrip())
    return Expression(start, start + len(covered.strip()), expression.value)
