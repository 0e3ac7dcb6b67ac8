"""The typeface of pictures: which characters it has, how wide text is, and text in lines.

DejaVu Sans comes with matplotlib, so pictures do not depend on the fonts of the machine.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import matplotlib
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font

from bot.answer.snippet import CUT
from bot.text.unseen import plain

FACES = Path(matplotlib.get_data_path(), "fonts", "ttf")
REGULAR = FACES / "DejaVuSans.ttf"
BOLD = FACES / "DejaVuSans-Bold.ttf"
OBLIQUE = FACES / "DejaVuSans-Oblique.ttf"

MISSING = "□"
"""Stands for letters and digits that the typeface does not have."""

DPI = 100
_MEASURED_PX = 100
_POINTS_PER_INCH = 72
_FIXED_POINT = 65_536  # FreeType's linear advances are 16.16 numbers


def points(pixels: float) -> float:
    return pixels * _POINTS_PER_INCH / DPI


def drawable(text: str) -> str:
    """The text on one line in characters that the typeface has: a run of letters or digits that it
    lacks becomes MISSING, and symbols that it lacks, emoji among them, are left out."""
    runs = groupby(unicodedata.normalize("NFC", plain(text)), key=_kind)
    parts = ("".join(run) if kind == "drawn" else kind for kind, run in runs)
    return plain("".join(parts))


def width(text: str, face: Path, pixels: float) -> float:
    """In pixels, without kerning."""
    return sum(_advance(face, char) for char in text) * pixels


def wrap(text: str, face: Path, pixels: float, room: float) -> list[str]:
    """Lines at most `room` pixels wide, cut at blanks, or within a word wider than a line."""
    lines: list[str] = []
    line = ""
    for word in filter(None, text.split(" ")):
        wider = f"{line} {word}" if line else word
        if width(wider, face, pixels) <= room:
            line = wider
            continue
        if line:
            lines.append(line)
        while width(word, face, pixels) > room and len(word) > 1:
            fitting = _fitting(word, face, pixels, room)
            lines.append(word[:fitting])
            word = word[fitting:]
        line = word
    return [*lines, line] if line else lines


def cut(text: str, face: Path, pixels: float, room: float, most: int) -> list[str]:
    """As `wrap`, in at most `most` lines, the last one ending in `…` when the text is longer."""
    lines = wrap(text, face, pixels, room)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + CUT, face, pixels) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + CUT]


def _fitting(word: str, face: Path, pixels: float, room: float) -> int:
    taken = 0.0
    for place, char in enumerate(word):
        taken += _advance(face, char) * pixels
        if taken > room:
            return max(1, place)
    return len(word)


@lru_cache(maxsize=4096)
def _advance(face: Path, char: str) -> float:
    """A character's width when the type is one pixel in size."""
    font = _font(face)
    return float(font.load_char(ord(char)).linearHoriAdvance / _FIXED_POINT / _MEASURED_PX)


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    if char.isspace() or all(_font(face).get_char_index(ord(char)) for face in (REGULAR, BOLD)):
        return "drawn"
    return MISSING if char.isalnum() else ""


def _font(face: Path) -> FT2Font:
    font = get_font(str(face))
    font.set_size(points(_MEASURED_PX), DPI)
    return font
