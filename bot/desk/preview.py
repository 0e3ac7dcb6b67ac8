"""How a file would be read, were it kept: what moderators look at before they keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.articles.article import Document, Rejection
from bot.articles.edits import Edit
from bot.articles.files import read_articles
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
from bot.desk.titles import find
from bot.search.snapshot import Snapshot
from bot.text.unseen import plain

MAX_TWINS = 3
"""Articles named that are the same or have the same title."""

NO_EDIT = Edit()
DIGEST_CHARS = 64
_DIGEST = b'"digest":"'
_LOOKED = 20  # articles whose title begins as the new one's


@dataclass(frozen=True, slots=True)
class Preview:
    """One article of a file, or why it would be left out. `path` is where it would be. `edit` are
    the corrections that hold for it and are in `document` already. `same` are the articles with the
    same bytes, `alike` others with the same title, as paths."""

    path: str
    document: Document | None
    reason: str = ""
    edit: Edit = NO_EDIT
    same: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def preview(
    path: str, data: bytes, edits: Mapping[str, Edit], seen: Snapshot, sandbox: Sandbox
) -> tuple[Preview, ...]:
    """Every article of a file that is to be kept at `path`. `seen` is what is searched for copies.
    Where a file has several articles, their documents come without text, so that they can be held.
    Slow: for a thread. Raises nothing on account of the file."""
    try:
        found = read_articles(path, data, sandbox, edits)
    except RejectionError as error:
        return (Preview(path, None, str(error)),)
    if not found:
        return (Preview(path, None, "The file holds no article."),)
    documents = [each for each in found if isinstance(each, Document)]
    same = _with_digests(seen, {each.article.digest for each in documents})
    alone = len(found) == 1
    alike = _with_title(seen, documents[0]) if alone and documents else []
    return tuple(
        Preview(each.path, None, each.reason)
        if isinstance(each, Rejection)
        else _previewed(each, edits, same, alike, alone=alone)
        for each in found
    )


def _previewed(
    document: Document,
    edits: Mapping[str, Edit],
    same: Mapping[str, list[str]],
    alike: Sequence[str],
    *,
    alone: bool,
) -> Preview:
    path = document.article.path
    twins = [each for each in same.get(document.article.digest, ()) if each != path]
    others = tuple(each for each in alike if each not in twins)
    if not alone:
        document = Document(document.article, "", ())
    return Preview(path, document, "", edits.get(path, NO_EDIT), tuple(twins[:MAX_TWINS]), others)


def _with_digests(seen: Snapshot, wanted: Set[str]) -> dict[str, list[str]]:
    """The paths of the articles whose files have one of these digests."""
    there = set(seen.documents.numbers().tolist())
    found: dict[str, list[str]] = {}
    first = 0
    for half in (seen.base, seen.delta):
        if half is None:
            continue
        table = half.segment.table
        for place in range(half.segment.articles):
            raw = table.rows.raw(place)
            at = raw.find(_DIGEST) + len(_DIGEST)
            digest = raw[at : at + DIGEST_CHARS].decode("ascii", "replace")
            if digest in wanted and first + place in there:
                found.setdefault(digest, []).append(table.paths[place])
        first += half.segment.articles
    return found


def _with_title(seen: Snapshot, document: Document) -> list[str]:
    """The paths of articles with this title, but for the one at its own path."""
    title = plain(document.article.title or "")
    if not title:
        return []
    matches = find(seen, title, _LOOKED)
    same = [each.article_id for each in matches if each.title.casefold() == title.casefold()]
    articles = (seen.document(each) for each in same)
    paths = [each.article.path for each in articles if each is not None]
    return [path for path in paths if path != document.article.path][:MAX_TWINS]
