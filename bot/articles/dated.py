"""How an article's publication date is put into words, short enough for a citation."""

from __future__ import annotations

from datetime import date, timedelta

from bot.articles.article import Article, Provenance

INFERRED_SPAN_DAYS = 62
"""Bounds at most this many days apart are told as the months they lie in, wider ones in full."""

UNDATED = "undated"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """``17 Aug 2018``."""
    return f"{value.day} {_month(value)} {value.year}"


def published(article: Article) -> str:
    """When the article was published, as far as that is known.

    ``17 Aug 2018`` where the article or its file says so; ``undated`` where nothing is known; else
    marked as inferred: ``about 17 Aug 2018, inferred``, ``about Feb 2019, inferred``, ``about
    Dec 2018–Jan 2019, inferred``, ``between 1 Dec 2018 and 1 Mar 2019, inferred``, ``not before
    29 Jun 2019, inferred``, ``not before Jun 2019, inferred`` or ``not before 2019, inferred`` when
    the bound is the first of the month or year, and the same with ``not after``. Both bounds of an
    article are inclusive: one that reports an event may be of the same day.
    """
    if article.date:
        inferred = article.provenance["date"] is Provenance.INFERRED
        return f"about {day(article.date)}, inferred" if inferred else day(article.date)
    words = _bounds(article.earliest, article.latest)
    return f"{words}, inferred" if words else UNDATED


def _bounds(earliest: date | None, latest: date | None) -> str | None:
    if earliest and latest:
        if (latest - earliest).days <= INFERRED_SPAN_DAYS:
            return f"about {_around(earliest, latest)}"
        return f"between {day(earliest)} and {day(latest)}"
    if earliest:
        new_year = (earliest.month, earliest.day) == (1, 1)
        return f"not before {_edge(earliest, month=earliest.day == 1, year=new_year)}"
    if latest:
        month = latest == date.max or (latest + timedelta(days=1)).day == 1
        year_end = (latest.month, latest.day) == (12, 31)
        return f"not after {_edge(latest, month=month, year=year_end)}"
    return None


def _edge(bound: date, *, month: bool, year: bool) -> str:
    """A bound, as the year or month whose edge it is if it is one."""
    if year:
        return str(bound.year)
    return f"{_month(bound)} {bound.year}" if month else day(bound)


def _around(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{_month(first)} {first.year}–{_month(last)} {last.year}"
    if first.month != last.month:
        return f"{_month(first)}–{_month(last)} {first.year}"
    return f"{_month(first)} {first.year}"


def _month(value: date) -> str:
    return MONTHS[value.month - 1]
