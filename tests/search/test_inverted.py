"""The three inverted indexes of a segment against tokenising and counting."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from hypothesis import given, settings

from bot.articles.article import Corpus
from bot.articles.duplicates import near_duplicates
from bot.search.arrays import Array
from bot.search.inverted import invert_segment
from bot.search.postings import Postings, invert
from bot.text.tokens import Tokeniser
from tests.corpora import corpora, document, heading
from tests.search.pieces import base_of, check_equal


def held(postings: Postings, names: list[str]) -> list[Counter[str]]:
    """The terms of each document."""
    found: list[Counter[str]] = [Counter() for _ in postings.lengths]
    for number, name in enumerate(names):
        span = slice(postings.starts[number], postings.starts[number + 1])
        pairs = zip(postings.documents[span], postings.frequencies[span], strict=True)
        for owner, frequency in pairs:
            found[owner][name] += int(frequency)
    return found


@given(corpora(longest=30))
@settings(max_examples=50)
def test_every_index_holds_the_terms_of_its_texts(corpus: Corpus) -> None:
    base = base_of(corpus.documents)
    terms, names = Tokeniser().terms, list(base.segment.words)
    articles = [
        ([terms(d.slice(p.span)) for p in d.paragraphs], terms(heading(d.article)))
        for d in corpus.documents
    ]
    expected = {
        "paragraphs": [text + title for texts, title in articles for text in texts],
        "articles": [[*chain(*texts), *title] for texts, title in articles],
        "titles": [title for _, title in articles],
    }
    for name, texts in expected.items():
        postings: Postings = getattr(base.inverted, name)
        assert held(postings, names) == [Counter(text) for text in texts]
        assert postings.lengths.tolist() == [len(text) for text in texts]
    texts_of = [d.slice(p.span) for d in corpus.documents for p in d.paragraphs]
    assert base.inverted.copies.tolist() == near_duplicates(texts_of).tolist()


def test_owners_come_in_ascending_order_as_compiled_code_demands() -> None:
    seen = []

    def watch(terms: Array, owners: Array, vocabulary: int, size: int) -> Postings:
        seen.append((owners.tolist(), vocabulary, size))
        return invert(terms, owners, vocabulary, size)

    made = base_of(
        [
            document("One crane stood.", "It fell.", path="a.md", title="Cranes of May"),
            document("No ferry ran.", path="b.md", title="Ferries"),
        ]
    )
    again = invert_segment(made.segment, made.inverted.copies, watch)
    check_equal(again, made.inverted)
    assert [size for *_, size in seen] == [3, 2, 2]
    for owners, vocabulary, _ in seen:
        assert sorted(owners) == owners
        assert vocabulary == len(made.segment.words)
