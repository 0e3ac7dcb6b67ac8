"""An article's fields as moderators read them, each with where it comes from. Pure."""

from __future__ import annotations

from bot.answer.wording import plural
from bot.articles.article import Article, Document, Provenance, Span
from bot.articles.dated import day, published
from bot.articles.edits import Edit
from bot.chat import lines
from bot.chat.escape import escape
from bot.chat.lines import shorten

PATH_CHARS = 80
TITLE_CHARS = 200
WARNING_CHARS = 200
MAX_SAID = 4
"""Warnings or notes of an article that a card shows."""

ORIGINS = {
    Provenance.DECLARED: "from the file's header",
    Provenance.HEADER: "from the lines above the text",
    Provenance.FILENAME: "from the file's name",
    Provenance.INFERRED: "inferred",
    Provenance.UNKNOWN: "not found",
}
"""What moderators are told of where a field comes from."""

CORRECTED = "corrected by a moderator"


def field_lines(article: Article, edit: Edit) -> list[str]:
    """Title, outlet and date, and authors and address where they are known; `edit` are the
    corrections that hold."""
    shown = [
        _line("Title", article.title, _origin(article, "title", edit.title), TITLE_CHARS),
        _line("Source", article.source, _origin(article, "source", edit.source), TITLE_CHARS),
        _date(article, edit),
    ]
    if article.authors:
        named = ", ".join(article.authors)
        shown.append(_line("Authors", named, _origin(article, "authors", None), TITLE_CHARS))
    if article.url:
        shown.append(_line("Address", article.url, _origin(article, "url", None), TITLE_CHARS))
    return shown


def said_lines(document: Document) -> list[str]:
    """Warnings, then notes, in small print."""
    said = [f"⚠ {each}" for each in document.article.warnings] + list(document.notes)
    kept = [f"-# {escape(shorten(each, WARNING_CHARS))}" for each in said[:MAX_SAID]]
    more = len(said) - MAX_SAID
    return [*kept, f"-# and {plural(more, 'more note')}"] if more > 0 else kept


def counted(document: Document) -> str:
    """``12 paragraphs · 3 blocks left out``."""
    counts = [plural(len(document.paragraphs), "paragraph")]
    if document.dropped:
        counts.append(f"{plural(len(document.dropped), 'block')} left out")
    return " · ".join(counts)


def opening(document: Document, room: int) -> str:
    """The first paragraph as a quote, in at most `room` units."""
    text = document.slice(document.paragraphs[0].span)
    return lines.quoted(text, Span(0, 0), room, bold=False)


def summary(article: Article) -> str:
    """Title in bold, outlet and date on one line."""
    title = article.title or "untitled"
    source = f" · {escape(shorten(article.source, lines.OUTLET_CHARS))}" if article.source else ""
    name = escape(shorten(title, lines.TITLE_CHARS)).strip()
    return f"**{name}**{source} · {published(article)}"


def path_line(path: str) -> str:
    return f"-# {escape(shorten_path(path))}"


def shorten_path(path: str) -> str:
    """The end of a path says more than its beginning."""
    return path if len(path) <= PATH_CHARS else f"…{path[-PATH_CHARS + 1 :]}"


def _line(name: str, value: str | None, origin: str, most: int) -> str:
    if not value:
        return f"{name}: *{origin}*"
    return f"{name}: **{escape(shorten(value, most)).strip()}** · {origin}"


def _date(article: Article, edit: Edit) -> str:
    origin = _origin(article, "date", edit.date)
    if article.date:
        return f"Date: **{day(article.date)}** · {origin}"
    if article.earliest or article.latest:
        return f"Date: **{published(article)}**"
    return f"Date: *{origin}*"


def _origin(article: Article, name: str, corrected: object) -> str:
    return CORRECTED if corrected is not None else ORIGINS[article.provenance[name]]
