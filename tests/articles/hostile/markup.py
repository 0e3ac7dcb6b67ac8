"""Web pages and feeds."""

from __future__ import annotations

import json

from tests.articles.hostile.books import FILE_ENTITY, LAUGHS
from tests.articles.hostile.kinds import PROSE, file

_URL = '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">%a;]>'
_PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>'
_PARAGRAPHS = "".join(f"<p>{PROSE}Line {number} of the report says so.</p>" for number in range(8))


def page(body: str = _PARAGRAPHS, head: str = "") -> bytes:
    text = f"<!doctype html><html><head><title>Barges at Odelheim</title>{head}</head><body>"
    return f"{text}<article>{body}</article></body></html>".encode("utf-8", "surrogatepass")


def rss(items: str, doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>The Lock</title>'
        f"<link>https://example.org/</link>{items}</channel></rss>"
    ).encode()


def item(number: int | str, link: str = "", text: str = PROSE) -> str:
    link = link or f"https://example.org/{number}"
    return (
        f"<item><title>Barge {number}</title><link>{link}</link><guid>{link}</guid>"
        f"<description>{text}</description></item>"
    )


def json_ld() -> bytes:
    said = json.dumps(
        {"@type": "NewsArticle", "headline": "A \ud800 barge", "articleBody": "\udfff" * 100}
    )
    return page(head=f'<script type="application/ld+json">{said}</script>')


def deep_json_ld() -> bytes:
    said = "[" * 200_000 + "]" * 200_000
    return page(head=f'<script type="application/ld+json">{said}</script>')


def quadratic() -> bytes:
    """One entity of 50,000 characters, 50,000 times."""
    return rss(
        item(1, text="&a;" * 50_000), doctype=f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
    )


def lures() -> bytes:
    head = (
        '<base href="javascript:alert(1)//"><meta http-equiv="refresh" content="0;url=file:///etc">'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-7">'
        '<link rel="canonical" href="data:text/html,hello">'
        '<meta property="og:url" content="javascript:alert(1)">'
    )
    body = f'<a href="data:text/html;base64,AAAA">A</a><img src="file:///etc/passwd">{_PARAGRAPHS}'
    return page(body, head)


def many_attributes() -> bytes:
    return page("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + f">{PROSE}</p>")


MARKUP = (
    file(
        "html of 100,000 nested divs",
        "a.html",
        lambda: page("<div>" * 100_000 + PROSE + "</div>" * 100_000),
        quick=False,
    ),
    file(
        "html of 100,000 unclosed inline marks",
        "a.html",
        lambda: page("<b><i><a href=x>" * 30_000 + PROSE),
        quick=False,
    ),
    file(
        "html with an attribute of 4 MB",
        "a.html",
        lambda: page(f'<p title="{"a" * 4_000_000}">{PROSE}</p>{_PARAGRAPHS}'),
        quick=False,
    ),
    file("html with 200,000 attributes", "a.html", many_attributes, quick=False),
    file(
        "html in one line of 4.9 MB",
        "a.html",
        lambda: page("<p>" + PROSE * (4_900_000 // len(PROSE)) + "</p>"),
        quick=False,
    ),
    file("html of 300,000 paragraphs", "a.html", lambda: page("<p>A b c." * 300_000), quick=False),
    file(
        "html of 300,000 links", "a.html", lambda: page("<a href=/a>Go</a> " * 250_000), quick=False
    ),
    file(
        "html of a comment that never ends",
        "a.html",
        lambda: page("<!--" + "-" * 2_000_000),
        quick=False,
    ),
    file("html of 500,000 opening brackets", "a.html", lambda: page("<" * 500_000), quick=False),
    file(
        "html of one table 20,000 deep",
        "a.html",
        lambda: page("<table><tr><td>" * 20_000 + PROSE),
        quick=False,
    ),
    file(
        "html of 200,000 character references",
        "a.html",
        lambda: page("&#x110000;&#0;" * 200_000),
        quick=False,
    ),
    file("html with lone surrogates in JSON-LD", "a.html", json_ld),
    file("html with JSON-LD 200,000 deep", "a.html", deep_json_ld),
    file("html with base, refresh and data addresses", "a.html", lures),
    file("html that is a picture", "a.html", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99),
    file("html of NUL bytes", "a.html", lambda: page().replace(b" ", b"\0")),
    file(
        "html in an encoding that it is not",
        "a.html",
        lambda: page(head='<meta charset="utf-16">') + b"\xff\xfe\xff",
    ),
    file(
        "html in an encoding that is none",
        "a.html",
        lambda: page(head='<meta charset="zip">').replace(b"barges", b"barg\xe9s"),
    ),
    file("html larger than it may be", "a.html", lambda: b"a" * 5_000_001, "Larger than 5 MB"),
    file(
        "xhtml with a file as entity",
        "a.xhtml",
        lambda: (FILE_ENTITY + page().decode().replace("office", "&e;")).encode(),
    ),
    file(
        "xml with a file as entity",
        "a.xml",
        lambda: rss(item(1, text=PROSE + "&e;"), doctype=FILE_ENTITY),
    ),
    file(
        "xml with an address as entity",
        "a.xml",
        lambda: rss(item(1, text=PROSE + "&e;"), doctype=_URL.replace("%a;", "")),
    ),
    file("xml with a definition elsewhere", "a.xml", lambda: rss(item(1), doctype=_PARAMETER)),
    file(
        "xml with a billion laughs",
        "a.xml",
        lambda: rss(item(1, text=PROSE + "&l9;"), doctype=LAUGHS),
    ),
    file("xml that grows by the square", "a.xml", quadratic),
    file("xml 100,000 deep", "a.xml", lambda: b"<rss>" * 100_000, "nothing to read", quick=False),
    file(
        "xml that is no feed",
        "a.xml",
        lambda: b"<svg><script>alert(1)</script></svg>",
        "Neither an RSS nor an Atom feed",
    ),
    file("xml that is nothing", "a.xml", lambda: b"\x00" * 9_999, "Not a text file"),
    file(
        "feed of 20,000 entries",
        "a.rss",
        lambda: rss("".join(item(number, text="A barge.") for number in range(20_000))),
        quick=False,
    ),
    file(
        "feed of one entry 4 MB long",
        "a.rss",
        lambda: rss(item(1, text=PROSE * (4_500_000 // len(PROSE)))),
        quick=False,
    ),
    file(
        "feed with javascript: links",
        "a.rss",
        lambda: rss(item(1, "javascript:alert(1)") + item(2, "data:text/html,a")),
    ),
    file(
        "feed that refers to itself",
        "a.rss",
        lambda: rss(
            "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='a.rss'/>"
            + item(1, "a.rss") * 50
        ),
    ),
    file(
        "feed whose entries have names that lead out",
        "a.rss",
        lambda: rss(item("../../etc/passwd") + item("@everyone \u202e") + item("//a//b")),
    ),
    file(
        "feed whose text is 50,000 nested tags",
        "a.rss",
        lambda: rss(item(1, text="&lt;div&gt;" * 50_000 + PROSE)),
        quick=False,
    ),
    file("feed that breaks off", "a.rss", lambda: rss(item(1) * 20)[:2_000]),
)
