"""What a file says of a quote's source: the words and the address."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from bot.answer.answer import Excerpt
from bot.answer.snippet import plain
from bot.answer.wording import plural
from bot.articles.article import Article
from bot.articles.dated import published

CUT = "[…]"
_KEPT_IN_ADDRESS = "/:@!$&',;=?+%#~"


def quoted(excerpt: Excerpt) -> str:
    """The quote on one line, with […] where it was cut."""
    before, after = f"{CUT} " * excerpt.cut_before, f" {CUT}" * excerpt.cut_after
    return f"{before}{plain(excerpt.quote)}{after}"


def title(article: Article) -> str:
    """The title or, marked as such, the file's name."""
    return plain(article.title or "") or f"Untitled ({plain(PurePosixPath(article.path).name)})"


def source(excerpt: Excerpt) -> str:
    """What follows the title: outlet or authors, date, paragraph, and where else the text is."""
    article = excerpt.article
    authors = ", ".join(article.authors)
    parts = [
        plain(article.source or "") or plain(f"by {authors}" if authors else ""),
        published(article),
        f"paragraph {excerpt.paragraph}",
        f"also in {plural(len(excerpt.also_in), 'other article')}" if excerpt.also_in else "",
    ]
    return ", ".join(part for part in parts if part)


def warnings(excerpt: Excerpt) -> tuple[str, ...]:
    """Without repeats."""
    every = dict.fromkeys(plain(text) for text in (*excerpt.warnings, *excerpt.article.warnings))
    return tuple(text for text in every if text)


def address(article: Article) -> str | None:
    """The article's address in ASCII, None for anything but a web address."""
    try:
        parts = urlsplit(plain(article.url or ""))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        return quote(parts.geturl(), safe=_KEPT_IN_ADDRESS)
    except ValueError:
        return None
