from __future__ import annotations

from datetime import date

from bot.articles.document import SUSPECTED_WARNING
from bot.desk.catalogue import Copy, catalogue, copies, filtered, paragraphs
from bot.search.without import without
from tests.corpora import document, snapshot

ONE = "The harbour board of Norrhaven ordered three electric cranes from a yard in Finland."
TWO = "The old diesel cranes will be sold for scrap after the summer, the port director said."
THREE = "Ferry crews ended their strike on Wednesday after nine days without a single sailing."
FOUR = "Herring prices doubled at the auction this week because storms kept the boats in port."


CRANES = document(ONE, TWO, path="b.md", title="Cranes", source="Quay Post", day=date(2019, 3, 4))
COPY = document(ONE, TWO, THREE, path="press/c.md", title="More", warnings=(SUSPECTED_WARNING,))
FERRY = document(THREE, FOUR, path="press/2019/d.md")
SEEN = snapshot(CRANES, COPY, FERRY)


def test_every_article_is_there_in_the_order_of_the_paths() -> None:
    entries = catalogue(SEEN)
    assert [entry.path for entry in entries] == ["b.md", "press/2019/d.md", "press/c.md"]
    cranes, ferry, copy = entries
    assert cranes[2:] == ("Cranes", "Quay Post", date(2019, 3, 4), False)
    assert ferry[2:] == (None, None, None, False)
    assert copy.rewritten
    assert catalogue(SEEN) is entries
    assert paragraphs(SEEN) == 7


def test_a_filter_looks_at_the_fields_and_only_then_at_the_text() -> None:
    def paths(*asked: str | None) -> list[str]:
        return [entry.path for entry in filtered(SEEN, *asked)]  # type: ignore[arg-type]

    assert paths("quay CRANES") == ["b.md"]
    assert paths("2019-03") == ["b.md"]
    assert paths("cranes") == ["b.md"]
    assert paths("diesel") == ["b.md", "press/c.md"]
    assert paths("diesel zeppelin") == []
    assert paths("", "press") == ["press/2019/d.md", "press/c.md"]
    assert paths("", "") == ["b.md"]


def test_near_duplicates_are_named_with_the_earlier_one_that_shares_most() -> None:
    assert copies(SEEN) == (Copy(1, 0, 2, 3), Copy(2, 1, 1, 2))


def test_what_is_hidden_is_neither_listed_nor_a_copy() -> None:
    seen = without(SEEN, frozenset(("press",)))
    assert [entry.path for entry in catalogue(seen)] == ["b.md"]
    assert copies(seen) == ()
    assert paragraphs(seen) == 2
    both = snapshot(document(ONE, path="a/a.md"), document(ONE, path="b/b.md"))
    assert copies(both) == (Copy(1, 0, 1, 1),)
    assert copies(without(both, frozenset(("a",)))) == ()
