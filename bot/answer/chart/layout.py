"""Where the labels of a timeline's picture stand: above and below the axis, never overlapping.

Lengths are in pixels. Up to ONE_SIDE labels stand above; more alternate between the two sides, in
the order of their anchors. On each side they stand in columns of up to `rows` labels, which read
downwards. Each is indented, so that a line can pass beside the nearer labels to each:

    [first ]           | | |
    | [second]         [first ]
    | | [third ]         [second]
    | | |                  [third ]

The lines run upright beside the labels, then straight to their anchors. They never cross each other
or a label, as both their ends are in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

ONE_SIDE = 3
COLUMNS = 5
MAX_WIDTH = 460.0
COLUMN_GAP = 16.0
ROW_GAP = 14.0
INDENT = 16.0
"""How far each nearer label of a column is indented: room for the line beside it."""

MAX_INDENTED = 0.3
"""Of a column's width: what all its indents together may take."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The room for labels between `left` and `right`, the same on both sides of the axis."""

    left: float
    right: float
    columns: int
    rows: int
    width: float  # of a label
    indent: float


@dataclass(frozen=True, slots=True)
class Box:
    """A label: `near` and `far` are the distances of its edges from the axis, on its side.
    `foot` is where along its near edge the line from its anchor ends."""

    above: bool
    left: float
    right: float
    near: float
    far: float
    foot: float


def grid(labels: int, left: float, right: float) -> Grid:
    """Columns and rows for so many labels, at most COLUMNS beside each other."""
    side = max(1, labels if labels <= ONE_SIDE else (labels + 1) // 2)
    columns = min(COLUMNS, side)
    rows = -(-side // columns)
    column = min(MAX_WIDTH, (right - left - (columns - 1) * COLUMN_GAP) / columns)
    indent = min(INDENT, MAX_INDENTED * column / (rows - 1)) if rows > 1 else 0.0
    return Grid(left, right, columns, rows, column - (rows - 1) * indent, indent)


def place(anchors: Sequence[float], heights: Sequence[float], room: Grid) -> tuple[Box, ...]:
    """A box for each anchor; anchors ascend, and `room` is the grid for their number."""
    if len(anchors) <= ONE_SIDE:
        return tuple(_side(anchors, heights, room))
    above = _side(anchors[::2], heights[::2], room)
    below = [
        Box(False, -box.right, -box.left, box.near, box.far, -box.foot)
        for box in _side(
            [-anchor for anchor in reversed(anchors[1::2])],
            heights[1::2][::-1],
            replace(room, left=-room.right, right=-room.left),
        )
    ][::-1]
    return tuple(
        below[number // 2] if number % 2 else above[number // 2] for number in range(len(anchors))
    )


def _side(anchors: Sequence[float], heights: Sequence[float], room: Grid) -> list[Box]:
    """The boxes above the axis; those below are the same turned around."""
    columns = _columns(anchors, room)
    rows = [0.0] * room.rows
    for first, end in columns:
        for row, height in enumerate(reversed(heights[first:end])):
            rows[row] = max(rows[row], height)
    near = [sum(rows[:row]) + row * ROW_GAP for row in range(room.rows)]
    boxes = []
    for (first, end), left in zip(columns, _lefts(anchors, columns, room), strict=True):
        for number in range(first, end):
            start = left + (number - first) * room.indent
            foot = start + room.indent / 2
            if number == end - 1:
                inset = min(INDENT, room.width / 2)
                foot = min(max(anchors[number], start + inset), start + room.width - inset)
            low = near[end - 1 - number]
            boxes.append(Box(True, start, start + room.width, low, low + heights[number], foot))
    return boxes


def _columns(anchors: Sequence[float], room: Grid) -> list[tuple[int, int]]:
    """The anchors cut into at most `columns` runs of at most `rows`, so that those of a run lie
    close together: least sum of squared distances from the run's mean."""
    count = len(anchors)
    best: list[list[tuple[float, int]]] = [[(0.0, 0)] + [(inf, 0)] * count]
    for _ in range(room.columns):
        line: list[tuple[float, int]] = [best[-1][0]]
        for end in range(1, count + 1):
            starts = range(max(0, end - room.rows), end)
            kept = best[-1][end]
            line.append(
                min(
                    [kept]
                    + [
                        (best[-1][start][0] + _spread(anchors[start:end]), start)
                        for start in starts
                        if best[-1][start][0] < inf
                    ]
                )
            )
        best.append(line)
    runs: list[tuple[int, int]] = []
    end = count
    for line in reversed(best[1:]):
        if end == 0:
            break
        runs.append((line[end][1], end))
        end = line[end][1]
    return runs[::-1]


def _spread(anchors: Sequence[float]) -> float:
    mean = sum(anchors) / len(anchors)
    return sum((anchor - mean) ** 2 for anchor in anchors)


def _lefts(anchors: Sequence[float], columns: Sequence[tuple[int, int]], room: Grid) -> list[float]:
    """The left edge of each column, as near to its anchors as its neighbours allow: isotonic
    regression by pooling adjacent violators (Barlow et al. 1972), on edges from which the widths
    of the columns before are taken away."""
    widths = [room.width + (end - first - 1) * room.indent for first, end in columns]
    before = [sum(widths[:place]) + place * COLUMN_GAP for place in range(len(widths))]
    pools: list[tuple[float, int]] = []
    for (first, end), width, shift in zip(columns, widths, before, strict=True):
        mean = sum(anchors[first:end]) / (end - first)
        pools.append((mean - width / 2 - shift, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, few), (other, more) = pools[-2:]
            pools[-2:] = [((one * few + other * more) / (few + more), few + more)]
    spare = room.right - room.left - before[-1] - widths[-1] if widths else 0.0
    free = [value for value, size in pools for _ in range(size)]
    return [
        min(max(value, room.left), room.left + max(0.0, spare)) + shift
        for value, shift in zip(free, before, strict=True)
    ]
