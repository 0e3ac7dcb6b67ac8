"""Numbers, days and years out of the words that were caught."""

from __future__ import annotations

import re

from bot.text.dates.words import MULTIPLES, NUMBERS, ORDINALS

_PIVOT = 50  # '49 is 2049, '50 is 1950
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def count(text: str) -> float | None:
    """ "2,000" -> 2000, "twenty - four" -> 24, "a dozen" -> 12, "two hundred" -> 200."""
    total = 0.0
    for word in text.replace("-", " ").split():
        if _DIGITS.fullmatch(word):
            total += float(word.replace(",", ""))
        elif word in NUMBERS:
            total += NUMBERS[word]
        elif word in MULTIPLES:
            total = (total or 1) * MULTIPLES[word]
        elif "/" in word:
            total += 0.5
    return total or None


def ordinal(text: str) -> int:
    """ "third" -> 3, "22nd" -> 22; 0 for anything else."""
    if text in ORDINALS:
        return ORDINALS[text]
    digits = text.rstrip("stndrh")
    return int(digits) if digits.isdigit() else 0


def year(text: str) -> int:
    """Of "1998", "'98", "98", "nineteen ninety - six", "two thousand five"; 0 for anything else."""
    digits = text.lstrip("'’‘")
    if digits.isdigit():
        number = int(digits)
        if len(digits) > 2:
            return number
        return number + (1900 if number >= _PIVOT else 2000)
    words = text.replace("-", " ").split()
    if words[:2] == ["two", "thousand"]:
        return 2000 + sum(NUMBERS.get(word, 0) for word in words[2:])
    if words and words[0] in NUMBERS:
        return 100 * NUMBERS[words[0]] + sum(NUMBERS.get(word, 0) for word in words[1:])
    return 0
