"""The day of a page that declares none, as htmldate finds it. It is marked as inferred wherever it
is shown, and it is kept only where the page writes that very day: never a year of copyright with
a day made up for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import date

from bot.articles.readers.dom import Element, tag_of

MIN_DAY = date(1995, 1, 1)
"""Earlier than any page of the web."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def infer_date(root: Element, text: Iterable[Element]) -> date | None:
    """The day that stands somewhere on the page outside of `text`, the elements of the article's
    own paragraphs: days that an article tells of are not the day of its publication."""
    import htmldate
    from lxml import etree

    page = _without(root, text)
    try:
        found = htmldate.find_date(
            page, extensive_search=False, original_date=True, min_date=MIN_DAY.isoformat()
        )
    except (ValueError, TypeError, AttributeError, IndexError, etree.LxmlError):
        return None  # what it does with an odd page is not ours to mend
    if not found:
        return None
    day = date.fromisoformat(found)
    source: str = etree.tostring(page, encoding="unicode")
    return day if _written(day).search(source) else None


def _without(root: Element, text: Iterable[Element]) -> Element:
    """A copy of the page in which `text` and footers are empty."""
    emptied = set(text)
    copy = deepcopy(root)
    pairs = list(zip(root.iter(), copy.iter(), strict=True))
    for original, element in pairs:
        if original in emptied or tag_of(original) == "footer":
            for inner in element.iter():
                inner.text = None
                if inner is not element:
                    inner.tail = None
    return copy


def _written(day: date) -> re.Pattern[str]:
    """The ways in which a page may write a day: 2019-03-05, 05.03.2019, 5 mars 2019, Mar. 5th."""
    y, m, d = day.year, f"0?{day.month}", f"0?{day.day}"
    month = rf"{_MONTHS[day.month - 1]}[a-z]*\.?"
    return re.compile(
        rf"(?<![0-9])(?:{y}(?P<a>[-/._]?){m}(?P=a){d}"
        rf"|{d}(?P<b>[-/.]){m}(?P=b){y}|{m}(?P<c>[-/.]){d}(?P=c){y}"
        rf"|{d}(?:st|nd|rd|th|\.)?(?:\s+(?:of|de))?[\s-]+[^\W\d_]{{3,12}}\.?,?[\s-]+(?:de\s+)?{y}"
        rf"|(?<![a-z]){month}\s+{d}(?:st|nd|rd|th)?,?\s+{y})(?![0-9])",
        re.IGNORECASE,
    )
