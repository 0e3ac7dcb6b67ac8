"""The article of a page: pages of many makes, and what they declare."""

from __future__ import annotations

import socket
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.decode import CP1252_NOTE
from bot.articles.document import document_of_extracted
from bot.articles.readers import selection
from bot.articles.readers.dom import MAX_PIECES
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.html import read_html
from bot.articles.reject import RejectionError

ONE = "The ferry to Oldhaven was late again on Monday, and nobody on the quay seemed surprised."
TWO = "Its captain blamed the tide; the harbour master, who had watched from above, blamed him."
THREE = "A new timetable is to be printed before the end of the month, the company has promised."
FOUR = "Until then travellers are told to bring a coat, a book, and whatever else makes them wait."
TEXTS = [ONE, TWO, THREE, FOUR]


def kept(extracted: Extracted) -> list[str]:
    assert extracted.reading is not None
    blocks = [block for block in extracted.reading.blocks if not block.reason]
    return [extracted.text[block.span.start : block.span.end] for block in blocks]


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_no_network_and_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura  # noqa: F401

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    body = '<img src="http://example.org/a.png"><iframe src="http://example.org"></iframe>'
    extracted = read_html(page(body + paragraphs(TEXTS), '<base href="http://example.org/">'))
    assert kept(extracted) == TEXTS
    assert (extracted.declared.date, extracted.inferred_date) == (None, None)


def test_an_old_page_of_tables_fonts_and_line_breaks() -> None:
    body = f"""<table width=100%><tr><td><a href=/>Home</a><br><a href=/n>News</a></td><td>
    <h1>Late again</h1><font face=Arial size=2>{ONE}<br><br>{TWO}<br>
    <br><i>{THREE}</i><p>{FOUR}</font></td></tr></table>
    <center><font size=1>Copyright 1999 Oldhaven Post. All rights reserved.</font></center>"""
    assert [text for text in kept(read_html(page(body))) if "Copyright" not in text] == TEXTS


def test_each_paragraph_in_a_box_of_its_own() -> None:
    boxes = [*TEXTS[:2], "“No.”", *TEXTS[2:]]
    body = "".join(
        f'<div class="sc-4fa{at % 1}"><p>{text}</p></div>' for at, text in enumerate(boxes)
    )
    extracted = read_html(page(f"<main><article><h1>Late again</h1>{body}</article></main>"))
    assert kept(extracted) == boxes


def test_boxes_within_the_text_are_left_out() -> None:
    body = f"""<article><h1>Late again</h1><div class="entry-content"><p>{ONE}</p>
    <div class="related-posts"><h3>Related</h3><p>Ten harbours to see before they silt up.</p></div>
    <p>{TWO}</p><aside class="pullquote"><p>{TWO[:60]}</p></aside>
    <figure class="wp-caption"><img><figcaption>The quay. Photo by A. Nyman</figcaption></figure>
    <p>“We wait.”</p><blockquote><p>{THREE}</p></blockquote>
    <div class="sharedaddy share-buttons"><ul><li>Share on X</li></ul></div><p>{FOUR}</p>
    <form class="newsletter-form"><p>Get our harbour letter each week.</p></form></div></article>
    <div id="comments"><p>I was there and saw the whole sorry thing with my own eyes.</p></div>"""
    extracted = read_html(page(body))
    assert kept(extracted) == [ONE, TWO, "“We wait.”", THREE, FOUR]
    assert extracted.reading is not None
    assert extracted.reading.title == "Late again"


def test_a_page_within_a_form_is_still_read() -> None:
    body = f'<form id="aspnetForm"><div id="sidebar-wrapper">{paragraphs(TEXTS)}</div></form>'
    assert kept(read_html(page(body))) == TEXTS


def test_byline_and_date_above_the_text_reach_the_header() -> None:
    body = f"""<article><h1>Late again</h1><div><span>By Ann Lee</span></div>
    <div>March 5, 2019</div>{paragraphs(TEXTS)}</article>"""
    document = document_of_extracted("a.html", "0" * 64, read_html(page(body)))
    article = document.article
    assert (article.title, article.authors) == ("Late again", ("Ann Lee",))
    assert article.date == date(2019, 3, 5)
    assert [document.slice(each.span) for each in document.paragraphs] == TEXTS


def test_trafilatura_may_find_nothing_or_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    body = f"<nav><a>Home</a></nav><div role=main><p>{ONE}</p><p>Short.</p></div><p>Below.</p>"
    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: None)
    assert kept(read_html(page(body))) == [ONE, "Short."]

    def fail(*_: object, **__: object) -> None:
        raise TypeError("odd page")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    assert kept(read_html(page(body))) == [ONE, "Short."]
    assert kept(read_html(page("<p>Short.</p><p><a>Elsewhere</a></p>"))) == ["Short."]


@pytest.mark.parametrize(
    "data",
    [
        page("<script>document.write('<p>text</p>')</script><noscript>Turn it on.</noscript>"),
        b"<html><head><title>T</title></head><frameset><frame src=a></frameset></html>",
        page("<div>" * 5_000 + "<p>Too deep.</p>"),
        b"<html></html>",
    ],
)
def test_pages_without_text_give_no_paragraph(data: bytes) -> None:
    assert kept(read_html(data)) == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02"])
def test_no_element_at_all(data: bytes) -> None:
    with pytest.raises(RejectionError, match="no element"):
        read_html(data)


def test_a_page_of_too_many_pieces() -> None:
    with pytest.raises(RejectionError, match="pieces of text"):
        read_html(page("<p>x" * (MAX_PIECES + 1)))


def test_a_huge_table_is_one_block() -> None:
    table = "<table>" + "<tr><td>1<td>2" * 5_000 + "</table>"
    extracted = read_html(page(f"<article>{paragraphs(TEXTS[:2])}{table}{paragraphs(TEXTS[2:])}"))
    assert kept(extracted) == TEXTS


def test_xhtml_without_a_body() -> None:
    data = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>
    <p>Café: {ONE}</p><p>{TWO}</p><br/><p>{THREE}</p></html>""".encode("latin-1")
    assert kept(read_html(data)) == [f"Café: {ONE}", TWO, THREE]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", ""),
        ("utf-8", ""),
        ("utf-8", '<!-- <meta charset="koi8-r"> -->'),
        ("utf-8-sig", '<meta charset="cp1251">'),
        ("utf-16", ""),
        ("utf-8", '<meta http-equiv="Content-Type" content="text/html; charset=utf-16">'),
        ("cp1251", '<meta http-equiv=content-type content="text/html; charset=windows-1251">'),
        ("gb18030", "<meta charset=gb2312>"),
        ("utf-8", '<meta charset="no-such">'),
    ],
)
def test_encodings_are_read_as_browsers_do(encoding: str, head: str) -> None:
    first = {"cp1251": "Паром — снова", "gb18030": "渡轮又晚了"}.get(encoding, "“Café” – late")
    data = page(paragraphs([f"{first}. {ONE}", *TEXTS[1:]]), head).decode().encode(encoding)
    extracted = read_html(data)
    assert kept(extracted)[0] == f"{first}. {ONE}"
    assert (CP1252_NOTE in extracted.notes) == (encoding == "cp1252" and not head)
    assert any("no-such" in note for note in extracted.notes) == ("no-such" in head)


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "Site"}, {"@type": ["NewsArticle"], "headline": "Late again",
"datePublished": "2019-03-05T23:30:00-05:00", "dateModified": "2020-01-01",
"author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "By Bo Ek"}],
"publisher": {"@type": "Organization", "name": "Oldhaven Post"},
"mainEntityOfPage": {"@id": "https://post.example.org/late"}}]}</script>"""
OPEN_GRAPH = """<meta property="og:title" content="Late  again – Oldhaven Post">
<meta property="og:site_name" content="Oldhaven Post">
<meta property="article:published_time" content="2019-03-05T04:00:00Z">
<meta property="article:author" content="https://facebook.com/annlee">
<meta name="author" content="Ann Lee and Bo Ek">
<link rel="canonical" href="https://post.example.org/late">
"""
DUBLIN = """<meta name="DC.title" content="Late again">
<meta name="DC.publisher" content="Oldhaven Post">
<meta name="DC.creator" content="Ann Lee"><meta name="dc.creator" content="Bo Ek">
<meta name="DC.date.issued" content="5 March 2019">
<link rel="canonical" href="https://post.example.org/"><meta property="og:url" content="https://post.example.org/late">
"""


@pytest.mark.parametrize("head", [JSON_LD, OPEN_GRAPH, DUBLIN])
def test_what_a_page_declares(head: str) -> None:
    declared = read_html(page(paragraphs(TEXTS), head)).declared
    assert declared.title == "Late again"
    assert declared.source == "Oldhaven Post"
    assert declared.authors == ("Ann Lee", "Bo Ek")
    assert declared.date == date(2019, 3, 5)
    assert declared.url == "https://post.example.org/late"


@pytest.mark.parametrize(
    "head",
    [
        f'<meta property="og:title" content="{"x" * 301}"><meta name="author" content="@annlee">',
        '<meta name="date" content="03/04/2019"><meta name="date" content="2019-02-30">',
        '<meta name="date" content="0001-01-01"><link rel="canonical" href="/late">',
        '<link rel="canonical" href="javascript:alert(1)"><meta name="author" content=" ">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": ["</script>',
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        '<script type="application/ld+json">{"@type": 3, "author": 5, "headline": {}}</script>',
        '<script type="application/ld+json">{"@type": "Recipe", "headline": "Soup"}</script>',
    ],
)
def test_what_makes_no_sense_is_not_declared(head: str) -> None:
    declared = read_html(page(f"<h1>Head</h1>{paragraphs(TEXTS)}", head)).declared
    assert (declared.title, declared.source, declared.date) == (None, None, None)
    assert (declared.authors, declared.url) == ((), None)


def test_the_window_title_counts_only_without_a_headline() -> None:
    head = "<title>Late again | Oldhaven Post</title>"
    head += '<meta property="og:site_name" content="Oldhaven Post">'
    assert read_html(page(paragraphs(TEXTS), head)).declared.title == "Late again"
    extracted = read_html(page(f"<h1>Late, <i>again</i></h1>{paragraphs(TEXTS)}", head))
    assert extracted.declared.title is None
    assert extracted.reading is not None
    assert extracted.reading.title == "Late, again"


@pytest.mark.parametrize(
    ("extra", "day"),
    [
        ('<div class="date">March 5, 2019</div>', date(2019, 3, 5)),
        ('<time datetime="2019-03-05T10:00">a year ago</time>', date(2019, 3, 5)),
        ("<footer>© 2019 Oldhaven Post</footer>", None),
        ("<p class=copyright>Copyright 2017-2019 Oldhaven Post</p>", None),
        (f"<p>On 2011-11-12 it sank. {ONE}</p>", None),
        ("<footer>Printed on 2019-03-05</footer>", None),
    ],
)
def test_a_date_is_inferred_only_where_it_stands(extra: str, day: date | None) -> None:
    extracted = read_html(page(f"<article>{paragraphs(TEXTS[:2])}{extra}{paragraphs(TEXTS[2:])}"))
    assert extracted.declared.date is None
    assert extracted.inferred_date == day


def test_a_declared_date_is_never_inferred() -> None:
    extra = '<time datetime="2011-01-02">2 January 2011</time>'
    extracted = read_html(page(extra + paragraphs(TEXTS), DUBLIN))
    assert (extracted.declared.date, extracted.inferred_date) == (date(2019, 3, 5), None)


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(RejectionError) as caught:
        read_html(page(ONE))
    assert str(caught.value) == "HTML files need an extra: pip install 'refdesk[html]'."


_SENTENCES = st.lists(
    st.sampled_from(
        [*TEXTS, "“No,” he said.", "R&amp;D <b>cost</b>s<sup>2</sup>…", "x<br>y", "<i> a</i>"]
    ),
    min_size=1,
    max_size=5,
)
_BLOCKS = st.lists(
    st.tuples(st.sampled_from(["p", "div", "li", "blockquote", "h2", "td", "section"]), _SENTENCES),
    min_size=1,
    max_size=6,
)


@given(_BLOCKS)
@settings(max_examples=40, deadline=None)
def test_every_paragraph_stands_on_the_page(blocks: list[tuple[str, list[str]]]) -> None:
    body = "".join(f"<{tag}>{' '.join(texts)}</{tag}>\n" for tag, texts in blocks)
    plain = {"R&amp;D <b>cost</b>s<sup>2</sup>…": "R&D costs2…", "x<br>y": "x y", "<i> a</i>": "a"}
    visible = [" ".join(plain.get(text, text) for text in texts) for _, texts in blocks]
    for paragraph in kept(read_html(page(body))):
        assert " ".join(paragraph.split()) in visible


def test_a_page_as_long_as_a_book_is_read_by_its_own_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    monkeypatch.setattr(selection, "MAX_JUDGED_PIECES", 5)
    monkeypatch.setattr(trafilatura, "bare_extraction", None)
    body = f"<nav><a>Home</a></nav><article>{paragraphs(TEXTS)}</article><footer>Below.</footer>"
    assert kept(read_html(page(body))) == TEXTS
