"""What a page shows, piece by piece."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.readers.dom import MAX_HEADING_CHARS, pieces_of, to_reading
from bot.articles.readers.markup import parse_page


def root_of(body: str) -> Any:
    root = parse_page(f"<!DOCTYPE html><html><body>{body}</body></html>")
    assert root is not None
    return root


def shown(body: str) -> list[str]:
    return [piece.text for piece in pieces_of(root_of(body))]


def reasons(body: str) -> list[tuple[str, str | None]]:
    return [(piece.text, piece.reason) for piece in pieces_of(root_of(body))]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One <b>two</b><i>three</i>, four.</p>", "One twothree, four."),
        ("<p>\n  Wrapped\n\ttext\r\n <a> here </a> .</p>", "Wrapped text here ."),
        ("<p>E = mc<sup>2</sup><a href=#n1>[1]</a>.</p>", "E = mc2[1]."),
        ("<p>a<!-- no -->b<wbr>c<span hidden>x</span>d</p>", "abcd"),
        ("<p>fer&shy;ry&#8203;man</p>", "ferryman"),
        ("<p>&lt;b&gt; &amp;amp; R&ampD &#8220;x&#x201D; &nbsp;y</p>", "<b> &amp; R&D “x” \xa0y"),
        ("<p>Line one <br>\n line two<br/></p>", "Line one\nline two"),
        ("<p><q>Yes, <q>no</q></q> he said.</p>", "“Yes, ‘no’” he said."),
        ("<p>He <del>lied</del><s>erred</s> spoke.</p>", "He spoke."),
        ("<p>A<script>var b;</script><style>c</style>B</p>", "AB"),
        ("<p>ice<span class='sr-only'>cold</span>-<span>breaker</span></p>", "ice-breaker"),
        ("<p style='color:red'>A<i style='display: none'>B</i>C</p>", "AC"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢"),
        ("<pre>one\n  two   three</pre>", "one\ntwo three"),
    ],
)
def test_text_is_what_the_page_shows(body: str, text: str) -> None:
    assert shown(body) == [text]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("Bare text<p>One<p>Two</p>tail", ["Bare text", "One", "Two", "tail"]),
        ("<div>One<br><br>Two<br>&nbsp;<br>\nThree</div>", ["One", "Two", "Three"]),
        ("<div>a<span>b<div>c</div>d</span>e</div>", ["ab", "c", "de"]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["a", "b", "c"]),
        ("<pre>one\n\n  \ntwo</pre>", ["one", "two"]),
        ("<p> &nbsp; </p><p></p><hr><p><br></p>", []),
        ("<select><option>x</select><button>Share</button><svg><text>t</text></svg>", []),
        ("<p>a</p><!-- c --> b <!-- d --><?pi e?>f", ["a", "b f"]),
    ],
)
def test_blocks_part_paragraphs(body: str, texts: list[str]) -> None:
    assert shown(body) == texts


def test_what_is_no_paragraph_has_a_reason() -> None:
    assert reasons(
        "<h2>Head</h2><figure><img><figcaption>Cap</figcaption></figure>"
        "<figure><blockquote>Said.</blockquote><figcaption>Who</figcaption></figure>"
        "<table><tr><td>1<td>2<tr><td>3</table><pre><code>x = 1</code></pre><nav>Menu</nav>"
        "<p><b>A question?</b></p><p><b>A sentence.</b></p><p><b>Bold</b> start</p>"
    ) == [
        ("Head", "heading"),
        ("Cap", "caption or credit"),
        ("Said.", None),
        ("Who", "caption or credit"),
        ("1\n2\n3", "table"),
        ("x = 1", "code"),
        ("Menu", "navigation"),
        ("A question?", "heading"),
        ("A sentence.", None),
        ("Bold start", None),
    ]
    assert reasons(f"<b>{'x' * (MAX_HEADING_CHARS + 1)}</b>")[0][1] is None


def test_a_table_that_lays_out_a_page_is_none_of_data() -> None:
    body = "<table><tr><td>Menu</td><td><p>The text.</p><table><tr><td>1<td>2</table></table>"
    assert reasons(body) == [("Menu", None), ("The text.", None), ("1\n2", "table")]
    assert reasons("<table><tr><td>All of it.</table>") == [("All of it.", None)]


def test_links_are_measured_and_items_marked() -> None:
    (piece,) = pieces_of(root_of("<ul><li><a>four</a> <b>rest</b></ul>"))
    assert (piece.linked, piece.item) == (0.5, True)


def test_a_reading_has_its_spans_in_the_text() -> None:
    text, reading = to_reading(pieces_of(root_of("<h1>T</h1><p>One.<ul><li>Two")), "T")
    assert text == "T\n\nOne.\n\nTwo"
    assert [text[b.span.start : b.span.end] for b in reading.blocks] == ["T", "One.", "Two"]
    assert (reading.title, reading.marked_up) == ("T", True)


_WORDS = st.text(st.sampled_from("abcé’“”—&<>.1"), min_size=1, max_size=6)
_GAPS = st.sampled_from([" ", "\n", " \n\t", "  "])
_INLINE = st.sampled_from(["b", "i", "a", "sup", "span", "custom-tag", ""])
_RUNS = st.lists(st.tuples(_INLINE, _WORDS, st.booleans(), _GAPS), min_size=1, max_size=6)
_PAGES = st.lists(
    st.tuples(st.sampled_from(["p", "div", "li", "blockquote", "section", "dd"]), _RUNS),
    min_size=1,
    max_size=8,
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("“", "&ldquo;")


def made(page: list[tuple[str, list[tuple[str, str, bool, str]]]]) -> tuple[str, list[str]]:
    """A page and the texts that a browser would show of it."""
    lines, texts = [], []
    for tag, runs in page:
        inner = shows = ""
        for mark, word, gapped, gap in runs:
            inner += f"<{mark}>{escaped(word)}</{mark}>" if mark else escaped(word)
            inner += gap if gapped else ""
            shows += word + (" " if gapped else "")
        lines.append(f"<{tag}>{inner}</{tag}>")
        texts.append(shows.strip())
    return "\n".join(lines), texts


@given(_PAGES)
@settings(max_examples=80, deadline=None)
def test_any_page_gives_exactly_what_it_shows(
    page: list[tuple[str, list[tuple[str, str, bool, str]]]],
) -> None:
    body, texts = made(page)
    assert shown(body) == texts
