"""What a web page states of itself, for machines: JSON-LD, OpenGraph, Dublin Core and meta names.

Only what the page says counts as declared. A name or a date that has to be looked for in the text
is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.articles.headlines import split_title
from bot.articles.readers.dom import Element, tag_of
from bot.articles.readers.front_matter import Declared
from bot.articles.readers.statements import day_of, stated
from bot.text.unseen import plain

MAX_JSON_CHARS = 500_000
MAX_JSON_OBJECTS = 2_000
MAX_METAS = 2_000
"""Elements of a page's head that are looked at."""

_ARTICLE = re.compile(
    r"(?:\w*Article|\w*Posting|Report|\w*Review|AnalysisNews\w*|\w*NewsArticle)\Z"
)
_TITLES = ("og:title", "citation_title", "parsely-title", "dc.title", "dcterms.title")
_LESSER_TITLES = ("twitter:title", "headline", "title")
_SOURCES = ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher")
_LESSER_SOURCES = ("application-name", "publisher")
_AUTHORS = (
    "article:author",
    "author",
    "byl",
    "citation_author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
)
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "sailthru.date",
    "article_date_original",
    "date",
)
_AND = re.compile(r"\s*(?:;|,|\s&\s|\sand\s)\s*")


def page_facts(root: Element, heading: str | None) -> Declared:
    """What the page states. `heading` is the article's own, where it has one: then what stands in
    the window's title is not needed, which often adds the outlet."""
    metas = _metas(root)
    objects = [found for found in _objects(root) if _is_article(found)]
    window = _first(element.text_content() for element in root.iter("title"))
    sources = [*_publishers(objects), *_values(metas, _SOURCES), *_values(metas, _LESSER_SOURCES)]
    source = _first(sources)
    titles = [
        *(text for found in objects for text in _texts(found.get("headline"))),
        *_values(metas, _TITLES),
        *([] if heading else _values(metas, _LESSER_TITLES)),
    ]
    title = _first(titles) or (None if heading or not window else window)
    title, outlet = _parted(title, source) if title else (None, None)
    return stated(
        title=title,
        source=source or outlet,
        authors=_authors(objects, metas),
        published=_published(root, objects, metas),
        url=_address(root, objects, metas),
    )


def _metas(root: Element) -> dict[str, list[str]]:
    """Contents of meta elements by name, property or itemprop in small letters."""
    metas: dict[str, list[str]] = {}
    for number, meta in enumerate(root.iter("meta")):
        if number >= MAX_METAS:
            break
        content = meta.get("content")
        for attribute in ("property", "name", "itemprop"):
            name = meta.get(attribute)
            if name and content and content.strip():
                metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _objects(root: Element) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, those within others included."""
    left = MAX_JSON_OBJECTS
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting = [_json(script.text or "")]
        while waiting and left:
            value = waiting.pop(0)
            left -= 1
            if isinstance(value, dict):
                yield value
                waiting += [value.get("@graph"), value.get("mainEntity")]
            elif isinstance(value, list):
                waiting += value[:left]


def _json(text: str) -> Any:
    if len(text) > MAX_JSON_CHARS:
        return None
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _is_article(found: dict[str, Any]) -> bool:
    return any(_ARTICLE.match(kind.rpartition("/")[2]) for kind in _texts(found.get("@type")))


def _texts(value: Any) -> list[str]:
    """A string, the strings of a list, or the names of objects in one."""
    values = value if isinstance(value, list) else [value]
    names = [each.get("name") if isinstance(each, dict) else each for each in values]
    flat = [part for name in names for part in (name if isinstance(name, list) else [name])]
    return [text for text in flat if isinstance(text, str) and text.strip()]


def _values(metas: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [text for name in names for text in metas.get(name, [])]


def _publishers(objects: list[dict[str, Any]]) -> list[str]:
    return [text for found in objects for text in _texts(found.get("publisher"))]


def _authors(objects: list[dict[str, Any]], metas: dict[str, list[str]]) -> list[str]:
    """Of the first place that names any; an address is no name."""
    stated_by = [_texts(found.get("author")) for found in objects]
    for names in [*stated_by, *(metas.get(name, []) for name in _AUTHORS)]:
        people = [part for name in names if "//" not in name for part in _AND.split(name) if part]
        if people:
            return people
    return []


def _published(
    root: Element, objects: list[dict[str, Any]], metas: dict[str, list[str]]
) -> date | None:
    texts = [text for found in objects for text in _texts(found.get("datePublished"))]
    texts += _values(metas, _DATES)
    for element in root.iter("time", "abbr", "span"):
        marked = (element.get("itemprop") or "").lower() == "datepublished"
        if marked or (tag_of(element) == "time" and element.get("pubdate") is not None):
            texts.append(element.get("datetime") or element.get("content") or _shown(element))
    return next((day for text in texts if (day := day_of(text))), None)


def _shown(element: Element) -> str:
    return plain(element.text_content()[:200])


def _address(
    root: Element, objects: list[dict[str, Any]], metas: dict[str, list[str]]
) -> str | None:
    links = [
        link.get("href")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    stated_urls = [*links, *metas.get("og:url", []), *(_own_url(found) for found in objects)]
    addresses = (url.strip() for url in stated_urls if isinstance(url, str))
    return next((url for url in addresses if _leads_to_a_page(url)), None)


def _own_url(found: dict[str, Any]) -> str | None:
    entity = found.get("mainEntityOfPage")
    url = found.get("url") or (entity.get("@id") if isinstance(entity, dict) else entity)
    return url if isinstance(url, str) else None


def _leads_to_a_page(url: str) -> bool:
    """Whether an address is whole and more than that of a site: some name their front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.path.strip("/") or parts.query)


def _parted(title: str, source: str | None) -> tuple[str, str | None]:
    """A title without the outlet at its end, and that outlet if it is a known one."""
    title = plain(title)
    if source:
        name = plain(source)
        for mark in (" | ", " – ", " — ", " - ", " · ", " » ", " :: "):
            head = title.removesuffix(mark + name)
            if head and head != title:
                return head.strip(), None
    return split_title(title)


def _first(texts: Iterable[str]) -> str | None:
    return next((text for text in texts if text and text.strip()), None)
