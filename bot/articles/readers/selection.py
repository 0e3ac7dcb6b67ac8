"""Which pieces of a page's text are its article.

trafilatura decides, by the text that it extracts. Two of its faults are mended: what it drops
among the paragraphs that it keeps comes back, and what it keeps of menus, footers and boxes beside
the text goes.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from typing import Any

from bot.articles.bylines import read_byline
from bot.articles.datestamps import read_dates
from bot.articles.readers.dom import (
    MAX_PIECES,
    Element,
    Piece,
    ancestors,
    lays_out,
    letters,
    pieces_of,
    tag_of,
)
from bot.articles.reject import RejectionError

MAX_JUDGED_PIECES = 3_000
"""Pieces up to which trafilatura is asked: it compares each with all before it, so that its time
grows with their square. A longer page is a book; its own marks have to do."""

MIN_LETTERS = 24
"""A piece with fewer is known again only by a whole line of what was extracted."""

MAX_LINKED = 0.5
"""Share of a paragraph's letters within links above which it leads elsewhere."""

MAX_FURNITURE_SHARE = 0.3
"""Of the article's letters. An element whose name says "related" and that holds more of them holds
the article, whatever its name."""

MIN_PICKED_SHARE = 0.5
"""Of the letters in a column of text that were extracted, from which on the rest belongs to it."""

HEADER_PIECES = 12
"""Pieces above the first paragraph among which a byline and a date are looked for."""

_FURNITURE_TAGS = frozenset("nav aside footer form menu dialog".split())
_FURNITURE_ROLES = frozenset("navigation complementary contentinfo dialog search banner".split())
_FURNITURE = re.compile(
    r"(?<![a-z])(?:ad|ads|advert\w*|breadcrumb\w*|comments?|comment-?list|consent|cookies?|disqus"
    r"|gdpr|menu|modal|most-?(?:read|popular)|nav|navbar|navigation|newsletter\w*|outbrain|overlay"
    r"|paywall|pop-?up|popular|promo\w*|pull-?quote|read-?(?:more|next)|recirc\w*|recommend\w*"
    r"|related\w*|share\w*|sharing|sidebar|sign-?up|social\w*|sponsor\w*|subscri\w*|taboola|tags"
    r"|toolbar|trending|widget\w*)(?![a-z])",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WRAPPERS = frozenset("p li ul ol dl dt dd blockquote pre center".split())
_STOP = re.compile(r"[.!?…。][\"'”’»)\]]*\Z")

_log = logging.getLogger(__name__)


def article_pieces(root: Element) -> list[Piece]:
    """The article's pieces in order: its paragraphs, and with a reason its title and what stands
    between them without being text. Raises RejectionError for a page of too many pieces."""
    pieces = list(islice(pieces_of(root), MAX_PIECES + 1))
    if len(pieces) > MAX_PIECES:
        raise RejectionError(f"More than {MAX_PIECES:,} pieces of text on the page.")
    keys = [letters(piece.text) for piece in pieces]
    picked = [False] * len(pieces)
    if len(pieces) <= MAX_JUDGED_PIECES:
        picked = _known_again(keys, _extracted(root))
    if not any(picked):
        picked = _all_of_region(root, pieces)
    furniture = _Furniture(pieces, keys, picked)
    picked = [
        one and not furniture.around(piece) for one, piece in zip(picked, pieces, strict=True)
    ]
    _add_dropped(pieces, keys, picked, furniture)
    return _with_header(pieces, keys, picked, furniture)


def _extracted(root: Element) -> list[str]:
    """The letters of every line that trafilatura gives for the page; none where it fails."""
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(
            _without_data(root), include_comments=False, include_tables=False, with_metadata=False
        )
    except Exception:  # it is a guess either way, and the page itself is there
        _log.warning("html: trafilatura failed; the page's own marks are used", exc_info=True)
        return []
    text: str = (found.text or "") if found else ""
    return [key for line in text.splitlines() if (key := letters(line))]


def _without_data(root: Element) -> Element:
    """A copy without tables of data, whose cells trafilatura compares each with every other."""
    copy = deepcopy(root)
    for table in [each for each in copy.iter("table") if not lays_out(each)]:
        if table.getparent() is not None:
            table.drop_tree()
    return copy


def _known_again(keys: Sequence[str], lines: Sequence[str]) -> list[bool]:
    whole, joined = set(lines), "".join(lines)
    return [
        bool(key) and (key in whole or (len(key) >= MIN_LETTERS and key in joined)) for key in keys
    ]


def _all_of_region(root: Element, pieces: Sequence[Piece]) -> list[bool]:
    """Every piece of the article, main part or body with most text that leads nowhere else."""
    regions = [
        element
        for element in root.iter("article", "main", "div", "section")
        if tag_of(element) in ("article", "main") or element.get("role") in ("main", "article")
    ]
    sizes: Counter[Element] = Counter()
    for piece in pieces:
        for element in ancestors(piece.home):
            sizes[element] += len(piece.text) if piece.linked <= MAX_LINKED else 0
    region = max(regions, key=lambda element: sizes[element], default=root)
    region = region if sizes[region] else root
    return [piece.linked <= MAX_LINKED and region in ancestors(piece.home) for piece in pieces]


class _Furniture:
    """Elements that hold what stands around an article: menus, boxes, forms, footers."""

    def __init__(
        self, pieces: Sequence[Piece], keys: Sequence[str], picked: Sequence[bool]
    ) -> None:
        self._known: dict[Element, tuple[Element, ...]] = {}
        held: Counter[Element] = Counter()
        total = 0
        for piece, key, one in zip(pieces, keys, picked, strict=True):
            if one:
                total += len(key)
                held.update({element: len(key) for element in self._holding(piece.home)})
        self._article = {
            element for element, size in held.items() if size > MAX_FURNITURE_SHARE * total
        }

    def around(self, piece: Piece) -> bool:
        return any(element not in self._article for element in self._holding(piece.home))

    def _holding(self, element: Element) -> tuple[Element, ...]:
        """The pieces of furniture around an element, from the outside in."""
        inside: list[Element] = []
        found: tuple[Element, ...] = ()
        for each in ancestors(element):
            if each in self._known:
                found = self._known[each]
                break
            inside.append(each)
        for each in reversed(inside):
            found = (*found, each) if _is_furniture(each) else found
            self._known[each] = found
        return found


def _is_furniture(element: Element) -> bool:
    tag = tag_of(element)
    if tag in ("html", "body", "main", "article"):
        return False
    if tag == "footer" and any(tag_of(each) == "blockquote" for each in ancestors(element)):
        return False  # whom it quotes
    if tag in _FURNITURE_TAGS or (element.get("role") or "").lower() in _FURNITURE_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return bool(_FURNITURE.search(_HUMP.sub("-", names)))


def _add_dropped(
    pieces: Sequence[Piece], keys: Sequence[str], picked: list[bool], furniture: _Furniture
) -> None:
    """Pick, among the paragraphs of a column most of which is picked, those that are not."""
    for column_of in (_column, _row):
        known: Counter[object] = Counter()
        every: Counter[object] = Counter()
        columns = [column_of(piece) for piece in pieces]
        open_ = [
            not piece.reason and piece.linked <= MAX_LINKED and not furniture.around(piece)
            for piece in pieces
        ]
        for column, key, one, may in zip(columns, keys, picked, open_, strict=True):
            every[column] += len(key) if one or may else 0
            known[column] += len(key) if one else 0
        for at, column in enumerate(columns):
            if open_[at] and known[column] and known[column] >= MIN_PICKED_SHARE * every[column]:
                picked[at] = picked[at] or tag_of(pieces[at].home) in _WRAPPERS


def _column(piece: Piece) -> object:
    """The element in which a paragraph stands with its neighbours."""
    around = (each for each in ancestors(piece.home) if tag_of(each) not in _WRAPPERS)
    return next(around, None)


def _row(piece: Piece) -> object:
    """Where each paragraph has an element to itself: what these have in common."""
    column: Element = _column(piece)
    if column is None:
        return None
    return column.getparent(), tag_of(column), column.get("class")


def _with_header(
    pieces: Sequence[Piece], keys: Sequence[str], picked: Sequence[bool], furniture: _Furniture
) -> list[Piece]:
    """What was picked; title, byline and date above; headings, captions and tables between."""
    texts = [at for at, piece in enumerate(pieces) if picked[at] and not piece.reason]
    if not texts:
        return []
    heads = [
        at
        for at, piece in enumerate(pieces)
        if tag_of(piece.home) == "h1" and not furniture.around(piece)
    ]
    title = max((at for at in heads if at < texts[0]), default=heads[0] if heads else -1)
    start = title if 0 <= title < texts[0] else texts[0]
    text = "".join(f"\n{key}\n" for key, one in zip(keys, picked, strict=True) if one)
    kept: list[Piece] = []
    for at in range(min(start, max(0, texts[0] - HEADER_PIECES)), texts[-1] + 1):
        piece = pieces[at]
        if at == title:
            kept.append(replace(piece, reason="title"))
        elif picked[at]:
            kept.append(replace(piece, reason=piece.reason or _leads_away(piece, keys[at], text)))
        elif furniture.around(piece):
            continue
        elif (piece.reason and at > start) or (at < texts[0] and states_header(piece.text)):
            kept.append(piece)
    return kept


def states_header(line: str) -> bool:
    """Whether a line above the text is a byline or a date."""
    return bool(read_byline(line) or read_dates(line))


def _leads_away(piece: Piece, key: str, text: str) -> str | None:
    """Why a piece that was extracted is still no paragraph, or None. `text` has the letters of
    everything that was, each piece on a line between two line ends."""
    if piece.linked > MAX_LINKED and not _STOP.search(piece.text):
        return "link to more"
    if len(key) >= MIN_LETTERS and any(tag_of(e) == "blockquote" for e in ancestors(piece.home)):
        within_another = text.count(key) > text.count(f"\n{key}\n")
        return "pull quote" if within_another else None
    return None
