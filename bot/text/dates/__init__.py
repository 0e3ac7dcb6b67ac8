"""Temporal expressions in English news: where they stand and which days they mean."""

from bot.text.dates.tagger import mentions, period, tag
from bot.text.dates.timex import Granularity, Kind, Mention, Modifier, Tense, Timex

__all__ = [
    "Granularity",
    "Kind",
    "Mention",
    "Modifier",
    "Tense",
    "Timex",
    "mentions",
    "period",
    "tag",
]
