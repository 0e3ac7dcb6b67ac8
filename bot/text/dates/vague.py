"""Words for the present, the past and the future at large: "now", "recently", "the future"."""

from __future__ import annotations

from bot.text.dates.context import Context
from bot.text.dates.grammar import Found, Patterns, Value
from bot.text.dates.timex import Kind


def _present(context: Context, found: Found) -> Value | None:
    return Value(Kind.DATE, "PRESENT_REF")


def _past(context: Context, found: Found) -> Value | None:
    return Value(Kind.DATE, "PAST_REF")


def _future(context: Context, found: Found) -> Value | None:
    return Value(Kind.DATE, "FUTURE_REF")


def _soon(context: Context, found: Found) -> Value | None:
    """Not in "as soon as"."""
    if context.reading.lower(found.end) == "as":
        return None
    return Value(Kind.DATE, "FUTURE_REF")


def _previously(context: Context, found: Found) -> Value | None:
    """Not within a noun group ("a previously announced plan")."""
    if context.reading.lower(found.end) != "," and context.reading.words[found.start][0] == "p":
        return None
    return Value(Kind.DATE, "PAST_REF")


RULES: Patterns = (
    ("now|currently|presently|nowadays", _present),
    ("right now", _present),
    ("the present", _present),
    ("these days", _present),
    ("current", _present),
    ("recently", _past),
    ("previously", _previously),
    ("recent|past UNITS", _past),
    ("the? coming UNITS", _future),
    ("a later date", _future),
    ("from time to time", _future),
    ("more|most recently", _past),
    ("the past", _past),
    ("the near? future", _future),
    ("soon", _soon),
)
