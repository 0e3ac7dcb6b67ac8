"""What is said of a quote's source, the same in every face and file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from bot.answer.answer import Excerpt
from bot.articles.article import Article
from bot.articles.dated import published
from bot.text.unseen import plain

CUT = "[…]"
"""Shows where a quote was cut."""

NAMED_AUTHORS = 2
OUTLET_UNKNOWN = "outlet not named"
_KEPT_IN_ADDRESS = "/:@!$&',;=?+%#~"


@dataclass(frozen=True, slots=True)
class Citation:
    """Every string is one plain line, neither cut nor escaped. `also_in` counts other articles with
    the same text."""

    title: str
    authors: tuple[str, ...]
    outlet: str | None
    published: str
    paragraph: int
    also_in: int
    warnings: tuple[str, ...]

    @property
    def origin(self) -> str:
        """The outlet, else the authors, else that neither is known."""
        if self.outlet or not self.authors:
            return self.outlet or OUTLET_UNKNOWN
        *before, last = self.authors
        if len(before) >= NAMED_AUTHORS:
            before, last = before[:NAMED_AUTHORS], f"{len(before) + 1 - NAMED_AUTHORS:,} more"
        return f"by {', '.join(before)} and {last}" if before else f"by {last}"

    @property
    def parts(self) -> tuple[str, ...]:
        """For example ``Title``, ``Outlet``, ``17 Aug 2018``, ``¶ 3``, ``also in 2 others``."""
        also = (also_in(self.also_in),) if self.also_in else ()
        return (self.title, self.origin, self.published, f"¶ {self.paragraph:,}", *also)


def parts(excerpt: Excerpt) -> Citation:
    """The title of an article without one is its file's name, marked as such; warnings come without
    repeats, the excerpt's before the article's."""
    article = excerpt.article
    warnings = dict.fromkeys(map(plain, (*excerpt.warnings, *article.warnings)))
    return Citation(
        title=title(article),
        authors=tuple(filter(None, map(plain, article.authors))),
        outlet=plain(article.source or "") or None,
        published=published(article),
        paragraph=excerpt.paragraph,
        also_in=len(excerpt.also_in),
        warnings=tuple(filter(None, warnings)),
    )


def title(article: Article) -> str:
    """As in a Citation."""
    return plain(article.title or "") or f"untitled ({plain(PurePosixPath(article.path).name)})"


def also_in(count: int) -> str:
    """``also in 1 other``, ``also in 2 others``."""
    return f"also in {count:,} other{'' if count == 1 else 's'}"


def quoted(excerpt: Excerpt) -> str:
    """The quote on one line, with […] where it was cut."""
    before, after = f"{CUT} " * excerpt.cut_before, f" {CUT}" * excerpt.cut_after
    return f"{before}{plain(excerpt.quote)}{after}"


def address(article: Article) -> str | None:
    """The article's address in ASCII, None for anything but a web address."""
    try:
        parts = urlsplit(plain(article.url or ""))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        return quote(parts.geturl(), safe=_KEPT_IN_ADDRESS)
    except ValueError:
        return None
