from __future__ import annotations

import pytest

from bot.articles.document import SUSPECTED_WARNING
from bot.articles.readers.front_matter import REWRITTEN_WARNING
from bot.articles.rewritten import looks_rewritten
from tests.articles.reading import pasted

SPUN = """The mayor became once in the harbor remaining week, and acknowledged that the pier would
possibly perhaps be closed for the interval of the winter. One in every of the engineers, a old
reputable who knows the usa smartly, acknowledged the quay is now no longer safe, and the
handiest individual who disagrees is the harbor master. “It can well perhaps be years,” she
acknowledged. As a replacement of a brand new pier, both facets could presumably presumably
perhaps pick a ferry, whereas the council will preserve a watch on the costs. The vote will more
than seemingly be held at instances when handiest a few persons are in finding a seat."""

CLEAN = """
The mayor was in the harbor last week, and acknowledged that the pier might perhaps be closed
for the winter. One of the engineers said the quay is no longer safe, and the only person who
disagrees is the harbor master. “It could possibly be years,” she said. Instead of a new pier,
both sides may presumably pick a ferry, while the council keeps a watch on the costs. In all
instances, the remaining seats are seemingly taken, whereas the English language school once
used them as its home. Additionally, a reputable firm will preserve the interval between posts
and utilize old wood as a replacement."""


@pytest.mark.parametrize("times", [1, 3, 20])
def test_many_turns_that_only_machines_write_are_noticed(times: int) -> None:
    assert looks_rewritten([SPUN] * times)


def test_people_who_use_the_same_words_are_not_accused() -> None:
    assert not looks_rewritten([CLEAN] * 20)
    assert not looks_rewritten([])


def test_one_odd_turn_said_often_is_not_enough() -> None:
    assert not looks_rewritten([CLEAN, "The handiest tool is a knife. " * 50])


def test_a_long_article_that_quotes_a_spun_one_is_not_enough() -> None:
    plain = "The council met on Monday and heard what the engineers had found below the quay. " * 12
    assert not looks_rewritten([SPUN, *[plain] * 40])


def test_the_warning_stands_on_the_article() -> None:
    assert pasted(SPUN).article.warnings == (SUSPECTED_WARNING,)
    assert pasted(CLEAN).article.warnings == ()


def test_a_declared_warning_is_not_repeated() -> None:
    declared = pasted(f"---\nrewritten: yes\nwarning: Careful.\n---\n{SPUN}")
    assert declared.article.warnings == (REWRITTEN_WARNING, "Careful.")
