"""Whatever the file: what is kept, what is dropped and white space rebuild it exactly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import FIELDS, Document, Provenance
from bot.articles.document import (
    MAX_LINES,
    MAX_PARAGRAPH_CHARS,
    MAX_PARAGRAPHS,
    article_id,
    read_document,
)
from bot.articles.reject import RejectionError
from tests.articles.reading import dropped, kept, pasted

PIECES = [
    *("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " ", "\t", "\u2028", "\u2029", "\u00a0", "\u200b"),
    *(
        "\ufeff",
        "\x0c",
        "\x85",
        "\x1c",
        "🙂",
        "\u202e",
        "\u2066",
        "e\u0301",
        "的。",
        ".",
        "a",
        "A ",
    ),
    *("---\n", "title: A b\n", "date: 2018-08-17\n", "# Head\n", "- item ", "> quote ", "```\n"),
    *("| a | b |\n|---|---|\n", "<div>", "[x]: http://a.b\n", "![i](u)", "1. ", "    code", "***"),
    *("=====\n", "By Ann Lee\n", "LIMA (Reuters) – ", "date 2018-08-17 ", "Photo: A/Getty Images"),
    *("The talks go on. ", "Why? ", "“They want it,” he said.", "A Line Without A Stop", "U.S. "),
    *("Updated Oct. 3, 2021 4:07 pm ET\n", "Copyright 2018 X", "https://a.b/c\n", "[^1]: "),
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def understood(text: str, path: str) -> Document | None:
    try:
        return pasted(text, path)
    except RejectionError:
        return None


def check(document: Document) -> None:
    text = document.text
    spans = [paragraph.span for paragraph in document.paragraphs]
    at = 0
    for start, end in sorted([*spans, *(drop.span for drop in document.dropped)]):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
    assert spans == sorted(spans)
    assert all(drop.reason for drop in document.dropped)
    for number, paragraph in enumerate(document.paragraphs, start=1):
        assert paragraph.number == number
        assert paragraph.sentences[0].start == paragraph.span.start
        assert paragraph.sentences[-1].end == paragraph.span.end
        for before, after in zip(paragraph.sentences, paragraph.sentences[1:], strict=False):
            assert before.end <= after.start
            assert not text[before.end : after.start].strip()
    assert set(document.article.provenance) == set(FIELDS)
    for name in FIELDS:
        known = bool(getattr(document.article, name))
        assert known == (document.article.provenance[name] is not Provenance.UNKNOWN)


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@given(text=TEXTS)
def test_spans_rebuild_any_file(path: str, text: str) -> None:
    document = understood(text, path)
    if document:
        check(document)


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@given(body=TEXTS)
def test_spans_rebuild_a_file_with_front_matter(path: str, body: str) -> None:
    front = "\ufeff---\r\ntitle: Talks\r\nauthors: [Ann Lee]\r\n---\r\n"
    document = pasted(front + body, path)
    check(document)
    assert document.article.title == "Talks"
    assert document.dropped[0].reason == "front matter"
    assert document.slice(document.dropped[0].span).endswith("---")


def test_bytes_become_a_document_with_its_notes() -> None:
    data = "Ein Titel ohne Punkt\r\n\r\nDie Brücke ist zu. Sie öffnet im Mai.\r\n".encode("cp1252")
    document = read_document("news/a.txt", data)
    assert kept(document) == ["Die Brücke ist zu. Sie öffnet im Mai."]
    assert [len(paragraph.sentences) for paragraph in document.paragraphs] == [2]
    assert len(document.notes) == 1
    assert len(document.article.digest) == 64
    assert document.article.id == article_id("news/a.txt")
    assert re.fullmatch("[0-9a-f]{12}", document.article.id)
    check(document)


def test_the_id_depends_on_the_path_alone() -> None:
    first, second = (read_document("a.txt", data) for data in (b"One is here.", b"Two is here."))
    assert first.article.id == second.article.id != article_id("b.txt")
    assert first.article.digest != second.article.digest


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.4", "Unsupported kind of file"),
        ("a", b"Text is here.", "Unsupported kind of file"),
        ("a.md", b"# Only a heading", "No paragraph"),
        ("a.txt", b"https://example.org", "No paragraph"),
        ("a.md", b"---\ntitle: x\n---\n", "No paragraph"),
        ("a.txt", b"Text is here.\n\n" * (MAX_PARAGRAPHS + 1), "More than 10,000 paragraphs"),
        ("a.txt", (b"A word. " * 5_000 + b"\n\n") * 51, "More than 2,000,000 characters"),
        ("a.txt", b"\n" * (MAX_LINES + 1) + b"Text is here.", "More than 50,000 lines"),
        ("a.txt", b"\x00\x01", "Not a text file"),
    ],
)
def test_a_file_that_cannot_answer_is_rejected(path: str, data: bytes, reason: str) -> None:
    with pytest.raises(RejectionError, match=reason):
        read_document(path, data)


def test_a_paragraph_beyond_all_measure_is_dropped() -> None:
    short = "The pier stays shut."
    longest = "A word. " * (MAX_PARAGRAPH_CHARS // 8 - 1) + "A wordy."
    longer = longest + " More."
    document = read_document("a.txt", f"{short}\n\n{longest}\n\n{longer}\n".encode())
    assert kept(document) == [short, longest]
    assert dropped(document) == {longer: "longer than 50,000 characters"}
    check(document)
