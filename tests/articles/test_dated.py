"""Publication dates in words: what is stated, what is inferred, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Article, Provenance
from bot.articles.dated import INFERRED_SPAN_DAYS, day, published
from tests.corpora import document

DAYS = st.dates(date(1000, 1, 1), date(2999, 1, 1))


def article(
    stated: date | None = None,
    how: Provenance = Provenance.UNKNOWN,
    earliest: date | None = None,
    latest: date | None = None,
) -> Article:
    made = document("The pier stays.", day=stated, earliest=earliest, latest=latest).article
    return replace(made, provenance={**made.provenance, "date": how})


@pytest.mark.parametrize("how", [Provenance.DECLARED, Provenance.HEADER, Provenance.FILENAME])
def test_a_stated_date_stands_alone(how: Provenance) -> None:
    assert published(article(date(2018, 8, 17), how)) == "17 Aug 2018"


def test_an_inferred_date_is_marked() -> None:
    inferred = article(date(2018, 8, 17), Provenance.INFERRED)
    assert published(inferred) == "about 17 Aug 2018, inferred"


def test_nothing_known_is_undated() -> None:
    assert published(article()) == "undated"


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2019-02-15", "2019-02-15", "about 15 Feb 2019, inferred"),
        ("2019-02-01", "2019-02-28", "about Feb 2019, inferred"),
        ("2019-01-20", "2019-02-15", "about Jan–Feb 2019, inferred"),
        ("2018-12-20", "2019-01-15", "about Dec 2018–Jan 2019, inferred"),
        ("2019-01-31", "2019-04-01", "about Jan–Apr 2019, inferred"),
        ("2018-12-01", "2019-03-01", "between 1 Dec 2018 and 1 Mar 2019, inferred"),
        ("2019-06-29", None, "not before 29 Jun 2019, inferred"),
        ("2019-06-01", None, "not before Jun 2019, inferred"),
        ("2019-01-01", None, "not before 2019, inferred"),
        (None, "2019-03-01", "not after 1 Mar 2019, inferred"),
        (None, "2020-02-29", "not after Feb 2020, inferred"),
        (None, "2020-12-31", "not after 2020, inferred"),
        (None, "9999-12-31", "not after 9999, inferred"),
    ],
)
def test_bounds_are_told_as_they_are(earliest: str, latest: str, words: str) -> None:
    first = date.fromisoformat(earliest) if earliest else None
    last = date.fromisoformat(latest) if latest else None
    assert published(article(None, Provenance.INFERRED, first, last)) == words


def test_the_widest_span_told_in_months() -> None:
    first = date(2019, 1, 1)
    last = first + timedelta(days=INFERRED_SPAN_DAYS)
    near = article(None, Provenance.INFERRED, first, last)
    assert published(near) == "about Jan–Mar 2019, inferred"
    far = article(None, Provenance.INFERRED, first, last + timedelta(days=1))
    assert published(far) == "between 1 Jan 2019 and 5 Mar 2019, inferred"


@given(DAYS, DAYS)
def test_a_bound_never_reads_like_a_stated_date(one: date, other: date) -> None:
    words = published(article(None, Provenance.INFERRED, min(one, other), max(one, other)))
    assert words.endswith(", inferred")
    assert words not in {day(one), day(other)}
    assert str(one.year) in words
    assert str(other.year) in words
