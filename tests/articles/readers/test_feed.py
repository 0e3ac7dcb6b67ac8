"""RSS and Atom: one article an entry."""

from __future__ import annotations

import socket
import sys
from datetime import date

import pytest

from bot.articles.readers import feed
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.feed import read_feed
from bot.articles.reject import RejectionError

RSS = """<?xml version="1.0"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Oldhaven &amp; Post</title>{}</channel></rss>"""
ITEM = """<item><title>Harbour opens: “at last” &amp;amp; loudly</title>
<link>https://post.example.org/opens</link><guid isPermaLink="false">tag:post,1</guid>
<dc:creator>Ann Lee</dc:creator><pubDate>Tue, 05 Mar 2024 23:30:00 -0500</pubDate>
<description>A short summary.</description>
<content:encoded><![CDATA[<p>The harbour <b>open</b>ed.</p><script>x</script>
<p>R&amp;D&nbsp;grew.</p><p>The post <a href="/">Opens</a> appeared first on <a>Post</a>.</p>
<p><a href="/o">Continue reading</a></p>]]></content:encoded></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>
<entry><id>urn:1</id><title>One</title><link href="https://post.example.org/1"/>
<author><name>Ann Lee</name></author><author><name>Bo Ek</name></author>
<published>2024-03-05T23:30:00-11:00</published><updated>2024-05-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;First.&lt;/p&gt;</content></entry>
<entry><id>urn:2</id><title>Two</title><updated>2024-05-01T00:00:00Z</updated>
<summary>Plain text

in two parts &amp;amp; no tag</summary></entry>
<entry><id>urn:3</id><title>Three</title><updated>2024-05-01T00:00:00Z</updated></entry>
<entry><id>urn:4</id><title>Four</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>An <em>inline</em> one.</p></div></content></entry></feed>"""


def kept(extracted: Extracted) -> list[str]:
    assert extracted.reading is not None
    return [
        extracted.text[block.span.start : block.span.end]
        for block in extracted.reading.blocks
        if not block.reason
    ]


def test_an_entry_of_rss() -> None:
    ((name, entry),) = read_feed(RSS.format(ITEM).encode())
    assert name.startswith("2024-03-05-harbour-opens-at-last-loudly-")
    assert kept(entry) == ["The harbour opened.", "R&D\xa0grew."]
    declared = entry.declared
    assert declared.title == "Harbour opens: “at last” & loudly"
    assert (declared.source, declared.authors) == ("Oldhaven & Post", ("Ann Lee",))
    assert (declared.date, declared.url) == (date(2024, 3, 5), "https://post.example.org/opens")


def test_entries_of_atom() -> None:
    entries = read_feed(ATOM.encode())
    assert [kept(entry) for _, entry in entries] == [
        ["First."],
        ["Plain text", "in two parts & no tag"],
        ["An inline one."],
    ]
    first, second, _ = (entry for _, entry in entries)
    assert first.declared.authors == ("Ann Lee", "Bo Ek")
    assert (first.declared.date, first.inferred_date) == (date(2024, 3, 5), None)
    assert (second.declared.date, second.inferred_date) == (None, date(2024, 5, 1))


def test_names_stay_while_the_feed_moves_on_and_fit_into_paths() -> None:
    other = ITEM.replace("tag:post,1", "tag:post,2").replace("Harbour opens", "../../é/\\x00 " * 20)
    (first,) = read_feed(RSS.format(ITEM).encode())
    entries = dict(read_feed(RSS.format(other + ITEM + ITEM).encode()))
    assert len(entries) == 2
    assert first[0] in entries
    for name in entries:
        assert name.isascii()
        assert len(name) < 90
        assert all(char.isalnum() or char == "-" for char in name)


@pytest.mark.parametrize("data", [b"", b"Plain text.", b"<html><p>Text.</p></html>", b"\x00\xff"])
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(RejectionError, match="Not an RSS or Atom feed"):
        read_feed(data)


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MAX_ENTRIES", 1)
    with pytest.raises(RejectionError, match="More than 1 entries"):
        read_feed(RSS.format(ITEM * 2).encode())


def test_a_broken_feed_gives_what_can_be_read() -> None:
    data = RSS.format(ITEM).replace("</channel></rss>", "<item><title>&nbsp;R&D").encode()
    assert kept(read_feed(data)[0][1]) == ["The harbour opened.", "R&D\xa0grew."]


def test_nothing_is_fetched_and_no_entity_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser  # noqa: F401

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(RejectionError):
        read_feed(b"http://example.org/feed.xml")
    with pytest.raises(RejectionError):
        read_feed(__file__.encode())
    bomb = "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/hostname'>"
    bomb += "".join(f"<!ENTITY c{at} '{'&b;' * 50}'>" for at in range(50)) + "]>"
    item = (
        ITEM.replace("A short", "&c1;&f;").replace("<content:", "<x:").replace("</content:", "</x:")
    )
    data = RSS.format(item).replace("<rss", f"{bomb}<rss", 1)
    for _, entry in read_feed(data.encode()):
        assert "aaaa" not in entry.text


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(RejectionError, match=r"pip install 'refdesk\[feeds\]'"):
        read_feed(b"")
