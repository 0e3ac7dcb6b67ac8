"""The language of the rules: what a pattern matches, catches and may begin with."""

from __future__ import annotations

import pytest

from bot.text.dates.grammar import Grammar, Patterns, Value
from bot.text.dates.reading import Reading
from bot.text.dates.timex import Kind


def rule(pattern: str) -> Patterns:
    return ((pattern, lambda context, found: Value(Kind.DATE, "2001")),)


def matched(pattern: str, text: str) -> dict[str, str] | None:
    """The whole match of `pattern` in `text` under "", and what it caught by name."""
    grammar = Grammar([rule(pattern)])
    reading = Reading(text, grammar.surfaces)
    place = grammar.scan.search(reading.symbols)
    if place is None:
        return None
    found, _ = grammar.matches(reading.symbols, place.start())[0]
    caught = {name: reading.caught(found, name) for name in found.parts}
    return {"": " ".join(reading.words[found.start : found.end]), **caught}


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a? step:last|next week", "it was Next week", {"": "Next week", "step": "next"}),
        ("[the LONGDAY] before", "on the friday before", {"": "the friday before"}),
        ("( ONES | ten ) UNITS", "in ten days", {"": "ten days", "units": "days"}),
        ("MONTH DAYNUM", "Sept. 3rd", {"": "Sept . 3rd", "month": "sept .", "daynum": "3rd"}),
        ("what:( one day | two UNITS )", "two days", {"": "two days", "what": "two days"}),
        ("LONGMONTH", "we march in may", None),
        ("LONGMONTH", "we march in MAY", {"": "MAY", "longmonth": "may"}),
    ],
)
def test_what_a_pattern_matches(pattern: str, text: str, expected: dict[str, str] | None) -> None:
    found = matched(pattern, text)
    if found is None or expected is None:
        assert found == expected
    else:
        assert expected.items() <= found.items()


def test_the_longest_match_comes_first_and_the_earlier_rule_among_equals() -> None:
    short, long, same = rule("last week")[0], rule("last week of")[0], rule("last SPAN")[0]
    grammar = Grammar([(short, same, long)])
    reading = Reading("last week of", grammar.surfaces)
    rules = [found.value for _, found in grammar.matches(reading.symbols, 0)]
    assert rules == [long[1], short[1], same[1]]


@pytest.mark.parametrize("pattern", ["a?", "[the week]", "NOCLASS day", "the week ]"])
def test_a_pattern_that_cannot_be_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"nothing|called|bracket"):
        Grammar([rule(pattern)])
