"""The word before a date that makes a bound of it: "before March 1", "since 1990"."""

from __future__ import annotations

from bot.text.dates.reading import Reading
from bot.text.dates.timex import Modifier

_BOUNDS = {
    "before": Modifier.BEFORE,
    "after": Modifier.AFTER,
    "following": Modifier.AFTER,
    "by": Modifier.ON_OR_BEFORE,
    "until": Modifier.ON_OR_BEFORE,
    "till": Modifier.ON_OR_BEFORE,
    "since": Modifier.ON_OR_AFTER,
    "around": Modifier.APPROX,
    "about": Modifier.APPROX,
}
_PHRASES = {
    "ahead of": Modifier.BEFORE,
    "prior to": Modifier.BEFORE,
    "later than": Modifier.ON_OR_BEFORE,
    "earlier than": Modifier.ON_OR_AFTER,
    "as of": Modifier.NONE,
}


def bound(reading: Reading, start: int) -> Modifier:
    """What the words before the token `start` say of the date that begins there."""
    if reading.lower(start - 1) in ("the", "a", "its"):
        start -= 1
    before = reading.lower(start - 1)
    phrase = f"{reading.lower(start - 2)} {before}"
    return _PHRASES.get(phrase) or _BOUNDS.get(before, Modifier.NONE)
