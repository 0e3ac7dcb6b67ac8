"""The first rule: a quote is the file's own text at its span, for every quote that is given."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer.answer import MAX_LIMIT, Excerpt, Question
from bot.answer.respond import respond
from bot.answer.weights import shipped
from bot.articles.decode import decode
from bot.articles.library import scan
from bot.search.snapshot import Snapshot

SAMPLE = Path(__file__).parents[1] / "corpus"
WEIGHTS = (shipped(), replace(shipped(), threshold=0.0))

TOPICS = (
    """\
tariffs on steel|the soybean purchases|the truce in Buenos Aires|Huawei and the Entity List
the yuan past seven to the dollar|phase one|chip export controls|the working groups
the summit near Woodside|enforcement offices|the 90-day deadline|the Section 301 memorandum
intellectual property theft|farmers in Iowa|the meeting in Osaka|zeppelins over Ulan Bator
the tarif on cars|U.S. Trade Representative
""".strip()
    .replace("\n", "|")
    .split("|")
)
FORMS = (
    "What happened with {}?",
    "When was {} agreed?",
    "Who said what about {}?",
    "How much did {} cost?",
    "Why did {} matter to China's officials?",
    "Where were the talks on {} held?",
    "{}",
)
QUESTIONS = [form.format(topic) for form, topic in product(FORMS, TOPICS)]


@cache
def sample() -> Snapshot:
    return Snapshot.build(scan(SAMPLE))


def check(root: Path, excerpt: Excerpt) -> None:
    data = (root / excerpt.article.path).read_bytes()
    text, _ = decode(data)
    start, end = excerpt.span
    assert text[start:end] == excerpt.quote
    assert excerpt.quote
    assert sha256(data).hexdigest() == excerpt.article.digest
    begin, stop = excerpt.highlight
    assert 0 <= begin < stop <= len(excerpt.quote)


def quotes(snapshot: Snapshot, text: str) -> list[Excerpt]:
    found: list[Excerpt] = []
    for weights in WEIGHTS:
        answer = respond(snapshot, Question(text, limit=MAX_LIMIT), weights)
        found += (*answer.excerpts, *answer.near_misses)
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_quote_of_the_sample_corpus_is_the_files_own_text(form: str) -> None:
    found = [quote for topic in TOPICS for quote in quotes(sample(), form.format(topic))]
    assert len(found) > 100
    for excerpt in found:
        check(SAMPLE, excerpt)


def test_there_are_a_hundred_odd_questions_and_they_reach_every_article() -> None:
    assert len(set(QUESTIONS)) > 100
    reached = {quote.article.path for text in QUESTIONS for quote in quotes(sample(), text)}
    assert reached == {document.article.path for document in sample().corpus.documents}


PIECES = st.sampled_from(
    [
        "The crane fell in Norrhaven, 12 May.",
        "“We’re done,” said Dahl – and left…",
        "Its  two   spaces stay, and so do teh typos.",
        "Cafés paid €40 for the crane.",
        "The U.S. crane, No. 7, was sold for $1,000.",
        "It 'rose' again—twice.",
        "A long crane story " + "goes on and on " * 40 + "to its end.",
        "Why did the crane fall?  Nobody knows.",
    ]
)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
PARAGRAPHS = st.lists(st.lists(PIECES, min_size=1, max_size=4), min_size=1, max_size=4)
TOPS = {
    ".md": ("", "---\ntitle: “Cranes”\ndate: 2019-03-04\n---\n\n", "# Cranes — again\n\n"),
    ".txt": ("", "Cranes in the news\n\n", " date 2018-08-17 By Ida Blom in Norrhaven\n\n"),
}


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """(suffix, bytes) of one article as somebody's editor might have saved it."""
    suffix = draw(st.sampled_from(sorted(TOPS)))
    joint = draw(st.sampled_from([" ", "\n"]))
    body = "\n\n".join(joint.join(paragraph) for paragraph in draw(PARAGRAPHS))
    text = draw(st.sampled_from(TOPS[suffix])) + body + draw(st.sampled_from(["", "\n", "\n\n"]))
    return suffix, text.replace("\n", draw(LINE_ENDS)).encode(draw(ENCODINGS))


@given(st.lists(files(), min_size=1, max_size=4))
@settings(max_examples=50)
def test_every_quote_of_any_folder_is_the_files_own_text(made: list[tuple[str, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for number, (suffix, data) in enumerate(made):
            (root / f"article {number}{suffix}").write_bytes(data)
        corpus = scan(root)
        snapshot = Snapshot.build(corpus)
        for text in ("Why did the crane fall?", "Who said “We’re done”?", "the typos of cafés"):
            for excerpt in quotes(snapshot, text):
                check(root, excerpt)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_quote_keeps_the_files_characters(tmp_path: Path, encoding: str, end: str) -> None:
    sentence = f"“We’re done – it cost €40,”{end}said Dahl of the crane in Norrhaven."
    text = f"The ferry sails again.{end}{end}{sentence}{end}"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    found = quotes(Snapshot.build(scan(tmp_path)), "What did Dahl say of the crane?")
    assert found[0].quote == sentence
    check(tmp_path, found[0])
