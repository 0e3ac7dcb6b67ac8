"""The first rule: a quote is the file's own text at its span, for every quote that is given."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.formats.made import made_stories
from bench.formats.run import FORMATS
from bot.answer.answer import MAX_LIMIT, Excerpt, Question
from bot.answer.event import MAX_EVENTS, Event, Topic
from bot.answer.respond import respond
from bot.answer.timeline import tell
from bot.answer.weights import shipped
from bot.articles.article import Document
from bot.articles.decode import decode
from bot.articles.files import read_articles
from bot.articles.library import scan
from bot.articles.members import file_of
from bot.articles.sandbox import Sandbox
from bot.search.generations import Generations
from bot.search.snapshot import Snapshot
from bot.search.update import Limits, Order, update
from bot.text.dates import mentions, tag

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


def check_quote(root: Path, excerpt: Excerpt) -> None:
    data = (root / excerpt.article.path).read_bytes()
    text, _ = decode(data)
    start, end = excerpt.span
    assert text[start:end] == excerpt.quote
    assert excerpt.quote
    assert sha256(data).hexdigest() == excerpt.article.digest


def check(root: Path, excerpt: Excerpt) -> None:
    check_quote(root, excerpt)
    begin, stop = excerpt.highlight
    assert 0 <= begin < stop <= len(excerpt.quote)


def quotes(snapshot: Snapshot, text: str) -> list[Excerpt]:
    found: list[Excerpt] = []
    for weights in WEIGHTS:
        answer = respond(snapshot, Question(text, limit=MAX_LIMIT), weights)
        found += (*answer.excerpts, *answer.near_misses)
    return found


def check_event(root: Path, snapshot: Snapshot, event: Event) -> None:
    """Also that the highlight is what tagging the paragraph again finds for the event's days."""
    excerpt = event.excerpt
    check_quote(root, excerpt)
    document = snapshot.document(excerpt.article.id)
    assert document
    begin, stop = excerpt.highlight
    if begin == stop == 0:  # the day is that of the article, or the one before
        published = document.article.date
        assert published
        assert event.last <= published <= event.last + timedelta(days=1)
    else:
        paragraph = document.paragraphs[excerpt.paragraph - 1]
        text, start = document.slice(paragraph.span), excerpt.span.start - paragraph.span.start
        named = (start + begin, start + stop, event.first, event.last)
        found = mentions(text, tag(text, document.article.date))
        assert named in {(each.start, each.end, each.first, each.last) for each in found}
        assert 0 <= begin < stop <= len(excerpt.quote)
    others = {each.article.id for each in snapshot.corpus.documents} - {excerpt.article.id}
    assert set(excerpt.also_in) <= others


def events(snapshot: Snapshot, text: str) -> list[Event]:
    topic = Topic(text, events=MAX_EVENTS)
    return [event for weights in WEIGHTS for event in tell(snapshot, topic, weights).events]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_event_of_the_sample_corpus_is_told_in_the_files_own_text(topic: str) -> None:
    for event in events(sample(), topic):
        check_event(SAMPLE, sample(), event)


def test_topics_of_the_sample_corpus_have_events() -> None:
    assert len({event.first for topic in TOPICS for event in events(sample(), topic)}) > 20


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


def test_every_quote_of_what_has_changed_since_is_the_files_own_text(tmp_path: Path) -> None:
    """Of a base and a delta on disk: some articles changed, some gone, some new."""
    root, kept = tmp_path / "corpus", tmp_path / "generations"
    shutil.copytree(SAMPLE, root)
    order = Order(root, kept, readers=0, limits=Limits(merge_at_once=0))
    update(order)
    files = sorted(path for path in root.rglob("*.*") if path.is_file())
    for path in files[::3]:
        path.write_bytes(path.read_bytes() + "\n\nTariffs on “steel” – €40 – rose.\n".encode())
    for path in files[1::5]:
        path.rename(path.with_name(f"moved {path.name}"))
    files[-1].unlink()
    update(order)
    made = Generations(kept).newest()
    assert made is not None
    assert made.delta is not None
    snapshot = made.snapshot()
    found = [quote for topic in TOPICS for quote in quotes(snapshot, FORMS[0].format(topic))]
    assert len(found) > 100
    for excerpt in found:
        check(root, excerpt)
    assert any("/moved " in quote.article.path for quote in found)
    for event in (event for topic in TOPICS[:5] for event in events(snapshot, topic)):
        check_event(root, snapshot, event)


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
        "The crane of Norrhaven fell on\n12 May 2019 — a Sunday — with teh ferry.",
        "Dahl’s  crane will be raised from Aug. 22 to Aug. 23, officials in Norrhaven said.",
        "A crane " + "of Norrhaven, which nobody loved, " * 20 + "was sold in March 2018.",
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
        for text in ("the crane of Norrhaven", "crane officials"):
            for event in events(snapshot, text):
                check_event(root, snapshot, event)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_quote_keeps_the_files_characters(tmp_path: Path, encoding: str, end: str) -> None:
    sentence = f"“We’re done – it cost €40,”{end}said Dahl of the crane in Norrhaven."
    text = f"The ferry sails again.{end}{end}{sentence}{end}"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    found = quotes(Snapshot.build(scan(tmp_path)), "What did Dahl say of the crane?")
    assert found[0].quote == sentence
    check(tmp_path, found[0])


def test_quotes_of_every_format_are_slices_of_what_its_file_shows(tmp_path: Path) -> None:
    stories = made_stories(len(FORMATS))
    packed = zipfile.ZipFile(tmp_path / "all.zip", "w")
    with packed:
        for number, ((suffix, how), story) in enumerate(zip(FORMATS.items(), stories, strict=True)):
            data, _ = how.make(number, story)
            (tmp_path / f"{number}.{suffix}").write_bytes(data)
            packed.writestr(f"within/{number}.{suffix}", data + b"\n" * (suffix in ("txt", "md")))
    snapshot = Snapshot.build(scan(tmp_path))
    seen = set()
    with Sandbox() as sandbox:
        for story in stories:
            for excerpt in quotes(snapshot, f"{story.title} {story.paragraphs[0][:80]}"):
                path = excerpt.article.path
                data = (tmp_path / file_of(path)).read_bytes()
                texts = {
                    each.article.path: each.text
                    for each in read_articles(file_of(path), data, sandbox)
                    if isinstance(each, Document)
                }
                assert texts[path][slice(*excerpt.span)] == excerpt.quote
                seen.add(Path(path).suffix)
    assert seen == {f".{suffix}" for suffix in FORMATS}
