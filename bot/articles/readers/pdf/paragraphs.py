"""Lines into paragraphs, by what a reader goes by: leading, indents, short last lines, fonts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.articles.readers.pdf.edges import follows
from bot.articles.readers.pdf.hyphens import goes_on_in_lower_case
from bot.articles.readers.pdf.setting import INDENT, Setting
from bot.articles.readers.pdf.shapes import Line

MAX_GAP = 1.8
"""A gap, in leadings, over which no paragraph goes on, whatever its words say."""

MAX_FULL_GAP = 1.45
"""Likewise where the line above is full and breaks off within a sentence: a line with a tall sign
in it stands further down."""

FAIRLY_WIDE = 0.6
WIDE = 0.75
"""Width of a line, as a share of its column's, that a heading or an item seldom has."""

BULLETS = "•‣▪▫◦●○■□–—-*·∙⁃➢✓►\uf0b7\uf0a7\uf076\ufffd"
_DASHES = "–—-*·∙"
_NUMBERED = re.compile(r"(?:\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\[[0-9]{1,3}\])")
_TORN = re.compile(r"[^\W_][-\u00ad\u2010–/]\Z")
_STOP = re.compile(r"""[.!?…:;][)\]"'”’»]*\Z""")
_TITLE = re.compile(
    r"""[("'“‘]*(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|St|No|Co|vs)\.|(?:[A-Za-z]\.)+)\Z"""
)


@dataclass(slots=True)
class Piece:
    """Lines of one paragraph or of something else; `reason` says why it is never quoted."""

    lines: list[Line] = field(default_factory=list)
    reason: str | None = None

    @property
    def is_item(self) -> bool:
        return marker_of(self.lines[0]) is not None


def pieces_of(
    lines: Sequence[Line], reasons: Sequence[str | None], setting: Setting
) -> list[Piece]:
    """Paragraphs in reading order. `reasons` says of each line why it stands outside the text, such
    as in a footnote: a paragraph goes on past it, and it follows after that paragraph."""
    pieces: list[Piece] = []
    waiting: list[Piece] = []
    text: Piece | None = None
    for line, reason, below in zip(lines, reasons, _next_alike(lines, reasons), strict=True):
        if reason is None:
            if text and _goes_on(text, line, below, setting, past=bool(waiting)):
                text.lines.append(line)
                continue
            pieces += waiting
            waiting = []
            text = Piece([line])
            pieces.append(text)
        elif (
            waiting
            and waiting[-1].reason == reason
            and _together(waiting[-1], line, below, setting)
        ):
            waiting[-1].lines.append(line)
        else:
            waiting.append(Piece([line], reason))
    return pieces + waiting


def _next_alike(lines: Sequence[Line], reasons: Sequence[str | None]) -> list[Line | None]:
    """For each line the next one with the same reason."""
    found: list[Line | None] = []
    ahead: dict[str | None, Line] = {}
    for line, reason in zip(reversed(lines), reversed(reasons), strict=True):
        found.append(ahead.get(reason))
        ahead[reason] = line
    return found[::-1]


def marker_of(line: Line) -> str | None:
    """The bullet or number that a line of a list begins with, or None."""
    first = line.words[0].text
    if len(line.words) > 1 and (first in BULLETS or _NUMBERED.fullmatch(first)):
        return first
    return None


def ends_with_stop(line: Line) -> bool:
    word = line.words[-1].text
    return _STOP.search(word) is not None and not _TITLE.fullmatch(word)


def _breaks_off(last: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to the next: no stop, and then a lower-case letter
    or, after a line of some width, a figure or a sign."""
    lower, wide = goes_on_in_lower_case(line), _width(last) > FAIRLY_WIDE
    if lower and wide and last.words[-1].text[-1] in ";:":
        return True
    if ends_with_stop(last):
        return False
    if lower:
        return True
    first = line.text.lstrip("\"'“‘([«—–")[:1]
    return wide and (first.isdigit() or first in "$€£&%/~")


def _hangs(last: Line) -> bool:
    """Whether a wide line ends within a sentence, whatever follows."""
    word = last.words[-1].text
    open_end = word[-1].islower() or word[-1] in ",&–—-" or _TITLE.fullmatch(word) is not None
    return open_end and _width(last) > WIDE


def _width(line: Line) -> float:
    """The width of a line as a share of its column's."""
    return (line.x1 - line.left) / max(line.right - line.left, 1.0)


def _together(piece: Piece, line: Line, below: Line | None, setting: Setting) -> bool:
    if piece.reason in ("table", "contents"):
        return follows(piece.lines[-1], line)
    return _goes_on(piece, line, below, setting, past=False)


def _goes_on(piece: Piece, line: Line, below: Line | None, setting: Setting, *, past: bool) -> bool:
    """Whether `line` belongs to the paragraph. `below` is the line of text after it. `past` says
    that something else stands between them."""
    last = piece.lines[-1]
    short = setting.is_short(last, line)
    if not setting.alike(last, line) or _opens_item(piece, line, short=short):
        return False
    if _TORN.search(last.words[-1].text) and line.words[0].text[:1].isalnum():
        return True
    within = _breaks_off(last, line)
    if last.bold != line.bold and short:
        return False
    if not follows(last, line):
        return _goes_on_overleaf(piece, line, setting, within=within, short=short, past=past)
    gap = (last.y - line.y) / setting.leading_of(line)
    if _heads(last, setting) and _heads(line, setting):
        return gap <= MAX_FULL_GAP and not ends_with_stop(last)
    if gap > (MAX_GAP if within and not short else MAX_FULL_GAP):
        return False
    if gap > 1 + setting.spread and not (within and not short):
        return False
    return _keeps_to_its_edge(piece, line, below, setting, within=within, short=short)


def _opens_item(piece: Piece, line: Line, *, short: bool) -> bool:
    """Whether a line begins with a bullet. A dash may as well be the sentence's."""
    marker = marker_of(line)
    if marker is None or marker not in BULLETS:
        return False
    return marker not in _DASHES or short or marker == marker_of(piece.lines[0])


def _goes_on_overleaf(
    piece: Piece, line: Line, setting: Setting, *, within: bool, short: bool, past: bool
) -> bool:
    """Whether a paragraph goes on in another column or on another page, where no gap tells."""
    last = piece.lines[-1]
    if _heads(last, setting) or _heads(line, setting):
        return False
    if within:
        return True
    if short or marker_of(line):
        return False
    indented = line.x0 - line.left > INDENT * line.size
    inset = len(piece.lines) > 1 and last.x0 - last.left > INDENT * last.size
    if indented and not inset:
        return False
    return not (past and ends_with_stop(last))


def _keeps_to_its_edge(
    piece: Piece, line: Line, below: Line | None, setting: Setting, *, within: bool, short: bool
) -> bool:
    last, step = piece.lines[-1], INDENT * line.size
    shift = line.x0 - last.x0
    first = len(piece.lines) == 1
    if first and marker_of(last) and shift > 0 and line.x0 <= last.words[1].x0 + step:
        return not marker_of(line)
    if abs(shift) <= step:
        if marker_of(line) and marker_of(piece.lines[0]):
            return not short and not ends_with_stop(last)
        if short:
            return within or (_hangs(last) and not piece.is_item)
        opens = first and line.x0 - line.left > step and setting.indented
        back = below is not None and follows(line, below) and line.x0 - below.x0 > step
        return within or not (opens and back and ends_with_stop(last))
    if short:
        return within and shift < 0 and first
    if shift > 0:
        return within
    return within or (first and not marker_of(last))


def _heads(line: Line, setting: Setting) -> bool:
    """Whether a line is set as a heading's: larger than the text, or bold where that is not."""
    return setting.is_large(line) or (line.bold and not setting.bold)
