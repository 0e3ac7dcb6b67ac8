"""The picture of a timeline: title, labels above and below an axis, articles, and small print."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bot.answer.chart.bars import bars, key
from bot.answer.chart.canvas import Canvas
from bot.answer.chart.card import ACCENT, INK, LEADING, MUTED, Card, card
from bot.answer.chart.layout import Box, grid, place
from bot.answer.chart.scale import Scale, scale, ticks
from bot.answer.chart.typeface import BOLD, OBLIQUE, REGULAR, cut, drawable, width
from bot.answer.event import MAX_EVENTS, Event, Timeline
from bot.answer.wording import extent, length, plural
from bot.text.dates import Granularity

WIDTH = 1600
MARGIN = 40.0
AXIS_INSET = 24.0

TITLE_PX = 46
TITLE_LINES = 2
SMALL_PX = 27
TICK_PX = 25
TICK_ROOM = 112.0
CUT_ROOM = 104.0  # for the words in a cut
GAP = 26.0

BAR_HEIGHT = 56.0
UPPER_FAN = 74.0
STRIP = 84.0
LOWER_FAN = 40.0

PAPER = "#f4f1ea"
EDGE = "#bfb7a6"
WHITE = "#ffffff"
CARD_EDGE = "#d3ccbd"
BAR = "#dad3c4"
LEADER = "#8b93a0"

DOT = 10.0
HALF_RANGE = 7.0
HALF_UNIT = 15.0
UNIT_ALPHA = 0.25


@dataclass(frozen=True, slots=True)
class _Mark:
    """An event on the axis, from pixel `left` to `right`."""

    event: Event
    left: float
    right: float

    @property
    def anchor(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn where; `axis` is the axis's distance from the top. Marks, cards and boxes
    belong together by place."""

    timeline: Timeline
    title: tuple[str, ...]
    scale: Scale
    marks: tuple[_Mark, ...]
    cards: tuple[Card, ...]
    boxes: tuple[Box, ...]
    bars: tuple[tuple[float, float, float], ...]
    axis: float
    height: int

    def edges(self, box: Box) -> tuple[float, float]:
        """Top and bottom of a box in the picture."""
        if box.above:
            return self.axis - UPPER_FAN - box.far, self.axis - UPPER_FAN - box.near
        below = self.axis + STRIP + LOWER_FAN
        return below + box.near, below + box.far


def png(timeline: Timeline) -> bytes:
    """The same bytes for the same timeline, which has at least one event."""
    plan = _plan(timeline)
    canvas = Canvas(WIDTH, plan.height, paper=PAPER, edge=EDGE, border=3.0)
    _title(canvas, plan)
    canvas.bars(plan.bars, plan.axis, BAR)
    _leaders(canvas, plan)
    _axis(canvas, plan)
    for mark in sorted(plan.marks, key=lambda mark: mark.left - mark.right):
        _mark(canvas, mark, plan.axis)
    for event, made, box in zip(plan.marks, plan.cards, plan.boxes, strict=True):
        _card(canvas, made, box, plan.edges(box), planned=event.event.planned)
    _small_print(canvas, plan)
    return canvas.png()


def _plan(timeline: Timeline) -> _Plan:
    events = timeline.events[:MAX_EVENTS]
    spans = [(float(e.first.toordinal()), e.last.toordinal() + 1.0) for e in events]
    across = scale(spans, MARGIN + AXIS_INSET, WIDTH - MARGIN - AXIS_INSET)
    marked = [
        _Mark(event, across.x(first), across.x(last))
        for event, (first, last) in zip(events, spans, strict=True)
    ]
    marked.sort(key=lambda mark: mark.anchor)
    room = grid(len(marked), MARGIN, WIDTH - MARGIN)
    cards = [card(mark.event, room) for mark in marked]
    boxes = place([mark.anchor for mark in marked], [made.height for made in cards], room)
    title = cut(drawable(timeline.topic.text), BOLD, TITLE_PX, WIDTH - 2 * MARGIN, TITLE_LINES)
    head = MARGIN + len(title) * TITLE_PX * LEADING + SMALL_PX * LEADING + GAP
    axis = head + max((box.far for box in boxes if box.above), default=0.0) + UPPER_FAN
    below = max((box.far + LOWER_FAN for box in boxes if not box.above), default=0.0)
    height = axis + STRIP + below + GAP + SMALL_PX * LEADING + MARGIN
    return _Plan(
        timeline,
        tuple(title),
        across,
        tuple(marked),
        tuple(cards),
        boxes,
        tuple((left, right, BAR_HEIGHT * share) for left, right, share in bars(timeline, across)),
        axis,
        round(height),
    )


def _title(canvas: Canvas, plan: _Plan) -> None:
    at = MARGIN
    for line in plan.title:
        canvas.text((MARGIN, at + TITLE_PX * 0.8), line, BOLD, TITLE_PX, INK)
        at += TITLE_PX * LEADING
    shown = extent([mark.event for mark in plan.marks])
    canvas.text((MARGIN, at + SMALL_PX), shown, REGULAR, SMALL_PX, MUTED)


def _leaders(canvas: Canvas, plan: _Plan) -> None:
    lines = []
    for mark, box in zip(plan.marks, plan.boxes, strict=True):
        top, bottom = plan.edges(box)
        if box.above:
            turn = plan.axis - UPPER_FAN
            lines.append([(mark.anchor, plan.axis), (box.foot, turn), (box.foot, bottom)])
        else:
            out, turn = plan.axis + STRIP, plan.axis + STRIP + LOWER_FAN
            start = [(mark.anchor, plan.axis), (mark.anchor, out)]
            lines.append([*start, (box.foot, turn), (box.foot, top)])
    canvas.lines(lines, LEADER, 2.5)


def _axis(canvas: Canvas, plan: _Plan) -> None:
    axis = plan.axis
    parts = plan.scale.segments
    canvas.lines([[(part.left, axis), (part.right, axis)] for part in parts], INK, 4)
    for part in parts:
        for tick in ticks(part, TICK_ROOM):
            if tick.marked:
                canvas.lines([[(tick.x, axis), (tick.x, axis + 12)]], INK, 3)
            for row, text in enumerate((tick.name, tick.year)):
                at = (tick.x, axis + 39 + row * 30)
                face = REGULAR if row == 0 and tick.year else BOLD if row else REGULAR
                if text:
                    canvas.text(at, text, face, TICK_PX, MUTED, align="center", patch=PAPER)
    for before, after in pairwise(parts):
        canvas.lines([[(before.right, axis), (after.left, axis)]], MUTED, 3, dotted=True)
        for x in (before.right, after.left):
            canvas.lines([[(x - 6, axis + 14), (x + 6, axis - 14)]], INK, 4)
        middle = (before.right + after.left) / 2
        text = length(after.first - before.last)
        wide = width(text, OBLIQUE, TICK_PX)
        pixels = TICK_PX * min(1.0, CUT_ROOM / wide)
        canvas.text((middle, axis + 39), text, OBLIQUE, pixels, MUTED, align="center", patch=PAPER)


def _mark(canvas: Canvas, mark: _Mark, axis: float) -> None:
    """A dot for a day, a bar for a range, a soft band for a week, month, quarter or year; hollow
    or dashed while it is planned."""
    event = mark.event
    face = PAPER if event.planned else ACCENT
    if event.ranged:
        canvas.box(
            (min(mark.left, mark.anchor - DOT), axis - HALF_RANGE),
            (max(mark.right, mark.anchor + DOT), axis + HALF_RANGE),
            face=face,
            edge=ACCENT,
            radius=HALF_RANGE,
            line=3.0,
        )
        return
    if event.granularity is not Granularity.DAY:
        canvas.box(
            (mark.left, axis - HALF_UNIT),
            (mark.right, axis + HALF_UNIT),
            face=ACCENT,
            radius=HALF_UNIT,
            alpha=UNIT_ALPHA,
        )
    canvas.dot((mark.anchor, axis), DOT + 3, face=PAPER, edge="none", line=0.0)
    canvas.dot((mark.anchor, axis), DOT, face=face, edge=ACCENT, line=4.0)


def _card(
    canvas: Canvas, made: Card, box: Box, edges: tuple[float, float], *, planned: bool
) -> None:
    top, bottom = edges
    canvas.box(
        (box.left, top),
        (box.right, bottom),
        face=WHITE,
        edge=ACCENT if planned else CARD_EDGE,
        radius=10.0,
        line=2.0,
        dashed=planned,
    )
    for baseline, line in made.baselines(box.left, top):
        canvas.text(baseline, line.text, line.face, line.pixels, line.color)


def _small_print(canvas: Canvas, plan: _Plan) -> None:
    shown, total = len(plan.marks), len(plan.timeline.events)
    events = plural(shown, "event") if shown == total else f"First {shown} of {total} events"
    text = f"{events} from {plural(plan.timeline.articles, 'article')}"
    foot = plan.height - MARGIN
    canvas.text((MARGIN, foot), text, REGULAR, SMALL_PX, INK)
    keys = _keys(plan)
    room = WIDTH - 2 * MARGIN - width(text, REGULAR, SMALL_PX) - GAP
    for line in cut(keys, REGULAR, SMALL_PX, room, 1):
        canvas.text((WIDTH - MARGIN, foot), line, REGULAR, SMALL_PX, MUTED, align="right")


def _keys(plan: _Plan) -> str:
    keys = [key(plan.timeline)] if plan.bars else []
    if any(mark.event.planned for mark in plan.marks):
        keys.append("Hollow: planned")
    return " · ".join(keys)
