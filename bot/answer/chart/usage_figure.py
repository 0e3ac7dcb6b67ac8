"""The picture of use: bars of the questions a day, answered and refused, and of outlets quoted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answer.chart.canvas import Canvas
from bot.answer.chart.card import ACCENT, INK, LEADING, MUTED
from bot.answer.chart.figure import EDGE, MARGIN, PAPER, TITLE_PX, WIDTH
from bot.answer.chart.typeface import BOLD, REGULAR, cut, drawable, width
from bot.answer.chart.usage import DayUse, SourceUse, Usage, in_bars
from bot.articles.dated import MONTHS

REFUSED = "#d07a2d"
GRID = "#d8d2c5"

HEAD_PX = 40
LABEL_PX = 35
PLOT_HEIGHT = 400.0
FOOT_ROOM = 62.0  # for the dates below the bars
GAP = 44.0
BAR_SHARE = 0.74  # of the room that a bar has
MAX_BAR = 120.0
MAX_STEPS = 5  # lines across the bars
DATE_ROOM = 170.0
KEY_SIZE = 28.0

MAX_SOURCES = 8
NAME_ROOM = 600.0
COUNT_ROOM = 130.0
ROW_HEIGHT = 60.0
ROW_BAR = 36.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the bars stand, in pixels; `step` is the number of questions between two lines."""

    left: float
    right: float
    foot: float
    step: int
    most: int

    def height(self, count: float) -> float:
        return PLOT_HEIGHT * count / self.most


def png(usage: Usage) -> bytes:
    sources = usage.sources[:MAX_SOURCES]
    head = MARGIN + (TITLE_PX + LABEL_PX) * LEADING + GAP
    foot = head + PLOT_HEIGHT
    below = foot + FOOT_ROOM + GAP
    listed = HEAD_PX * LEADING + len(sources) * ROW_HEIGHT if sources else -GAP
    canvas = Canvas(WIDTH, round(below + listed + MARGIN), paper=PAPER, edge=EDGE, border=3.0)
    unit, bars = in_bars(usage)
    _head(canvas, usage, unit)
    step, most = steps(max((bar.asked for bar in bars), default=0))
    left = MARGIN + width(f"{most:,}", REGULAR, LABEL_PX) + 18
    plot = _Plot(left, WIDTH - MARGIN, foot, step, most)
    _lines(canvas, plot)
    _bars(canvas, plot, bars, unit)
    if sources:
        _sources(canvas, sources, below)
    return canvas.png()


def steps(most: int) -> tuple[int, int]:
    """The distance between lines, 1, 2 or 5 times a power of ten, and the top line: at least
    `most`, with at most MAX_STEPS lines above the foot."""
    scale = 1
    while True:
        for times in (1, 2, 5):
            step = times * scale
            if step * MAX_STEPS >= most:
                return step, step * max(1, -(-most // step))
        scale *= 10


def _head(canvas: Canvas, usage: Usage, unit: str) -> None:
    at = MARGIN + TITLE_PX * 0.8
    canvas.text((MARGIN, at), f"Questions a {unit}", BOLD, TITLE_PX, INK)
    x = WIDTH - MARGIN
    for name, color in (("refused", REFUSED), ("answered", ACCENT)):
        x -= width(name, REGULAR, LABEL_PX)
        canvas.text((x, at), name, REGULAR, LABEL_PX, INK)
        x -= KEY_SIZE + 12
        canvas.box((x, at - KEY_SIZE + 3), (x + KEY_SIZE, at + 3), face=color)
        x -= 36
    said = f"{usage.extent} · {usage.said}"
    canvas.text((MARGIN, at + TITLE_PX * 1.1), said, REGULAR, LABEL_PX, MUTED)


def _lines(canvas: Canvas, plot: _Plot) -> None:
    for count in range(0, plot.most + 1, plot.step):
        y = plot.foot - plot.height(count)
        color, thick = (INK, 3.0) if count == 0 else (GRID, 2.0)
        canvas.lines([[(plot.left, y), (plot.right, y)]], color, thick)
        at = (plot.left - 14, y + LABEL_PX * 0.36)
        canvas.text(at, f"{count:,}", REGULAR, LABEL_PX, MUTED, align="right")


def _bars(canvas: Canvas, plot: _Plot, bars: tuple[DayUse, ...], unit: str) -> None:
    room = (plot.right - plot.left) / len(bars)
    half = min(room * BAR_SHARE, MAX_BAR) / 2
    every = max(1, -(-int(DATE_ROOM) // max(1, int(room))))
    for number, bar in enumerate(bars):
        middle = plot.left + (number + 0.5) * room
        top = plot.foot - plot.height(bar.answered)
        if bar.answered:
            canvas.box((middle - half, top), (middle + half, plot.foot), face=ACCENT)
        if bar.refused:
            over = top - plot.height(bar.refused)
            canvas.box((middle - half, over), (middle + half, top), face=REFUSED)
        if number % every == 0 and middle + DATE_ROOM / 2 <= WIDTH:
            at = (middle, plot.foot + LABEL_PX + 10)
            canvas.text(at, _named(bar.day, unit), REGULAR, LABEL_PX, MUTED, align="center")


def _sources(canvas: Canvas, sources: tuple[SourceUse, ...], top: float) -> None:
    canvas.text((MARGIN, top + HEAD_PX * 0.8), "Quoted most", BOLD, HEAD_PX, INK)
    most = max(source.quotes for source in sources)
    left = MARGIN + NAME_ROOM
    room = WIDTH - MARGIN - COUNT_ROOM - left
    at = top + HEAD_PX * LEADING + 10
    for source in sources:
        middle = at + ROW_HEIGHT / 2
        for line in cut(drawable(source.name) or "…", REGULAR, LABEL_PX, NAME_ROOM - 24, 1):
            canvas.text((MARGIN, middle + LABEL_PX * 0.36), line, REGULAR, LABEL_PX, INK)
        end = left + max(4.0, room * source.quotes / most)
        canvas.box((left, middle - ROW_BAR / 2), (end, middle + ROW_BAR / 2), face=ACCENT)
        count = (end + 14, middle + LABEL_PX * 0.36)
        canvas.text(count, f"{source.quotes:,}", REGULAR, LABEL_PX, INK)
        at += ROW_HEIGHT


def _named(day: date, unit: str) -> str:
    month = MONTHS[day.month - 1]
    return f"{month} {day.year}" if unit == "month" else f"{day.day} {month}"
