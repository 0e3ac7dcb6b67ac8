"""The picture of a timeline and its words for those who do not see it.

The way: `scale` lays the days out, `layout` the labels, `bars` what stands behind them, `card` says
what a label holds, `figure` puts it together on the `canvas`; `typeface` measures and cuts text.
Drawing needs matplotlib, which `draw` alone loads: the bot's own process never needs it.
"""

from bot.answer.chart.draw import MAX_ALT_CHARS, alt_text, draw

__all__ = ["MAX_ALT_CHARS", "alt_text", "draw"]
