"""Web pages. trafilatura tells which of a page's elements are the article; its text is then taken
from the page itself (bot.articles.readers.dom), for trafilatura's own adds and loses blanks, drops
short paragraphs and joins lines.

Nothing is ever fetched. What stands in frames, pictures and scripts is not read.
"""

from __future__ import annotations

from bot.articles.readers.dom import tag_of, to_reading
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.extras import extra
from bot.articles.readers.inferred import infer_date
from bot.articles.readers.markup import decode_markup, parse_page
from bot.articles.readers.page_facts import page_facts
from bot.articles.readers.selection import article_pieces, states_header
from bot.articles.reject import RejectionError


def read_html(data: bytes) -> Extracted:
    """The article of a page. Its blocks are the paragraphs, with a reason on headings, captions and
    tables; what stands around the article is left out.

    `declared` is what the page states for machines; `inferred_date` comes from htmldate and is
    there only where the page states no date. Raises RejectionError when the extra is missing or
    the file holds no element.
    """
    with extra("html", "HTML"):
        import htmldate  # noqa: F401
        import lxml.html  # noqa: F401
        import trafilatura  # noqa: F401
    source, notes = decode_markup(data)
    root = parse_page(source)
    if root is None:
        raise RejectionError("The page holds no element.")
    pieces = article_pieces(root)
    heading = next((piece.text for piece in pieces if piece.reason == "title"), "")
    title = " ".join(heading.split()) or None
    declared = page_facts(root, title)
    told = [
        piece.home
        for piece in pieces
        if not (piece.reason or states_header(piece.text) or tag_of(piece.home) == "body")
    ]
    inferred = None if declared.date else infer_date(root, told)
    text, reading = to_reading(pieces, title)
    return Extracted(text, reading, ".html", declared, inferred, notes)
