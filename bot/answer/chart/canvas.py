"""A sheet to draw on with matplotlib: pixels from the top left corner, PNG in the end."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle

from bot.answer.chart.typeface import DPI, points

Point = tuple[float, float]


class Canvas:
    """What is drawn later covers what was drawn before."""

    def __init__(self, width: int, height: int, *, paper: str, edge: str, border: float) -> None:
        self._figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=paper)
        FigureCanvasAgg(self._figure)  # becomes the figure's canvas
        self._axes: Axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._drawn = 0
        inset = border / 2
        self._axes.add_patch(
            Rectangle(
                (inset, inset),
                width - border,
                height - border,
                fill=False,
                edgecolor=edge,
                linewidth=points(border),
            )
        )

    def text(
        self,
        at: Point,
        text: str,
        face: Path,
        pixels: float,
        color: str,
        *,
        align: str = "left",
        patch: str | None = None,
    ) -> None:
        """One line with its baseline at `at`; `patch` is a colour to lay beneath it."""
        beneath = {"facecolor": patch, "edgecolor": "none", "pad": 3.0} if patch else None
        self._axes.text(
            *at,
            text,
            fontproperties=FontProperties(fname=str(face), size=points(pixels)),
            color=color,
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
            usetex=False,
            bbox=beneath,
            zorder=self._next(),
        )

    def box(
        self,
        corner: Point,
        opposite: Point,
        *,
        face: str,
        edge: str = "none",
        radius: float = 0.0,
        line: float = 0.0,
        dashed: bool = False,
        alpha: float | None = None,
    ) -> None:
        """A rectangle with round corners; `line` is the width of its edge."""
        (left, top), (right, bottom) = corner, opposite
        radius = min(radius, (right - left) / 2, (bottom - top) / 2)
        self._axes.add_patch(
            FancyBboxPatch(
                corner,
                right - left,
                bottom - top,
                boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=face,
                edgecolor=edge,
                linewidth=points(line),
                linestyle=(0, (4, 3)) if dashed else "solid",
                alpha=alpha,
                zorder=self._next(),
            )
        )

    def dot(self, at: Point, radius: float, *, face: str, edge: str, line: float) -> None:
        self._axes.add_patch(
            Circle(
                at,
                radius,
                facecolor=face,
                edgecolor=edge,
                linewidth=points(line),
                zorder=self._next(),
            )
        )

    def lines(
        self, lines: Sequence[Sequence[Point]], color: str, width: float, *, dotted: bool = False
    ) -> None:
        """Lines through points in pixels; `width` too is in pixels."""
        self._axes.add_collection(
            LineCollection(
                lines,
                colors=color,
                linewidths=points(width),
                linestyles=[(0, (1, 2)) if dotted else "solid"],
                zorder=self._next(),
            ),
            autolim=False,
        )

    def bars(self, bars: Sequence[tuple[float, float, float]], foot: float, color: str) -> None:
        """Bars as left, right and height, standing on `foot`."""
        corners = [
            [(left, foot), (left, foot - height), (right, foot - height), (right, foot)]
            for left, right, height in bars
        ]
        self._axes.add_collection(
            PolyCollection(corners, facecolors=color, edgecolors="none", zorder=self._next()),
            autolim=False,
        )

    def png(self) -> bytes:
        """Without the name and version of what drew it, so that the bytes tell only the picture."""
        target = BytesIO()
        self._figure.savefig(target, format="png", dpi=DPI, metadata={"Software": None})
        return target.getvalue()

    def _next(self) -> float:
        self._drawn += 1
        return 2.0 + self._drawn
