"""The picture of a timeline, or of use, and its words for those who do not see it.

The way: `scale` lays the days out, `layout` the labels, `bars` what stands behind them, `card` says
what a label holds, `figure` puts it together on the `canvas`; `typeface` measures and cuts text.
For use, `usage` says what is shown and `usage_figure` draws it.
Drawing needs matplotlib, which `draw` and `draw_usage` alone load: the bot's own process never
needs it.
"""

from bot.answer.chart.draw import MAX_ALT_CHARS, alt_text, draw
from bot.answer.chart.usage import alt_usage, draw_usage

__all__ = ["MAX_ALT_CHARS", "alt_text", "alt_usage", "draw", "draw_usage"]
